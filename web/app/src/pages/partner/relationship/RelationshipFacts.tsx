import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format';
import { Card, Facts } from '../../../ui/page';
import { Name } from '../../../ui/states';
import { RelationshipBadge } from '../../shared/badges';
import type { Relationship } from './query';

/** Between whom it is, whether it stands, and since when. */
export function RelationshipFacts({ relationship }: { relationship: Relationship }) {
  const { t } = useTranslation('partner');
  const format = useFormat();
  const { partner, reseller, acceptedBy, endedAt, consentVersion } = relationship;
  return (
    <Card title={t('relationship.facts')}>
      <Facts
        items={[
          { term: t('relationship.status'), value: <RelationshipBadge status={relationship.status} /> },
          { term: t('relationship.customer'), value: <CustomerOf relationship={relationship} /> },
          ...(partner ? [{ term: t('relationship.partner'), value: <Name>{partner.name}</Name> }] : []),
          ...(reseller ? [{ term: t('relationship.reseller'), value: <Name>{reseller.name}</Name> }] : []),
          { term: t('relationship.since'), value: format.moment(relationship.acceptedAt) },
          {
            term: t('relationship.acceptedBy'),
            value: acceptedBy ? <Name>{acceptedBy.name || t('relationship.ofCustomer')}</Name> : t('imported'),
          },
          ...(consentVersion ? [{ term: t('relationship.consent'), value: consentVersion }] : []),
          ...(endedAt ? [{ term: t('relationship.endedAt'), value: format.moment(endedAt) }] : []),
        ]}
      />
    </Card>
  );
}

/** The customer; its page is there while the relationship stands. */
function CustomerOf({ relationship: { customer, status } }: { relationship: Relationship }) {
  const { t } = useTranslation('partner');
  if (!customer) return t('relationship.nobody');
  if (status === 'ENDED') return <Name>{customer.name}</Name>;
  return (
    <Link to="/app/customers/$customerId" params={{ customerId: customer.id }}>
      <Name>{customer.name}</Name>
    </Link>
  );
}
