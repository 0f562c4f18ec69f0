import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Endless, useEndless } from '../../api/endless';
import { graphql, type ResultOf } from '../../api/graphql';
import { useFormat } from '../../i18n/format';
import { Section } from '../../ui/page';
import { Empty, Name } from '../../ui/states';
import type { Column } from '../../ui/table';
import { ShortTable } from './ShortTable';

const PartnerUsersQuery = graphql(`
  query PartnerUsers($id: ID!, $first: Int, $after: String) {
    partner(id: $id) {
      id
      users(first: $first, after: $after) {
        nodes { id name email roles }
        pageInfo { hasNextPage endCursor }
        totalCount
      }
    }
  }
`);

const CustomerUsersQuery = graphql(`
  query CustomerUsers($id: ID!, $first: Int, $after: String) {
    customer(id: $id) {
      id
      users(first: $first, after: $after) {
        nodes { id name email roles }
        pageInfo { hasNextPage endCursor }
        totalCount
      }
    }
  }
`);

type User = NonNullable<NonNullable<ResultOf<typeof PartnerUsersQuery>['partner']>['users']>['nodes'][number];

export function PartnerUsers({ id }: { id: string }) {
  return <Users list={useEndless(PartnerUsersQuery, { id }, data => data.partner?.users, 10)} />;
}

export function CustomerUsers({ id }: { id: string }) {
  return <Users list={useEndless(CustomerUsersQuery, { id }, data => data.customer?.users, 10)} />;
}

/** Who signs in for a company, and what they may do in it. */
function Users({ list }: { list: Endless<User> }) {
  const { t } = useTranslation(['operator', 'common']);
  const format = useFormat();
  const columns = useMemo<Column<User>[]>(
    () => [
      { id: 'name', header: t('columns.name'), cell: ({ row }) => <Name>{row.original.name ?? '–'}</Name> },
      { id: 'email', header: t('columns.email'), cell: ({ row }) => <Name>{row.original.email ?? '–'}</Name> },
      {
        id: 'roles',
        header: t('columns.roles'),
        cell: ({ row }) => format.list(row.original.roles.map(role => t(`common:roles.${role}`))),
      },
    ],
    [t, format],
  );
  return (
    <Section title={t('users.title')}>
      <ShortTable
        label={t('users.title')}
        list={list}
        columns={columns}
        idOf={row => row.id}
        empty={<Empty title={t('users.none')} />}
      />
    </Section>
  );
}
