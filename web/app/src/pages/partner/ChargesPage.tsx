import { Link, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useEndless } from '../../api/endless';
import { graphql, type ResultOf, type VariablesOf } from '../../api/graphql';
import { useOwnPartner } from '../../api/viewer';
import { language } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { ButtonLink } from '../../ui/buttons';
import { Page } from '../../ui/page';
import { Name } from '../../ui/states';
import type { Column } from '../../ui/table';
import { Day } from './parts/Day';
import { dayBefore } from './parts/days';
import { type ListedRows, ReportRows, RowsTable } from './parts/ReportRows';
import { namesRows } from './parts/reportRows';
import './partner.css';

const ChargesQuery = graphql(`
  query Charges($partnerId: ID!, $filter: ChargeFilter, $asOf: DateTime, $first: Int, $after: String, $locale: String!) {
    partner(id: $partnerId) {
      id
      charges(filter: $filter, asOf: $asOf, first: $first, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          customer { id name }
          subscription { id }
          subscriptionId
          offer { id name(locale: $locale) }
          seats
          since
          until
        }
      }
    }
  }
`);

type Row = NonNullable<NonNullable<ResultOf<typeof ChargesQuery>['partner']>['charges']>['nodes'][number];

/** What a partner is and was billed for, or the rows behind a figure of a report. */
export function ChargesPage() {
  const { t } = useTranslation(['partner', 'common']);
  const own = useOwnPartner();
  const search = useSearch({ from: '/app/charges' });
  const above = <Link to="/app/reports">{t('common:nav.reports')}</Link>;
  return (
    <Page title={t('charges.title')} above={above} intro={t('charges.intro')}>
      {namesRows(search) ? (
        <ReportRows search={search} all={<ButtonLink to="/app/charges">{t('charges.showAll')}</ButtonLink>}>
          {rows => <Listed rows={rows} />}
        </ReportRows>
      ) : (
        <Listed rows={{ partnerId: own.id, filter: {}, asOf: null }} />
      )}
    </Page>
  );
}

/** A charge has no id of its own. */
function idOf({ subscriptionId, since, seats, offer, until }: Row): string {
  return [subscriptionId, since, until, seats, offer?.id].join(' ');
}

function Listed({ rows: { partnerId, filter, asOf } }: { rows: ListedRows }) {
  const { t } = useTranslation('partner');
  const columns = useColumns();
  const list = useEndless(
    ChargesQuery,
    { partnerId, asOf, filter: filter as VariablesOf<typeof ChargesQuery>['filter'] & object, locale: language() },
    data => data.partner?.charges,
  );
  return <RowsTable label={t('charges.label')} columns={columns} list={list} idOf={idOf} />;
}

function useColumns(): Column<Row>[] {
  const { t } = useTranslation('partner');
  const format = useFormat();
  return useMemo(
    () => [
      {
        id: 'customer',
        header: t('columns.customer'),
        cell: ({ row: { original } }) => <Name>{original.customer?.name ?? t('relationship.nobody')}</Name>,
      },
      { id: 'offer', header: t('columns.offer'), cell: ({ row: { original } }) => <OfferOf row={original} /> },
      { id: 'seats', header: t('columns.seats'), figure: true, cell: ({ row: { original } }) => format.number(original.seats) },
      { id: 'from', header: t('columns.from'), cell: ({ row: { original } }) => <Day of={original.since} /> },
      {
        id: 'until',
        header: t('columns.until'),
        cell: ({ row: { original } }) => (original.until ? format.day(dayBefore(original.until)) : t('onGoing')),
      },
    ],
    [t, format],
  );
}

function OfferOf({ row: { offer, subscription } }: { row: Row }) {
  const { t } = useTranslation('partner');
  const name = <Name>{offer?.name ?? t('charges.gone')}</Name>;
  if (!subscription) return name;
  return (
    <Link to="/app/subscriptions/$subscriptionId" params={{ subscriptionId: subscription.id }}>
      {name}
    </Link>
  );
}
