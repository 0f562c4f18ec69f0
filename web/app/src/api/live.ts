// What happens while a page is open, over a WebSocket (graphql-transport-ws). The library is fetched when it is needed.
import { stringifyDocument } from '@urql/core';
import { useCallback, useEffect, useState } from 'react';
import { config } from '../config';
import { session } from '../session/session';
import { graphql, type ResultOf } from './graphql';
import { socketAddress } from './socketAddress';

const FollowSubscription = graphql(`
  subscription Follow($since: String) {
    relationshipEvents(since: $since) { id kind occurredAt cursor }
  }
`);

export type LiveEvent = ResultOf<typeof FollowSubscription>['relationshipEvents'];

/** How long after a connection that came to nothing another is tried, at the most. */
const pauseMilliseconds = 30_000;

/** Whether a connection has ended because its token is good no longer: by its close, or by the message before that. */
function isRefusal(cause: unknown): boolean {
  if (Array.isArray(cause)) return cause.some(error => error?.extensions?.code === 'UNAUTHENTICATED');
  return cause instanceof CloseEvent && (cause.code === 4401 || cause.code === 4403);
}

/**
 * Follows the events that the user may see, after the one whose cursor is given – null is from now on – until the returned
 * function is called. A broken connection is made again and goes on after the last event, so that each comes once.
 */
export function followEvents(from: string | null, onEvent: (event: LiveEvent) => void): () => void {
  let stopped = false;
  let stop = () => {};
  void import('graphql-ws').then(({ createClient }) => {
    if (stopped) return;
    // graphql-ws sends this same object again when it reconnects: what it says then is where to go on.
    const variables = { since: from };
    const request = { query: stringifyDocument(FollowSubscription), variables };
    /** Whether the token has been replaced and no connection made since: one that is refused again waits. */
    let replaced = false;
    let end = () => {};

    function begin() {
      end();
      if (session.token === null) return; // the session tells when there is one again
      let over = false;
      let pause: ReturnType<typeof setTimeout>;
      let carried: string | null = null;
      const client = createClient({
        url: socketAddress(config.endpoint),
        retryAttempts: Number.POSITIVE_INFINITY,
        // By chance later or sooner, so that not all come at once to a server that has just started.
        retryWait: retries =>
          new Promise(resolve => setTimeout(resolve, Math.min(1000 * 2 ** retries, pauseMilliseconds) * (0.5 + Math.random() / 2))),
        shouldRetry: cause => session.token !== null && !isRefusal(cause),
        connectionParams: () => {
          carried = session.token;
          if (carried === null) throw new Error('Nobody is signed in any more.');
          return { Authorization: `Bearer ${carried}` };
        },
        on: {
          connected: () => {
            replaced = false;
          },
        },
      });
      async function goOn(cause?: unknown) {
        if (over) return;
        const refused = isRefusal(cause);
        if (refused && session.token !== carried) return begin(); // it has been replaced meanwhile
        if (!refused || replaced) {
          replaced = false;
          pause = setTimeout(begin, pauseMilliseconds);
          return;
        }
        replaced = true;
        if ((await session.renew()) && !over) begin();
      }
      const unsubscribe = client.subscribe<ResultOf<typeof FollowSubscription>>(request, {
        next: ({ data }) => {
          if (!data || over) return;
          variables.since = data.relationshipEvents.cursor;
          onEvent(data.relationshipEvents);
        },
        error: goOn,
        complete: goOn,
      });
      end = () => {
        over = true;
        clearTimeout(pause);
        unsubscribe();
      };
    }

    const leave = session.subscribe(() => {
      if (session.state.phase === 'somebody') begin();
      else end();
    });
    begin();
    stop = () => {
      leave();
      end();
    };
  });
  return () => {
    stopped = true;
    stop();
  };
}

/** A list of events as it is shown, newest first. */
export type ShownEvents = readonly { id: string }[];

interface News {
  /** How many events have come that the list would show and does not yet. */
  count: number;
  /** Begins anew: what has come is about to be shown. */
  clear: () => void;
}

/**
 * Counts the events that come after the one whose cursor is given and that a list would show; none as long as it is not
 * known, with undefined, where to begin, or, with null, what the list shows.
 */
export function useNews(since: string | null | undefined, fits: (event: LiveEvent) => boolean, shown: ShownEvents | null): News {
  const [events, setEvents] = useState<readonly LiveEvent[]>([]);
  const [cleared, setCleared] = useState(0);
  useEffect(() => {
    if (since === undefined) return;
    return followEvents(since, event => setEvents(before => [...before, event]));
  }, [since]);
  const clear = useCallback(() => setCleared(events.length), [events]);
  if (shown === null) return { count: 0, clear };
  // Both are in the order of the stream: a list that shows one of the events was read after all that came before it.
  const ids = new Set(shown.map(({ id }) => id));
  const last = events.findLastIndex(({ id }) => ids.has(id));
  return { count: events.slice(Math.max(cleared, last + 1)).filter(fits).length, clear };
}
