import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format';
import { Card, Facts } from '../../../ui/page';
import { Name } from '../../../ui/states';
import { SubscriptionBadge } from '../../shared/badges';
import { dayBefore } from '../parts/days';
import type { Subscription } from './query';

/** What was bought, for how long, and what became of it. */
export function SubscriptionFacts({ subscription }: { subscription: Subscription }) {
  const { t } = useTranslation('partner');
  const format = useFormat();
  const { term, unitPrice, suspendedAt, suspensionReason: reason, deletionDueAt, cancelledAt, externalKey } = subscription;
  const suspended = suspendedAt && format.moment(suspendedAt);
  return (
    <Card title={t('subscription.facts')}>
      <Facts
        items={[
          { term: t('subscription.status'), value: <SubscriptionBadge status={subscription.status} /> },
          { term: t('subscription.service'), value: <Name>{subscription.service.name}</Name> },
          { term: t('subscription.seats'), value: format.number(subscription.seats) },
          { term: t('subscription.price'), value: unitPrice ? format.money(unitPrice) : t('subscription.priceHidden') },
          {
            term: t('subscription.term'),
            value: t('subscription.termValue', { from: format.day(term.startsOn), until: format.day(dayBefore(term.endsOn)) }),
          },
          ...(cancelledAt ? [] : [{ term: t('subscription.renews'), value: format.day(term.endsOn) }]),
          { term: t('subscription.ordered'), value: format.day(subscription.orderedAt) },
          ...(suspended
            ? [
                {
                  term: t('subscription.suspended'),
                  value: reason
                    ? t('subscription.suspendedValue', { day: suspended, reason: t(`suspensionReasons.${reason}`) })
                    : suspended,
                },
              ]
            : []),
          ...(deletionDueAt ? [{ term: t('subscription.deletion'), value: format.moment(deletionDueAt) }] : []),
          ...(cancelledAt ? [{ term: t('subscription.cancelled'), value: format.moment(cancelledAt) }] : []),
          ...(externalKey ? [{ term: t('subscription.key'), value: <Name>{externalKey}</Name> }] : []),
        ]}
      />
    </Card>
  );
}
