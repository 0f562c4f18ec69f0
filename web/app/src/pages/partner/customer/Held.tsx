import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format';
import { Name } from '../../../ui/states';
import { SubscriptionBadge } from '../../shared/badges';
import type { HeldSubscription } from './query';

/** A subscription with its add-ons, and what the viewer can do with it. */
export function Held({ subscription }: { subscription: HeldSubscription }) {
  const { t } = useTranslation('partner');
  const format = useFormat();
  const { offer, seats, status, unitPrice, addOns } = subscription;
  return (
    <section className="held" aria-label={offer.name}>
      <div className="held-heading">
        <h3>
          <SubscriptionLink id={subscription.id} name={offer.name} />
        </h3>
        <SubscriptionBadge status={status} />
        <span>{t('customer.seats', { count: seats })}</span>
        {unitPrice && <span className="quiet">{t('customer.price', { price: format.money(unitPrice) })}</span>}
      </div>
      {addOns.length > 0 && (
        <>
          <p className="quiet">{t('customer.addOns')}</p>
          <ul className="held-add-ons">
            {addOns.map(addOn => (
              <li key={addOn.id}>
                <SubscriptionLink id={addOn.id} name={addOn.offer.name} /> <SubscriptionBadge status={addOn.status} />{' '}
                {t('customer.seats', { count: addOn.seats })}
              </li>
            ))}
          </ul>
        </>
      )}
      <CapabilitySummary capabilities={subscription.capabilities} />
    </section>
  );
}

function SubscriptionLink({ id, name }: { id: string; name: string }) {
  return (
    <Link to="/app/subscriptions/$subscriptionId" params={{ subscriptionId: id }}>
      <Name>{name}</Name>
    </Link>
  );
}

/** What can be done, in a line, and why the rest cannot. */
function CapabilitySummary({ capabilities }: Pick<HeldSubscription, 'capabilities'>) {
  const { t } = useTranslation('partner');
  const format = useFormat();
  const can = capabilities.filter(({ allowed }) => allowed);
  const cannot = capabilities.filter(({ allowed }) => !allowed);
  return (
    <>
      <p className="quiet">
        {can.length === 0
          ? t('customer.nothing')
          : t('customer.you', { actions: format.list(can.map(({ action }) => t(`actions.${action}`))) })}
      </p>
      {cannot.length > 0 && (
        <details>
          <summary>{t('customer.youCannot')}</summary>
          <dl className="held-reasons">
            {cannot.map(({ action, reason }) => (
              <div key={action}>
                <dt>{t(`actions.${action}`)}</dt>
                <dd>{reason}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}
