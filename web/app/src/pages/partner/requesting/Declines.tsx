import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useEndless } from '../../../api/endless';
import { graphql, type ResultOf } from '../../../api/graphql';
import { useFormat } from '../../../i18n/format';
import { Card } from '../../../ui/page';
import { Name } from '../../../ui/states';
import { type Column, EndlessTable } from '../../../ui/table';
import type { LinkSearch } from './search';

const DeclinesQuery = graphql(`
  query LinkDeclines($id: ID!, $filter: InviteDeclineFilter, $asOf: DateTime, $first: Int, $after: String) {
    node(id: $id) {
      __typename
      ... on Invite {
        id
        declines(filter: $filter, asOf: $asOf, first: $first, after: $after) {
          totalCount
          nodes { id declinedAt customerName reason }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  }
`);

type Invite = Extract<NonNullable<ResultOf<typeof DeclinesQuery>['node']>, { __typename: 'Invite' }>;
type Row = Invite['declines']['nodes'][number];

/** Who has declined a link, and why: the name and the reason are all that a partner is told (R14). */
export function Declines({ inviteId, search }: { inviteId: string; search: LinkSearch }) {
  const { t } = useTranslation('requesting');
  const between = search.filter?.declinedBetween;
  const list = useEndless(
    DeclinesQuery,
    { id: inviteId, filter: between ? { declinedBetween: between } : null, asOf: search.asOf ?? null },
    data => (data.node?.__typename === 'Invite' ? data.node.declines : null),
    25,
  );
  return (
    <Card title={t('declines.title')}>
      <EndlessTable
        list={list}
        label={t('declines.title')}
        columns={useColumns()}
        idOf={row => row.id}
        empty={<p className="quiet">{t('declines.none')}</p>}
      />
    </Card>
  );
}

function useColumns(): Column<Row>[] {
  const { t } = useTranslation('requesting');
  const format = useFormat();
  return useMemo(
    () => [
      { id: 'customer', header: t('declines.columns.customer'), cell: ({ row }) => <Name>{row.original.customerName}</Name> },
      {
        id: 'reason',
        header: t('declines.columns.reason'),
        cell: ({ row: { original } }) => (original.reason ? <Name>{original.reason}</Name> : t('declines.noReason')),
      },
      { id: 'when', header: t('declines.columns.when'), cell: ({ row }) => format.moment(row.original.declinedAt) },
    ],
    [t, format],
  );
}
