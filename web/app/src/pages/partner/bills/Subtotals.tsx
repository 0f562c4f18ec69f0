import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useEndless } from '../../../api/endless';
import { useFormat } from '../../../i18n/format';
import { FailureState, Name } from '../../../ui/states';
import { type Column, DataTable, ListEnd } from '../../../ui/table';
import { byEdges, type Subtotal, SubtotalsQuery } from './query';

/** What a bill charges for each customer. */
export function Subtotals({ partnerId, month }: { partnerId: string; month: string }) {
  const { t } = useTranslation('partner');
  const columns = useColumns();
  const list = useEndless(SubtotalsQuery, { partnerId, month }, data => byEdges(data.partner?.billing?.customers), 25);
  if (list.error) return <FailureState error={list.error} onRetry={list.retry} />;
  if (list.rows.length === 0) return null;
  return (
    <section className="stack">
      <h2>{t('bills.subtotals')}</h2>
      <DataTable label={t('bills.subtotalsLabel')} columns={columns} rows={list.rows} idOf={({ cursor }) => cursor} />
      {list.hasMore && <ListEnd list={list} />}
    </section>
  );
}

function useColumns(): Column<Subtotal>[] {
  const { t } = useTranslation('partner');
  const format = useFormat();
  return useMemo(
    () => [
      {
        id: 'customer',
        header: t('bills.customer'),
        cell: ({ row: { original } }) => <Name>{original.node.customer?.name ?? t('bills.gone')}</Name>,
      },
      { id: 'lines', header: t('bills.lineCount'), figure: true, cell: ({ row: { original } }) => format.number(original.node.lineCount) },
      { id: 'amount', header: t('bills.amount'), figure: true, cell: ({ row: { original } }) => format.money(original.node.amount) },
      { id: 'tax', header: t('bills.tax'), figure: true, cell: ({ row: { original } }) => format.money(original.node.tax) },
      { id: 'total', header: t('bills.total'), figure: true, cell: ({ row: { original } }) => format.money(original.node.total) },
    ],
    [t, format],
  );
}
