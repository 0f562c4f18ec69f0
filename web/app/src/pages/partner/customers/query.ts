import { graphql, type ResultOf } from '../../../api/graphql';

export const CustomersQuery = graphql(`
  query Customers(
    $partnerId: ID!
    $filter: CustomerFilter
    $orderBy: RelationshipOrder
    $first: Int
    $after: String
    $locale: String!
  ) {
    partner(id: $partnerId) {
      id
      customers(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          id
          name
          domain
          country
          relationships(first: 5) {
            nodes {
              id
              status
              acceptedAt
              delegatedAdminPrivileges(status: ACTIVE) {
                id
                partner { id }
                service { id code name(locale: $locale) }
              }
            }
          }
        }
      }
    }
  }
`);

type Partner = NonNullable<ResultOf<typeof CustomersQuery>['partner']>;
export type CustomerRow = NonNullable<Partner['customers']>['nodes'][number];

/** The relationships that stand, of a customer's. */
export function standing<R extends { status: string }>(relationships: { nodes: readonly R[] } | null): R[] {
  return relationships?.nodes.filter(({ status }) => status !== 'ENDED') ?? [];
}
