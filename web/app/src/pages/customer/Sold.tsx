import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format';
import { Section } from '../../ui/page';
import { Badge, Empty, FailureState, Loading, Name, type Tone } from '../../ui/states';
import { type Column, DataTable } from '../../ui/table';
import type { OwnSubscription } from './queries';
import { useSubscriptions } from './useSubscriptions';

const tones: Record<OwnSubscription['status'], Tone | 'plain'> = { ACTIVE: 'good', SUSPENDED: 'warning', CANCELLED: 'plain' };

/** The subscriptions that the partner is billed for: it changes them, the customer never does (R38). */
export function Sold({ partnerId, name }: { partnerId: string; name: string }) {
  const { t } = useTranslation(['customer', 'common']);
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
        cell: ({ row: { original } }) => (
          <Badge tone={tones[original.status]}>{t(`common:subscriptionStatuses.${original.status}`)}</Badge>
        ),
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
