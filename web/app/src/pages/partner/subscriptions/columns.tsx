import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format';
import { Name } from '../../../ui/states';
import type { Column } from '../../../ui/table';
import { SubscriptionBadge } from '../../shared/badges';
import { Day } from '../parts/Day';
import type { SubscriptionRow } from './query';

/** The columns of a list of subscriptions. */
export function useSubscriptionColumns(): Column<SubscriptionRow>[] {
  const { t } = useTranslation('partner');
  const format = useFormat();
  return useMemo(
    () => [
      {
        id: 'offer',
        header: t('columns.offer'),
        cell: ({ row: { original } }) => (
          <Link to="/app/subscriptions/$subscriptionId" params={{ subscriptionId: original.id }}>
            <Name>{original.offer.name}</Name>
          </Link>
        ),
      },
      { id: 'customer', header: t('columns.customer'), cell: ({ row: { original } }) => <CustomerOf row={original} /> },
      { id: 'status', header: t('columns.status'), cell: ({ row: { original } }) => <SubscriptionBadge status={original.status} /> },
      { id: 'seats', header: t('columns.seats'), figure: true, cell: ({ row: { original } }) => format.number(original.seats) },
      {
        id: 'renews',
        header: t('columns.termEnds'),
        cell: ({ row: { original } }) => <Day of={original.status === 'CANCELLED' ? null : original.term.endsOn} />,
      },
    ],
    [t, format],
  );
}

function CustomerOf({ row: { customer } }: { row: SubscriptionRow }) {
  const { t } = useTranslation('partner');
  if (!customer) return t('relationship.nobody');
  return (
    <Link to="/app/customers/$customerId" params={{ customerId: customer.id }}>
      <Name>{customer.name}</Name>
    </Link>
  );
}
