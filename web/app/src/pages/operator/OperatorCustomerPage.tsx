import { Link, useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeptQuery } from '../../api/kept';
import { graphql, type ResultOf } from '../../api/graphql';
import { language } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { Card, Facts, Page, Section } from '../../ui/page';
import { Name } from '../../ui/states';
import { type Column, DataTable } from '../../ui/table';
import { Missing } from '../shared/Missing';
import { CustomerHistory } from './Histories';
import { CustomerRelationships } from './Relationships';
import { CustomerUsers } from './Users';

const CustomerQuery = graphql(`
  query OneCustomer($id: ID!, $locale: String!) {
    customer(id: $id) {
      id
      name
      domain
      country
      externalKey
      contact { name email phone }
      delegations {
        service { code name(locale: $locale) }
        holder { id name }
        beside { id name }
      }
    }
  }
`);

type Customer = NonNullable<ResultOf<typeof CustomerQuery>['customer']>;
type Delegation = NonNullable<Customer['delegations']>[number];

/** One customer, for the operator. */
export function OperatorCustomerPage() {
  const { t } = useTranslation('operator');
  const { customerId } = useParams({ from: '/app/operator/customers/$customerId' });
  const [{ data, error, fetching }, again] = useKeptQuery({
    query: CustomerQuery,
    variables: { id: customerId, locale: language() },
  });
  const customer = data?.customer;
  if (!customer) return <Missing error={error} fetching={fetching} onRetry={() => again({ requestPolicy: 'network-only' })} />;
  return (
    <Page title={customer.name} above={<Link to="/app/operator/customers">{t('customers.title')}</Link>}>
      <Details customer={customer} />
      <Delegations rows={customer.delegations ?? []} />
      <CustomerRelationships id={customer.id} />
      <CustomerUsers id={customer.id} />
      <CustomerHistory id={customer.id} />
    </Page>
  );
}

function Details({ customer }: { customer: Customer }) {
  const { t } = useTranslation('operator');
  const format = useFormat();
  const { domain, country, externalKey, contact } = customer;
  const reached = [contact?.name, contact?.email, contact?.phone].filter(value => value !== null && value !== undefined);
  return (
    <Card title={t('details')}>
      <Facts
        items={[
          { term: t('columns.domain'), value: <Name>{domain}</Name> },
          { term: t('columns.country'), value: format.country(country) },
          ...(reached.length > 0 ? [{ term: t('contact'), value: <Name>{reached.join(' · ')}</Name> }] : []),
          ...(externalKey ? [{ term: t('columns.key'), value: <Name>{externalKey}</Name> }] : []),
        ]}
      />
    </Card>
  );
}

/** Service by service, who administers it (R11). */
function Delegations({ rows }: { rows: readonly Delegation[] }) {
  const { t } = useTranslation('operator');
  const columns = useMemo<Column<Delegation>[]>(
    () => [
      { id: 'service', header: t('columns.service'), cell: ({ row }) => <Name>{row.original.service.name}</Name> },
      {
        id: 'holder',
        header: t('columns.holder'),
        cell: ({ row }) => <Partners of={row.original.holder ? [row.original.holder] : []} />,
      },
      { id: 'beside', header: t('columns.beside'), cell: ({ row }) => <Partners of={row.original.beside} /> },
    ],
    [t],
  );
  return (
    <Section title={t('delegations')}>
      <DataTable label={t('delegations')} columns={columns} rows={rows} idOf={row => row.service.code} />
    </Section>
  );
}

function Partners({ of }: { of: Delegation['beside'] }) {
  const { t } = useTranslation('operator');
  if (of.length === 0) return <span className="quiet">{t('nobody')}</span>;
  return (
    <div>
      {of.map(partner => (
        <div key={partner.id}>
          <Link to="/app/operator/partners/$partnerId" params={{ partnerId: partner.id }}>
            <Name>{partner.name}</Name>
          </Link>
        </div>
      ))}
    </div>
  );
}
