import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Name, Notice } from '../../../ui/states';
import type { Blocker } from './query';

/** What keeps a relationship from ending: subscriptions that the partner is billed for, each with a link (R23). */
export function Blockers({ blockers }: { blockers: readonly Blocker[] }) {
  const { t } = useTranslation('partner');
  if (blockers.length === 0) return null;
  return (
    <Notice tone="warning" title={t('end.blockersTitle')}>
      <p>{t('end.blockers')}</p>
      <ul className="plain-list">
        {blockers.map(({ subscription }, i) => (
          <li key={subscription?.id ?? i}>
            {subscription ? (
              <Link to="/app/subscriptions/$subscriptionId" params={{ subscriptionId: subscription.id }}>
                <Name>{subscription.offer.name}</Name>
              </Link>
            ) : (
              t('end.blockerGone')
            )}
            {subscription && `, ${t('customer.seats', { count: subscription.seats })}`}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
