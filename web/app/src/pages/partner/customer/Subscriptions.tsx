import { useTranslation } from 'react-i18next';
import { useEndless } from '../../../api/endless';
import { language } from '../../../i18n';
import { Card } from '../../../ui/page';
import { Empty, FailureState, Loading } from '../../../ui/states';
import { ListEnd } from '../../../ui/table';
import { Held } from './Held';
import type { WhyNoOrder } from './mayOrder';
import { type Customer, CustomerSubscriptionsQuery } from './query';

interface SubscriptionsProps {
  customer: Customer;
  /** Why the viewer cannot order; null where it can. */
  whyNoOrder: WhyNoOrder | null;
}

/** What the customer has bought, as far as the partner may see it, add-ons with what they add to. */
export function Subscriptions({ customer, whyNoOrder }: SubscriptionsProps) {
  const { t } = useTranslation('partner');
  const list = useEndless(
    CustomerSubscriptionsQuery,
    { id: customer.id, locale: language() },
    data => data.customer?.subscriptions,
    25,
  );
  // An add-on stands with its base, unless that is not to be seen.
  const ids = new Set(list.rows.map(row => row.id));
  const alone = list.rows.filter(row => !row.base || row.status === 'CANCELLED' || (!list.hasMore && !ids.has(row.base.id)));
  return (
    <Card title={t('customer.subscriptions')}>
      {whyNoOrder && <p className="quiet">{t(`customer.noOrder.${whyNoOrder}`)}</p>}
      {list.error && <FailureState error={list.error} onRetry={list.retry} />}
      {list.fetching && list.rows.length === 0 && !list.error && <Loading />}
      {!list.fetching && !list.error && list.rows.length === 0 && (
        <Empty title={t('customer.noSubscriptions')}>{t('customer.noSubscriptionsHelp')}</Empty>
      )}
      {alone.map(subscription => (
        <Held key={subscription.id} subscription={subscription} />
      ))}
      {list.hasMore && <ListEnd list={list} />}
    </Card>
  );
}
