import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useEndless } from '../../api/endless';
import { useFormat } from '../../i18n/format';
import { ButtonLink } from '../../ui/buttons';
import { Name } from '../../ui/states';
import type { Column } from '../../ui/table';
import { Directory } from './Directory';
import { type CustomerRow, CustomersQuery } from './queries';
import { RegisterCustomer } from './RegisterCustomer';

/** All customers of the platform, for the operator. */
export function OperatorCustomersPage() {
  const { search = '' } = useSearch({ from: '/app/operator/customers' });
  const navigate = useNavigate({ from: '/app/operator/customers' });
  const list = useEndless(CustomersQuery, { search: search || null }, data => data.customers);
  const columns = useCustomerColumns();
  return (
    <Directory
      kind="customers"
      search={search}
      onSearch={next => void navigate({ search: next ? { search: next } : {}, replace: true })}
      list={list}
      columns={columns}
      register={dialog => <RegisterCustomer {...dialog} />}
      look={(id, text) => (
        <ButtonLink small to="/app/operator/customers/$customerId" params={{ customerId: id }}>
          {text}
        </ButtonLink>
      )}
    />
  );
}

function useCustomerColumns(): Column<CustomerRow>[] {
  const { t } = useTranslation('operator');
  const format = useFormat();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('columns.name'),
        cell: ({ row: { original } }) => (
          <Link to="/app/operator/customers/$customerId" params={{ customerId: original.id }}>
            <Name>{original.name}</Name>
          </Link>
        ),
      },
      { id: 'domain', header: t('columns.domain'), cell: ({ row }) => <Name>{row.original.domain}</Name> },
      { id: 'country', header: t('columns.country'), cell: ({ row }) => format.country(row.original.country) },
      { id: 'key', header: t('columns.key'), cell: ({ row }) => row.original.externalKey ?? '–' },
    ],
    [t, format],
  );
}
