import { useTranslation } from 'react-i18next';
import type { graphql } from '../../api/graphql';
import { Badge } from '../../ui/states';

type RelationshipStatus = ReturnType<typeof graphql.scalar<'RelationshipStatus'>>;
type SubscriptionStatus = ReturnType<typeof graphql.scalar<'CustomerSubscriptionStatus'>>;
type PrivilegeStatus = ReturnType<typeof graphql.scalar<'DelegatedAdminPrivilegeStatus'>>;
type PartnerStatus = ReturnType<typeof graphql.scalar<'PartnerStatus'>>;

const relationshipTones = { ACTIVE: 'good', ENDING: 'warning', ENDED: 'plain' } as const;
const subscriptionTones = { ACTIVE: 'good', SUSPENDED: 'warning', CANCELLED: 'plain' } as const;

export function RelationshipBadge({ status }: { status: RelationshipStatus }) {
  const { t } = useTranslation();
  return <Badge tone={relationshipTones[status]}>{t(`relationshipStatuses.${status}`)}</Badge>;
}

export function SubscriptionBadge({ status }: { status: SubscriptionStatus }) {
  const { t } = useTranslation();
  return <Badge tone={subscriptionTones[status]}>{t(`subscriptionStatuses.${status}`)}</Badge>;
}

export function PrivilegeBadge({ status }: { status: PrivilegeStatus }) {
  const { t } = useTranslation();
  return <Badge tone={status === 'ACTIVE' ? 'good' : 'plain'}>{t(`privilegeStatuses.${status}`)}</Badge>;
}

/** Whether a partner may take on new business (R5). */
export function PartnerBadge({ status }: { status: PartnerStatus }) {
  const { t } = useTranslation();
  return <Badge tone={status === 'ACTIVE' ? 'good' : 'warning'}>{t(`partnerStatuses.${status}`)}</Badge>;
}
