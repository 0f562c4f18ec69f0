import { graphql, type ResultOf } from '../../../api/graphql';

export const SubscriptionsQuery = graphql(`
  query Subscriptions($partnerId: ID!, $filter: PartnerSubscriptionFilter, $first: Int, $after: String, $locale: String!) {
    partner(id: $partnerId) {
      id
      subscriptions(filter: $filter, first: $first, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          id
          customer { id name }
          offer { id name(locale: $locale) }
          seats
          status
          base { id }
          term { endsOn }
        }
      }
    }
  }
`);

type Partner = NonNullable<ResultOf<typeof SubscriptionsQuery>['partner']>;
export type SubscriptionRow = NonNullable<Partner['subscriptions']>['nodes'][number];
