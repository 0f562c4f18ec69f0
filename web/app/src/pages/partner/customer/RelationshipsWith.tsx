import { useTranslation } from 'react-i18next';
import { useOwnPartner } from '../../../api/viewer';
import { useFormat } from '../../../i18n/format';
import { ButtonLink } from '../../../ui/buttons';
import { Card, Facts } from '../../../ui/page';
import { RelationshipBadge } from '../../shared/badges';
import { standing } from '../customers/query';
import { ServiceNames, servicesOf } from '../parts/ServiceNames';
import type { Customer } from './query';

/** The relationships that stand between the customer and the partner: one, or for a reseller one for each provider (R6). */
export function RelationshipsWith({ customer }: { customer: Customer }) {
  const { t } = useTranslation('partner');
  const relationships = standing(customer.relationships);
  return (
    <Card title={t('customer.relationship')}>
      {relationships.length === 0 && <p>{t('customer.noRelationship')}</p>}
      {relationships.map(relationship => (
        <OneRelationship key={relationship.id} relationship={relationship} />
      ))}
    </Card>
  );
}

type Relationship = NonNullable<Customer['relationships']>['nodes'][number];

function OneRelationship({ relationship }: { relationship: Relationship }) {
  const { t } = useTranslation('partner');
  const own = useOwnPartner();
  const format = useFormat();
  const { partner, reseller } = relationship;
  return (
    <>
      {reseller?.id === own.id && <p>{t('customer.asReseller', { name: partner?.name ?? t('relationship.nobody') })}</p>}
      <Facts
        items={[
          { term: t('customer.status'), value: <RelationshipBadge status={relationship.status} /> },
          { term: t('customer.since'), value: format.day(relationship.acceptedAt) },
          {
            term: t('customer.services'),
            value: <ServiceNames services={servicesOf(relationship.delegatedAdminPrivileges, own.id)} />,
          },
        ]}
      />
      <div>
        <ButtonLink to="/app/relationships/$relationshipId" params={{ relationshipId: relationship.id }} small>
          {t('customer.toRelationship')}
        </ButtonLink>
      </div>
    </>
  );
}
