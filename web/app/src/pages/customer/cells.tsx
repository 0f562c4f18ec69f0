// What tables of relationships show, on the page of those that stand and of those that have ended.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format';
import { Name } from '../../ui/states';
import { RelationshipBadge } from '../shared/badges';
import type { OwnRelationship } from './queries';

/** The partner, by name, and the reseller that serves the customer for it, if any (R6). */
export function PartnerCell({ relationship }: { relationship: OwnRelationship }) {
  const { t } = useTranslation('customer');
  const { id, partner, reseller } = relationship;
  return (
    <div className="cell">
      <Link to="/app/partners/$relationshipId" params={{ relationshipId: id }}>
        <Name>{partner?.name ?? t('unknownPartner')}</Name>
      </Link>
      {reseller && <span className="quiet">{t('partners.with', { name: reseller.name })}</span>}
      {partner?.status === 'SUSPENDED' && <span className="quiet">{t('partners.suspended')}</span>}
    </div>
  );
}

type Partner = NonNullable<OwnRelationship['partner']>;

/** What kind of reseller it is, and where it does business. */
export function PartnerKind({ type, country }: Pick<Partner, 'type' | 'country'>) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="cell">
      {t(`partnerTypes.${type}`)}
      <span className="quiet">{format.country(country)}</span>
    </div>
  );
}

/** Whether it stands, and whose answer a proposed end waits for (R23). */
export function StatusCell({ status, end }: Pick<OwnRelationship, 'status' | 'end'>) {
  const { t } = useTranslation('customer');
  const waits = status === 'ENDING' && (end?.proposedBy === 'CUSTOMER' ? 'waitsForPartner' : 'waitsForYou');
  return (
    <div className="cell">
      <span>
        <RelationshipBadge status={status} />
      </span>
      {waits && <span className="quiet">{t(`partners.${waits}`)}</span>}
    </div>
  );
}

/** The services that the partner, or its reseller, administers under the relationship. */
export function PrivilegesCell({ relationship }: { relationship: OwnRelationship }) {
  const { t } = useTranslation(['customer', 'common']);
  const { delegatedAdminPrivileges: privileges, partner } = relationship;
  if (privileges.length === 0) return <span className="quiet">{t('common:none')}</span>;
  return (
    <ul className="plain-list">
      {privileges.map(privilege => (
        <li key={privilege.id}>
          <Name>{privilege.service.name}</Name>
          {privilege.partner && privilege.partner.id !== partner?.id && (
            <span className="quiet">{t('partners.heldBy', { name: privilege.partner.name })}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
