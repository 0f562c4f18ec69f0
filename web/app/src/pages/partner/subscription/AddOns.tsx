import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Card } from '../../../ui/page';
import { Name } from '../../../ui/states';
import { SubscriptionBadge } from '../../shared/badges';
import type { Subscription } from './query';

/** The add-ons that are not cancelled: subscriptions of their own. */
export function AddOns({ addOns }: Pick<Subscription, 'addOns'>) {
  const { t } = useTranslation('partner');
  return (
    <Card title={t('subscription.addOns')}>
      {addOns.length === 0 && <p className="quiet">{t('subscription.noAddOns')}</p>}
      {addOns.length > 0 && (
        <ul className="plain-list">
          {addOns.map(({ id, offer, status, seats }) => (
            <li key={id}>
              <Link to="/app/subscriptions/$subscriptionId" params={{ subscriptionId: id }}>
                <Name>{offer.name}</Name>
              </Link>{' '}
              <SubscriptionBadge status={status} /> {t('customer.seats', { count: seats })}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
