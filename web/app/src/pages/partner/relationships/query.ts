import { graphql, type ResultOf, type VariablesOf } from '../../../api/graphql';

export const RelationshipsQuery = graphql(`
  query Relationships(
    $partnerId: ID!
    $filter: RelationshipFilter
    $orderBy: RelationshipOrder
    $asOf: DateTime
    $first: Int
    $after: String
    $locale: String!
  ) {
    partner(id: $partnerId) {
      id
      relationships(filter: $filter, orderBy: $orderBy, asOf: $asOf, first: $first, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          id
          status
          acceptedAt
          endedAt
          customer { id name domain }
          reseller { id name }
          delegatedAdminPrivileges(status: ACTIVE) {
            id
            partner { id }
            service { id code name(locale: $locale) }
          }
        }
      }
    }
  }
`);

export type RelationshipsVariables = VariablesOf<typeof RelationshipsQuery>;
type Partner = NonNullable<ResultOf<typeof RelationshipsQuery>['partner']>;
export type RelationshipRow = NonNullable<Partner['relationships']>['nodes'][number];
