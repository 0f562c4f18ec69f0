import { graphql, type ResultOf } from '../../api/graphql';

/** What a list of events asks of each; the operation has a variable `$locale: String!`. */
export const EventFields = graphql(`
  fragment EventFields on RelationshipEvent @_unmask {
    id
    kind
    occurredAt
    recordedAt
    actor { id name }
    actorRole
    actorApiKey { id label }
    invite { id label }
    relationship {
      id
      customer { id name }
      partner { id name }
    }
    subscription { id offer { id name(locale: $locale) } }
    before {
      service { id name(locale: $locale) }
      offer { id name(locale: $locale) }
      seats
      name
      roles
    }
    after {
      service { id name(locale: $locale) }
      offer { id name(locale: $locale) }
      seats
      endReason
      name
      roles
      fields { name value }
    }
  }
`);

export type Event = ResultOf<typeof EventFields>;
