import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useEndless } from '../../../api/endless';
import { graphql, type ResultOf } from '../../../api/graphql';
import { useFormat } from '../../../i18n/format';
import { Card } from '../../../ui/page';
import { Empty, Name } from '../../../ui/states';
import { type Column, EndlessTable } from '../../../ui/table';
import type { LinkSearch } from './search';

const AcceptancesQuery = graphql(`
  query LinkAcceptances($id: ID!, $filter: InviteAcceptanceFilter, $asOf: DateTime, $first: Int, $after: String) {
    node(id: $id) {
      __typename
      ... on Invite {
        id
        acceptances(filter: $filter, asOf: $asOf, first: $first, after: $after) {
          totalCount
          nodes { id acceptedAt customer { id name domain } relationship { id } }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  }
`);

type Invite = Extract<NonNullable<ResultOf<typeof AcceptancesQuery>['node']>, { __typename: 'Invite' }>;
type Row = Invite['acceptances']['nodes'][number];

/** Who has accepted through a link, and when (R8). */
export function Acceptances({ inviteId, search }: { inviteId: string; search: LinkSearch }) {
  const { t } = useTranslation('requesting');
  const between = search.filter?.acceptedBetween;
  const list = useEndless(
    AcceptancesQuery,
    { id: inviteId, filter: between ? { acceptedBetween: between } : null, asOf: search.asOf ?? null },
    data => (data.node?.__typename === 'Invite' ? data.node.acceptances : null),
    25,
  );
  const empty = (
    <Empty title={t('acceptances.none')}>
      <p>{t('acceptances.noneHelp')}</p>
    </Empty>
  );
  return (
    <Card title={t('acceptances.title')}>
      <EndlessTable list={list} label={t('acceptances.title')} columns={useColumns()} idOf={row => row.id} empty={empty} />
    </Card>
  );
}

function useColumns(): Column<Row>[] {
  const { t } = useTranslation('requesting');
  const format = useFormat();
  return useMemo(
    () => [
      { id: 'customer', header: t('acceptances.columns.customer'), cell: ({ row }) => <CustomerCell row={row.original} /> },
      { id: 'domain', header: t('acceptances.columns.domain'), cell: ({ row }) => row.original.customer?.domain ?? '–' },
      { id: 'when', header: t('acceptances.columns.when'), cell: ({ row }) => format.moment(row.original.acceptedAt) },
    ],
    [t, format],
  );
}

function CustomerCell({ row: { customer, relationship } }: { row: Row }) {
  const { t } = useTranslation('requesting');
  const name = customer ? <Name>{customer.name}</Name> : t('acceptances.former');
  if (!relationship) return name;
  return (
    <Link to="/app/relationships/$relationshipId" params={{ relationshipId: relationship.id }}>
      {name}
    </Link>
  );
}
