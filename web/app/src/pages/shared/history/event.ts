import { graphql, type ResultOf } from '../../../api/graphql';

const State = graphql(`
  fragment HistoryEventState on RelationshipEventState @_unmask {
    endReason
    partnerStatus
    subscriptionStatus
    relationshipStatus
    service { code name(locale: $locale) }
    offer { code name(locale: $locale) }
    seats
    name
    key
    roles
    fields { name value }
  }
`);
export type State = ResultOf<typeof State>;

/** What a line of a history tells; the operation has a variable `$locale: String!`. */
export const HistoryEvent = graphql(
  `
    fragment HistoryEvent on RelationshipEvent @_unmask {
      id
      kind
      changeId
      occurredAt
      recordedAt
      cursor
      actorRole
      actor { id name }
      actorApiKey { id label }
      invite { id label }
      relationship { id partner { id name } reseller { id name } customer { id name } }
      delegatedAdminPrivilege { id partner { id name } service { code name(locale: $locale) } customer { id name } }
      subscription { id offer { code name(locale: $locale) } billedPartner { id name } customer { id name } }
      user { id name email }
      before { ...HistoryEventState }
      after { ...HistoryEventState }
    }
  `,
  [State],
);
export type HistoryEvent = ResultOf<typeof HistoryEvent>;
export type Kind = HistoryEvent['kind'];
