import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEndless } from '../../api/endless';
import { useFormat } from '../../i18n/format';
import { Button, ButtonLink } from '../../ui/buttons';
import { Page } from '../../ui/page';
import { Empty, Name } from '../../ui/states';
import { type Column, EndlessTable } from '../../ui/table';
import { SearchBox } from '../shared/SearchBox';
import { Told } from '../shared/Told';
import { type CustomerRow, CustomersQuery } from './queries';
import { RegisterCustomer } from './RegisterCustomer';

/** All customers of the platform, for the operator. */
export function OperatorCustomersPage() {
  return <Customers />;
}

function Customers() {
  const { t } = useTranslation('operator');
  const { search = '' } = useSearch({ from: '/app/operator/customers' });
  const navigate = useNavigate({ from: '/app/operator/customers' });
  const [registering, setRegistering] = useState(false);
  const [registered, setRegistered] = useState<{ id: string; name: string } | null>(null);
  const list = useEndless(CustomersQuery, { search: search || null }, data => data.customers);
  const columns = useCustomerColumns();
  const find = (next: string) => void navigate({ search: next ? { search: next } : {}, replace: true });

  return (
    <Page
      title={t('customers.title')}
      intro={t('customers.intro')}
      actions={
        <Button kind="primary" onPress={() => setRegistering(true)}>
          {t('registerCustomer.open')}
        </Button>
      }
    >
      {registered && (
        <Told key={registered.id} title={t('registerCustomer.done', { name: registered.name })}>
          <p>{t('registerCustomer.doneHelp')}</p>
          <ButtonLink small to="/app/operator/customers/$customerId" params={{ customerId: registered.id }}>
            {t('registerCustomer.look')}
          </ButtonLink>
        </Told>
      )}
      <div className="filters" role="search">
        <SearchBox label={t('customers.search')} placeholder={t('customers.searchHint')} value={search} onSearch={find} />
      </div>
      <EndlessTable
        label={t('customers.title')}
        list={list}
        columns={columns}
        idOf={row => row.id}
        empty={
          <Empty title={t(search ? 'customers.noneFits' : 'customers.none')}>
            <p>{t(search ? 'customers.noneFitsHelp' : 'customers.noneHelp')}</p>
          </Empty>
        }
      />
      <RegisterCustomer
        isOpen={registering}
        onClose={() => setRegistering(false)}
        onDone={customer => {
          setRegistering(false);
          setRegistered(customer);
        }}
      />
    </Page>
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
