import { graphql, type ResultOf } from '../../../api/graphql';

/** A link, its terms and its counts. */
export const LinkQuery = graphql(`
  query OneLink($id: ID!, $locale: String!) {
    node(id: $id) {
      __typename
      ... on Invite {
        id version url status label delegatedAdmin expiresAt graceEndsAt maxUses viewCount acceptCount declineCount createdAt
        services { code name(locale: $locale) }
        reseller { id name }
      }
    }
    viewer { partner { id invite { id } } }
  }
`);

export type OneLink = Extract<NonNullable<ResultOf<typeof LinkQuery>['node']>, { __typename: 'Invite' }>;
