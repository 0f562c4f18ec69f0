import { graphql, type ResultOf } from '../../../api/graphql';

export const CustomerQuery = graphql(`
  query Customer($id: ID!, $billing: Boolean!, $locale: String!) {
    customer(id: $id) {
      id
      name
      domain
      country
      externalKey
      version
      contact { name email phone }
      billingDetails @include(if: $billing) { name address email taxId }
      relationships(first: 10) {
        nodes {
          id
          status
          acceptedAt
          partner { id name }
          reseller { id }
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

export type Customer = NonNullable<ResultOf<typeof CustomerQuery>['customer']>;

export const CustomerSubscriptionsQuery = graphql(`
  query CustomerSubscriptions($id: ID!, $first: Int, $after: String, $locale: String!) {
    customer(id: $id) {
      id
      subscriptions(first: $first, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          id
          seats
          status
          offer { id name(locale: $locale) }
          base { id }
          addOns { id seats status offer { id name(locale: $locale) } }
          unitPrice { amount currency }
          capabilities { action allowed reason }
        }
      }
    }
  }
`);

type SubscriptionsOf = NonNullable<NonNullable<ResultOf<typeof CustomerSubscriptionsQuery>['customer']>['subscriptions']>;
export type HeldSubscription = SubscriptionsOf['nodes'][number];
