import { Link } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Endless, useEndless } from '../../api/endless';
import { graphql, type ResultOf } from '../../api/graphql';
import { language } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { Section } from '../../ui/page';
import { Empty, Name } from '../../ui/states';
import type { Column } from '../../ui/table';
import { RelationshipBadge } from '../shared/badges';
import { ShortTable } from './ShortTable';

const Row = graphql(`
  fragment OperatorRelationship on Relationship @_unmask {
    id
    status
    acceptedAt
    endedAt
    partner { id name }
    reseller { id name }
    customer { id name }
    delegatedAdminPrivileges(status: ACTIVE) { id service { code name(locale: $locale) } }
  }
`);
type Row = ResultOf<typeof Row>;

const PartnerRelationshipsQuery = graphql(
  `
    query PartnerRelationships($id: ID!, $locale: String!, $first: Int, $after: String) {
      partner(id: $id) {
        id
        relationships(first: $first, after: $after) {
          nodes { ...OperatorRelationship }
          pageInfo { hasNextPage endCursor }
          totalCount
        }
      }
    }
  `,
  [Row],
);

const CustomerRelationshipsQuery = graphql(
  `
    query CustomerRelationships($id: ID!, $locale: String!, $first: Int, $after: String) {
      customer(id: $id) {
        id
        relationships(first: $first, after: $after) {
          nodes { ...OperatorRelationship }
          pageInfo { hasNextPage endCursor }
          totalCount
        }
      }
    }
  `,
  [Row],
);

/** A partner's relationships, the newest first: with which customers. */
export function PartnerRelationships({ id }: { id: string }) {
  const variables = { id, locale: language() };
  const list = useEndless(PartnerRelationshipsQuery, variables, data => data.partner?.relationships, 10);
  return <Relationships list={list} other="customer" />;
}

/** A customer's relationships, the newest first: with which partners. */
export function CustomerRelationships({ id }: { id: string }) {
  const variables = { id, locale: language() };
  const list = useEndless(CustomerRelationshipsQuery, variables, data => data.customer?.relationships, 10);
  return <Relationships list={list} other="partner" />;
}

function Relationships({ list, other }: { list: Endless<Row>; other: 'partner' | 'customer' }) {
  const { t } = useTranslation('operator');
  const format = useFormat();
  const columns = useMemo<Column<Row>[]>(
    () => [
      { id: 'other', header: t(`columns.${other}`), cell: ({ row }) => <Other row={row.original} other={other} /> },
      {
        id: 'status',
        header: t('columns.status'),
        cell: ({ row }) => <RelationshipBadge status={row.original.status} />,
      },
      { id: 'since', header: t('columns.since'), cell: ({ row }) => format.day(row.original.acceptedAt) },
      {
        id: 'until',
        header: t('columns.until'),
        cell: ({ row }) => (row.original.endedAt ? format.day(row.original.endedAt) : '–'),
      },
      {
        id: 'services',
        header: t('columns.administers'),
        cell: ({ row: { original } }) => format.list([...new Set(original.delegatedAdminPrivileges.map(p => p.service.name))]) || '–',
      },
    ],
    [t, format, other],
  );
  return (
    <Section title={t('relationships.title')}>
      <ShortTable
        label={t('relationships.title')}
        list={list}
        columns={columns}
        idOf={row => row.id}
        empty={<Empty title={t('relationships.none')} />}
      />
    </Section>
  );
}

/** The other side of a relationship, and the reseller that it names (R6). */
function Other({ row: { partner, customer, reseller }, other }: { row: Row; other: 'partner' | 'customer' }): ReactNode {
  const { t } = useTranslation('operator');
  return (
    <>
      {other === 'customer' && customer && (
        <Link to="/app/operator/customers/$customerId" params={{ customerId: customer.id }}>
          <Name>{customer.name}</Name>
        </Link>
      )}
      {other === 'partner' && partner && (
        <Link to="/app/operator/partners/$partnerId" params={{ partnerId: partner.id }}>
          <Name>{partner.name}</Name>
        </Link>
      )}
      {reseller && <div className="quiet">{t('relationships.with', { name: reseller.name })}</div>}
    </>
  );
}
