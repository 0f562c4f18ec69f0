// What happens while a page is open, over a WebSocket (graphql-transport-ws). The library is fetched when it is needed.
import { print } from 'graphql';
import { useCallback, useEffect, useState } from 'react';
import { config } from '../config';
import { session } from '../session/session';
import { graphql, type ResultOf } from './graphql';

const FollowSubscription = graphql(`
  subscription Follow($since: String) {
    relationshipEvents(since: $since) { id kind occurredAt }
  }
`);

export type LiveEvent = ResultOf<typeof FollowSubscription>['relationshipEvents'];

/** Where the API is reached over a WebSocket: on this origin, as securely as the page. */
function socketAddress(): string {
  const url = new URL(config.endpoint, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/**
 * Follows the events that the user may see, from a cursor or from now on, until the returned function is called. A broken
 * connection is made again; then events may come twice, which their ids tell.
 */
export function followEvents(since: string | null, onEvent: (event: LiveEvent) => void): () => void {
  let stop: (() => void) | null = null;
  let stopped = false;
  void import('graphql-ws').then(({ createClient }) => {
    if (stopped) return;
    const client = createClient({
      url: socketAddress(),
      lazy: true,
      retryAttempts: 20,
      shouldRetry: () => session.token !== null,
      connectionParams: () => (session.token ? { Authorization: `Bearer ${session.token}` } : {}),
    });
    const end = client.subscribe<ResultOf<typeof FollowSubscription>>(
      { query: print(FollowSubscription), variables: { since } },
      {
        next: ({ data }) => {
          if (data && !stopped) onEvent(data.relationshipEvents);
        },
        error: () => {}, // the page shows what it has; a reload shows the rest
        complete: () => {},
      },
    );
    stop = () => {
      end();
      void client.dispose();
    };
  });
  return () => {
    stopped = true;
    stop?.();
  };
}

interface News {
  /** How many events have come. */
  count: number;
  /** Begins anew: what has come is shown now. */
  clear: () => void;
}

/** Counts the events that come while the page is open and that it would show. */
export function useNews(fits: (event: LiveEvent) => boolean): News {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    setIds(new Set());
    return followEvents(null, event => {
      if (fits(event)) setIds(before => new Set(before).add(event.id));
    });
  }, [fits]);
  const clear = useCallback(() => setIds(new Set()), []);
  return { count: ids.size, clear };
}
