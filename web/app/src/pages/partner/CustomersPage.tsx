import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEndless } from '../../api/endless';
import { useOwnPartner, useViewer } from '../../api/viewer';
import { language } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { Button } from '../../ui/buttons';
import { Page } from '../../ui/page';
import { Empty, Name } from '../../ui/states';
import { type Column, EndlessTable } from '../../ui/table';
import { RelationshipBadge } from '../shared/badges';
import { CustomerFilters } from './customers/CustomerFilters';
import { NewCustomerDialog } from './customers/NewCustomerDialog';
import { type CustomerRow, CustomersQuery, standing } from './customers/query';
import { customersAsked } from './customers/search';
import { Day } from './parts/Day';
import { Domain } from './parts/Domain';
import { ServiceNames, servicesOf } from './parts/ServiceNames';
import { ToRequest } from './parts/ToRequest';
import './partner.css';

/** A partner's customers (R15, R28). */
export function CustomersPage() {
  const { t } = useTranslation(['partner', 'common']);
  const partner = useOwnPartner();
  const viewer = useViewer();
  const search = useSearch({ from: '/app/customers' });
  const navigate = useNavigate({ from: '/app/customers' });
  const [creating, setCreating] = useState(false);
  const columns = useColumns(partner.id);
  const list = useEndless(
    CustomersQuery,
    { partnerId: partner.id, locale: language(), ...customersAsked(search) },
    data => data.partner?.customers,
  );
  // R29: who creates customers, R6: a reseller's are its provider's, and R5: none come while it is suspended.
  const creator = viewer.has('ADMIN_AGENT', 'SALES_AGENT', 'GLOBAL_ADMIN') && partner.type !== 'INDIRECT_RESELLER';
  return (
    <Page
      title={t('common:nav.customers')}
      intro={t('customers.intro')}
      actions={
        creator &&
        (partner.status === 'SUSPENDED' ? (
          <p className="quiet">{t('customers.noNew')}</p>
        ) : (
          <Button onPress={() => setCreating(true)}>{t('customers.new')}</Button>
        ))
      }
    >
      <CustomerFilters search={search} onChange={next => void navigate({ search: next, replace: true })} />
      <EndlessTable
        label={t('customers.label')}
        columns={columns}
        list={list}
        idOf={row => row.id}
        empty={<NoCustomers narrowed={Object.keys(search).length > 0} />}
      />
      {creating && <NewCustomerDialog onClose={() => setCreating(false)} />}
    </Page>
  );
}

function NoCustomers({ narrowed }: { narrowed: boolean }) {
  const { t } = useTranslation('partner');
  const { type } = useOwnPartner();
  if (narrowed) return <Empty title={t('customers.none')}>{t('customers.noneHelp')}</Empty>;
  return (
    <Empty title={t('customers.emptyTitle')}>
      <p>{t(type === 'INDIRECT_RESELLER' ? 'customers.emptyReseller' : 'customers.empty')}</p>
      <ToRequest primary />
    </Empty>
  );
}

function useColumns(partnerId: string): Column<CustomerRow>[] {
  const { t } = useTranslation('partner');
  const format = useFormat();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('columns.customer'),
        cell: ({ row: { original } }) => (
          <Link to="/app/customers/$customerId" params={{ customerId: original.id }}>
            <Name>{original.name}</Name>
          </Link>
        ),
      },
      { id: 'domain', header: t('columns.domain'), cell: ({ row: { original } }) => <Domain>{original.domain}</Domain> },
      { id: 'country', header: t('columns.country'), cell: ({ row: { original } }) => format.country(original.country) },
      { id: 'since', header: t('columns.since'), cell: ({ row: { original } }) => <Since row={original} /> },
      {
        id: 'services',
        header: t('columns.services'),
        cell: ({ row: { original } }) => (
          <ServiceNames
            services={servicesOf(
              standing(original.relationships).flatMap(one => one.delegatedAdminPrivileges),
              partnerId,
            )}
          />
        ),
      },
    ],
    [t, format, partnerId],
  );
}

/** Since when the relationship stands, and that its end is proposed where it is. */
function Since({ row }: { row: CustomerRow }) {
  const [relationship] = standing(row.relationships);
  if (!relationship) return null;
  return (
    <span className="row">
      <Day of={relationship.acceptedAt} />
      {relationship.status === 'ENDING' && <RelationshipBadge status="ENDING" />}
    </span>
  );
}
