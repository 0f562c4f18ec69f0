import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format';
import { Section } from '../../ui/page';
import { Empty, FailureState, Loading, Name } from '../../ui/states';
import { type Column, DataTable } from '../../ui/table';
import { SubscriptionBadge } from '../shared/badges';
import type { OwnSubscription } from './queries';
import { useSubscriptions } from './useSubscriptions';

/** The subscriptions that the partner is billed for: it changes them, the customer never does (R38). */
export function Sold({ partnerId, name }: { partnerId: string; name: string }) {
  const { t } = useTranslation('customer');
  const format = useFormat();
  const { through, complete, error, retry } = useSubscriptions();
  const rows = through(partnerId);
  const columns = useMemo<Column<OwnSubscription>[]>(
    () => [
      {
        id: 'offer',
        header: t('columns.offer'),
        cell: ({ row: { original } }) => (
          <div className="cell">
            <Name>{original.offer.name}</Name>
            {original.base && <span className="quiet">{t('sold.addOn')}</span>}
          </div>
        ),
      },
      { id: 'seats', header: t('columns.seats'), cell: ({ row }) => format.number(row.original.seats) },
      {
        id: 'status',
        header: t('columns.status'),
        cell: ({ row }) => <SubscriptionBadge status={row.original.status} />,
      },
      { id: 'since', header: t('columns.since'), cell: ({ row }) => format.day(row.original.orderedAt) },
      {
        id: 'support',
        header: t('columns.support'),
        cell: ({ row: { original } }) => (original.supportContact ? <Name>{original.supportContact.name}</Name> : '–'),
      },
    ],
    [t, format],
  );
  return (
    <Section title={t('sold.title')} intro={t('sold.intro', { name })}>
      {error ? (
        <FailureState error={error} onRetry={retry} />
      ) : !complete ? (
        <Loading />
      ) : rows.length > 0 ? (
        <DataTable label={t('sold.title')} columns={columns} rows={rows} idOf={row => row.id} />
      ) : (
        <Empty title={t('sold.empty')} />
      )}
    </Section>
  );
}
