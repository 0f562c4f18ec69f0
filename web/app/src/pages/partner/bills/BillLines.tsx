import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useEndless } from '../../../api/endless';
import { language } from '../../../i18n';
import { useFormat } from '../../../i18n/format';
import { Empty, Name } from '../../../ui/states';
import { type Column, EndlessTable } from '../../../ui/table';
import { dayBefore } from '../parts/days';
import { type BillLine, BillLinesQuery, byEdges } from './query';

/** The lines of a bill, by customer and subscription (R34). */
export function BillLines({ partnerId, month }: { partnerId: string; month: string }) {
  const { t } = useTranslation('partner');
  const list = useEndless(BillLinesQuery, { partnerId, month, locale: language() }, data => byEdges(data.partner?.billing?.lines));
  const columns = useColumns(list.rows.some(({ node }) => node.reseller !== null));
  return (
    <section className="stack">
      <h2>{t('bills.lines')}</h2>
      <EndlessTable
        label={t('bills.linesLabel')}
        columns={columns}
        list={list}
        idOf={({ cursor }) => cursor}
        empty={<Empty title={t('bills.emptyTitle')}>{t('bills.empty')}</Empty>}
      />
    </section>
  );
}

/** Resellers are named to a provider alone. */
function useColumns(resellers: boolean): Column<BillLine>[] {
  const { t } = useTranslation('partner');
  const format = useFormat();
  return useMemo(() => {
    const reseller: Column<BillLine> = {
      id: 'reseller',
      header: t('bills.reseller'),
      cell: ({ row: { original } }) => (original.node.reseller ? <Name>{original.node.reseller.name}</Name> : ''),
    };
    return [
      {
        id: 'customer',
        header: t('bills.customer'),
        cell: ({ row: { original } }) => <Name>{original.node.customer?.name ?? t('bills.gone')}</Name>,
      },
      { id: 'offer', header: t('bills.offer'), cell: ({ row: { original } }) => <OfferOf line={original} /> },
      { id: 'type', header: t('bills.charge'), cell: ({ row: { original } }) => t(`bills.types.${original.node.type}`) },
      {
        id: 'days',
        header: t('bills.days'),
        cell: ({ row: { original: { node } } }) =>
          t('bills.periodValue', { from: format.day(node.from), until: format.day(dayBefore(node.until)) }),
      },
      { id: 'quantity', header: t('bills.quantity'), figure: true, cell: ({ row: { original } }) => format.number(original.node.quantity) },
      { id: 'price', header: t('bills.unitPrice'), figure: true, cell: ({ row: { original } }) => format.money(original.node.unitPrice) },
      { id: 'amount', header: t('bills.amount'), figure: true, cell: ({ row: { original } }) => format.money(original.node.amount) },
      ...(resellers ? [reseller] : []),
    ];
  }, [t, format, resellers]);
}

function OfferOf({ line: { node } }: { line: BillLine }) {
  if (!node.subscription) return <Name>{node.offer.name}</Name>;
  return (
    <Link to="/app/subscriptions/$subscriptionId" params={{ subscriptionId: node.subscription.id }}>
      <Name>{node.offer.name}</Name>
    </Link>
  );
}
