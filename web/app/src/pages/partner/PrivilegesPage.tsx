import { Link, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useEndless } from '../../api/endless';
import { graphql, type ResultOf, type VariablesOf } from '../../api/graphql';
import { useOwnPartner } from '../../api/viewer';
import { language } from '../../i18n';
import { ButtonLink } from '../../ui/buttons';
import { Page } from '../../ui/page';
import { Name } from '../../ui/states';
import type { Column } from '../../ui/table';
import { PrivilegeBadge } from '../shared/badges';
import { Day } from './parts/Day';
import { type ListedRows, ReportRows, RowsTable } from './parts/ReportRows';
import { namesRows } from './parts/reportRows';
import './partner.css';

const PrivilegesQuery = graphql(`
  query Privileges(
    $partnerId: ID!
    $filter: DelegatedAdminPrivilegeFilter
    $asOf: DateTime
    $first: Int
    $after: String
    $locale: String!
  ) {
    partner(id: $partnerId) {
      id
      delegatedAdminPrivileges(filter: $filter, asOf: $asOf, first: $first, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          id
          status
          grantedAt
          endedAt
          endReason
          service { id name(locale: $locale) }
          customer { id name domain }
          relationship { id }
        }
      }
    }
  }
`);

type Partner = NonNullable<ResultOf<typeof PrivilegesQuery>['partner']>;
type Row = NonNullable<Partner['delegatedAdminPrivileges']>['nodes'][number];

/** All privileges that a partner holds or has held, or the rows behind a figure of a report. */
export function PrivilegesPage() {
  const { t } = useTranslation(['partner', 'common']);
  const own = useOwnPartner();
  const search = useSearch({ from: '/app/privileges' });
  const above = <Link to="/app/reports">{t('common:nav.reports')}</Link>;
  return (
    <Page title={t('privileges.title')} above={above} intro={t('privileges.intro')}>
      {namesRows(search) ? (
        <ReportRows search={search} all={<ButtonLink to="/app/privileges">{t('privileges.showAll')}</ButtonLink>}>
          {rows => <Listed rows={rows} />}
        </ReportRows>
      ) : (
        <Listed rows={{ partnerId: own.id, filter: {}, asOf: null }} />
      )}
    </Page>
  );
}

function Listed({ rows: { partnerId, filter, asOf } }: { rows: ListedRows }) {
  const { t } = useTranslation('partner');
  const columns = useColumns();
  const list = useEndless(
    PrivilegesQuery,
    { partnerId, asOf, filter: filter as VariablesOf<typeof PrivilegesQuery>['filter'] & object, locale: language() },
    data => data.partner?.delegatedAdminPrivileges,
  );
  return <RowsTable label={t('privileges.label')} columns={columns} list={list} idOf={row => row.id} />;
}

function useColumns(): Column<Row>[] {
  const { t } = useTranslation(['partner', 'common']);
  return useMemo(
    () => [
      { id: 'customer', header: t('columns.customer'), cell: ({ row: { original } }) => <CustomerOf row={original} /> },
      { id: 'service', header: t('columns.service'), cell: ({ row: { original } }) => <Name>{original.service.name}</Name> },
      { id: 'status', header: t('columns.status'), cell: ({ row: { original } }) => <PrivilegeBadge status={original.status} /> },
      { id: 'granted', header: t('columns.granted'), cell: ({ row: { original } }) => <Day of={original.grantedAt} /> },
      { id: 'ended', header: t('columns.ended'), cell: ({ row: { original } }) => <Day of={original.endedAt} /> },
      {
        id: 'reason',
        header: t('columns.endReason'),
        cell: ({ row: { original } }) => (original.endReason ? t(`common:endReasons.${original.endReason}`) : ''),
      },
    ],
    [t],
  );
}

function CustomerOf({ row: { customer, relationship } }: { row: Row }) {
  const { t } = useTranslation('partner');
  const name = <Name>{customer?.name ?? t('relationship.nobody')}</Name>;
  if (!relationship) return name;
  return (
    <Link to="/app/relationships/$relationshipId" params={{ relationshipId: relationship.id }}>
      {name}
    </Link>
  );
}
