// What happens while a page is open, over a WebSocket (graphql-transport-ws). The library is fetched when it is needed.
import { stringifyDocument } from '@urql/core';
import { useCallback, useEffect, useState } from 'react';
import { config } from '../config';
import { session } from '../session/session';
import { graphql, type ResultOf } from './graphql';

const FollowSubscription = graphql(`
  subscription Follow($since: String) {
    relationshipEvents(since: $since) { id kind occurredAt cursor }
  }
`);

export type LiveEvent = ResultOf<typeof FollowSubscription>['relationshipEvents'];

/** Where the API is reached over a WebSocket: on this origin, as securely as the page. */
function socketAddress(): string {
  const url = new URL(config.endpoint, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/** How long after a connection that was refused, as with a token that has run out, another is tried. */
const pauseMilliseconds = 30_000;

/**
 * Follows the events that the user may see, from now on, until the returned function is called. A broken connection is made
 * again and goes on after the last event; one that comes twice is told by its id.
 */
export function followEvents(onEvent: (event: LiveEvent) => void): () => void {
  let stopped = false;
  let stop = () => {};
  void import('graphql-ws').then(({ createClient }) => {
    if (stopped) return;
    const client = createClient({
      url: socketAddress(),
      retryAttempts: 20,
      shouldRetry: () => session.token !== null,
      connectionParams: () => (session.token ? { Authorization: `Bearer ${session.token}` } : {}),
    });
    let since: string | null = null;
    let end = () => {};
    let pause: ReturnType<typeof setTimeout>;
    const again = () => {
      if (!stopped) pause = setTimeout(begin, pauseMilliseconds);
    };
    function begin() {
      const request = { query: stringifyDocument(FollowSubscription), variables: { since } };
      end = client.subscribe<ResultOf<typeof FollowSubscription>>(request, {
        next: ({ data }) => {
          if (!data || stopped) return;
          since = data.relationshipEvents.cursor;
          onEvent(data.relationshipEvents);
        },
        error: again,
        complete: again,
      });
    }
    begin();
    stop = () => {
      clearTimeout(pause);
      end();
      void client.dispose();
    };
  });
  return () => {
    stopped = true;
    stop();
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
    return followEvents(event => {
      if (fits(event)) setIds(before => new Set(before).add(event.id));
    });
  }, [fits]);
  const clear = useCallback(() => setIds(new Set()), []);
  return { count: ids.size, clear };
}
