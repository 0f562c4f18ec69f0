import { graphql, type ResultOf } from '../../api/graphql';

/** The customer's relationships, with the privileges that stand under each (R15). */
export const RelationshipsQuery = graphql(`
  query OwnRelationships($filter: RelationshipFilter, $locale: String!, $first: Int, $after: String) {
    viewer {
      customer {
        id
        relationships(filter: $filter, first: $first, after: $after) {
          nodes {
            id
            status
            version
            acceptedAt
            endedAt
            partner { id name type country status }
            reseller { id name }
            end { proposedBy proposedAt }
            delegatedAdminPrivileges(status: ACTIVE) {
              id
              service { code name(locale: $locale) }
              partner { id name }
            }
          }
          pageInfo { hasNextPage endCursor }
          totalCount
        }
      }
    }
  }
`);

type Customer<Data extends { viewer: { customer: unknown } | null }> = NonNullable<NonNullable<Data['viewer']>['customer']>;

export type OwnRelationship = NonNullable<
  Customer<ResultOf<typeof RelationshipsQuery>>['relationships']
>['nodes'][number];

/** Who may administer what: one entry for each service of the catalogue (R11). */
export const DelegationsQuery = graphql(`
  query OwnDelegations($locale: String!) {
    viewer {
      customer {
        id
        delegations {
          service { code name(locale: $locale) }
          holder { id name type }
          beside { id name type }
        }
      }
    }
  }
`);

export type Delegation = NonNullable<Customer<ResultOf<typeof DelegationsQuery>>['delegations']>[number];

/** The customer's subscriptions, whoever sold them. */
export const SubscriptionsQuery = graphql(`
  query OwnSubscriptions($locale: String!, $first: Int, $after: String) {
    viewer {
      customer {
        id
        subscriptions(first: $first, after: $after) {
          nodes {
            id
            status
            seats
            orderedAt
            offer { code name(locale: $locale) }
            base { id }
            billedPartner { id name }
            supportContact { id name }
          }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  }
`);

export type OwnSubscription = NonNullable<
  Customer<ResultOf<typeof SubscriptionsQuery>>['subscriptions']
>['nodes'][number];
