import { graphql, type ResultOf } from '../../../api/graphql';

/** On the day of the month of the signature bills are made (R32). */
export const AgreementQuery = graphql(`
  query Agreement($partnerId: ID!) {
    partner(id: $partnerId) { id agreement { signedAt } }
  }
`);

export const BillQuery = graphql(`
  query Bill($partnerId: ID!, $month: String!) {
    partner(id: $partnerId) {
      id
      billing(month: $month) {
        month
        period { from until }
        amount { amount currency }
        tax { amount currency }
        total { amount currency }
      }
    }
  }
`);

export type Bill = NonNullable<NonNullable<ResultOf<typeof BillQuery>['partner']>['billing']>;

export const BillLinesQuery = graphql(`
  query BillLines($partnerId: ID!, $month: String!, $first: Int, $after: String, $locale: String!) {
    partner(id: $partnerId) {
      id
      billing(month: $month) {
        lines(first: $first, after: $after) {
          totalCount
          pageInfo { hasNextPage endCursor }
          edges {
            cursor
            node {
              customer { id name }
              subscription { id }
              offer { id name(locale: $locale) }
              type
              from
              until
              unitPrice { amount currency }
              quantity
              amount { amount currency }
              reseller { id name }
            }
          }
        }
      }
    }
  }
`);

type LinesOf = NonNullable<NonNullable<ResultOf<typeof BillLinesQuery>['partner']>['billing']>['lines'];
/** A line with its cursor, as it has no id of its own. */
export type BillLine = LinesOf['edges'][number];

export const SubtotalsQuery = graphql(`
  query BillSubtotals($partnerId: ID!, $month: String!, $first: Int, $after: String) {
    partner(id: $partnerId) {
      id
      billing(month: $month) {
        customers(first: $first, after: $after) {
          totalCount
          pageInfo { hasNextPage endCursor }
          edges {
            cursor
            node {
              customer { id name }
              lineCount
              amount { amount currency }
              tax { amount currency }
              total { amount currency }
            }
          }
        }
      }
    }
  }
`);

type SubtotalsOf = NonNullable<NonNullable<ResultOf<typeof SubtotalsQuery>['partner']>['billing']>['customers'];
export type Subtotal = SubtotalsOf['edges'][number];

/** A connection whose rows are its edges, for a list of rows without ids. */
export function byEdges<Connection extends { edges: readonly unknown[] }>(connection: Connection | undefined) {
  return connection && { ...connection, nodes: connection.edges as Connection['edges'] };
}
