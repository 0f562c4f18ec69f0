import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useEndless } from '../../api/endless';
import { useOwnPartner } from '../../api/viewer';
import { language } from '../../i18n';
import { ButtonLink } from '../../ui/buttons';
import { Page } from '../../ui/page';
import { Empty } from '../../ui/states';
import { EndlessTable } from '../../ui/table';
import { namesRows, type ReportRowsSearch } from './parts/reportRows';
import { type ListedRows, ReportRows, RowsTable } from './parts/ReportRows';
import { ToRequest } from './parts/ToRequest';
import { useRelationshipColumns } from './relationships/columns';
import { RelationshipsQuery, type RelationshipsVariables } from './relationships/query';
import { RelationshipFilterBar } from './relationships/RelationshipFilterBar';
import { type RelationshipFilters, relationshipsAsked } from './relationships/search';
import './partner.css';

/** All relationships of a partner, or the rows behind a figure of a report. */
export function RelationshipsPage() {
  const { t } = useTranslation('common');
  const { filter, asOf, owner, ...filters } = useSearch({ from: '/app/relationships' });
  const rows: ReportRowsSearch = { ...(filter !== undefined && { filter }), ...(asOf && { asOf }), ...(owner && { owner }) };
  return namesRows(rows) ? (
    <Page title={t('nav.relationships')}>
      <OfReport search={rows} />
    </Page>
  ) : (
    <All filters={filters} />
  );
}

function All({ filters }: { filters: RelationshipFilters }) {
  const { t } = useTranslation(['partner', 'common']);
  const partner = useOwnPartner();
  const navigate = useNavigate({ from: '/app/relationships' });
  const list = useEndless(
    RelationshipsQuery,
    { partnerId: partner.id, locale: language(), ...relationshipsAsked(filters) },
    data => data.partner?.relationships,
  );
  const columns = useRelationshipColumns(partner.id);
  const narrowed = Object.keys(filters).length > 0;
  return (
    <Page title={t('common:nav.relationships')} intro={t('relationships.intro')}>
      <RelationshipFilterBar search={filters} onChange={next => void navigate({ search: next, replace: true })} />
      <EndlessTable
        label={t('relationships.label')}
        columns={columns}
        list={list}
        idOf={row => row.id}
        empty={narrowed ? <Empty title={t('relationships.none')}>{t('customers.noneHelp')}</Empty> : <NoRelationships />}
      />
    </Page>
  );
}

function NoRelationships() {
  const { t } = useTranslation('partner');
  const { type } = useOwnPartner();
  return (
    <Empty title={t('relationships.emptyTitle')}>
      <p>{t(type === 'INDIRECT_RESELLER' ? 'relationships.emptyReseller' : 'relationships.empty')}</p>
      <ToRequest primary />
    </Empty>
  );
}

function OfReport({ search }: { search: ReportRowsSearch }) {
  const { t } = useTranslation('partner');
  return (
    <ReportRows search={search} all={<ButtonLink to="/app/relationships">{t('relationships.showAll')}</ButtonLink>}>
      {rows => <Listed rows={rows} />}
    </ReportRows>
  );
}

function Listed({ rows: { partnerId, filter, asOf } }: { rows: ListedRows }) {
  const { t } = useTranslation('partner');
  const columns = useRelationshipColumns(partnerId);
  const list = useEndless(
    RelationshipsQuery,
    { partnerId, asOf, filter: filter as RelationshipsVariables['filter'] & object, locale: language() },
    data => data.partner?.relationships,
  );
  return <RowsTable label={t('relationships.label')} columns={columns} list={list} idOf={row => row.id} />;
}
