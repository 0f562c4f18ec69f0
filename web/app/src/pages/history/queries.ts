import { graphql } from '../../api/graphql';
import { HistoryEvent } from '../shared/history/event';

/** What has happened to the viewer's company, where that is a customer. */
export const CustomerHistoryQuery = graphql(
  `
    query CustomerHistory($filter: RelationshipEventFilter, $locale: String!, $first: Int, $after: String) {
      viewer {
        customer {
          id
          history(filter: $filter, last: $first, before: $after) {
            nodes { ...HistoryEvent }
            pageInfo { hasPreviousPage startCursor }
          }
        }
      }
    }
  `,
  [HistoryEvent],
);

/** What has happened to the viewer's company, where that is a partner. */
export const PartnerHistoryQuery = graphql(
  `
    query PartnerHistory($filter: RelationshipEventFilter, $locale: String!, $first: Int, $after: String) {
      viewer {
        partner {
          id
          history(filter: $filter, last: $first, before: $after) {
            nodes { ...HistoryEvent }
            pageInfo { hasPreviousPage startCursor }
          }
        }
      }
    }
  `,
  [HistoryEvent],
);

/** The newest event of the viewer's company, whatever it is about. */
export const NewestEventQuery = graphql(`
  query NewestEvent {
    viewer {
      customer { id history(last: 1) { nodes { id cursor } } }
      partner { id history(last: 1) { nodes { id cursor } } }
    }
  }
`);
