import { useCallback, useEffect, useMemo, useState } from 'react';
import { type AnyVariables, type CombinedError, type TypedDocumentNode, useClient } from 'urql';

interface Connection<Node> {
  nodes: readonly Node[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  totalCount?: number;
}

interface Page<Node> {
  connection: Connection<Node> | null;
  error: CombinedError | null;
}

export interface Endless<Node> {
  rows: readonly Node[];
  /** How many there are in all, where the operation asks for it. */
  total: number | null;
  hasMore: boolean;
  fetching: boolean;
  error: CombinedError | null;
  /** Asks for the next page; does nothing while one is being fetched. */
  more: () => void;
  retry: () => void;
}

export interface PageVariables {
  first?: number | null;
  after?: string | null;
}

/**
 * A list of any length by keyset pages. Each page goes on listening to the cache, so that what a mutation changes is
 * shown in place. The operation takes `first` and `after`; variables are compared by value.
 */
export function useEndless<Data, Variables extends AnyVariables & PageVariables, Node>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Omit<Variables, 'first' | 'after'>,
  connectionOf: (data: Data) => Connection<Node> | null | undefined,
  first = 50,
): Endless<Node> {
  const client = useClient();
  const given = JSON.stringify(variables);
  const [cursors, setCursors] = useState<(string | null)[]>([null]);
  const [pages, setPages] = useState<Page<Node>[]>([]);
  const [turn, setTurn] = useState(0);

  // Variables are compared by value: callers write them anew each time.
  useEffect(() => {
    setCursors([null]);
    setPages([]);
  }, [client, document, given]);

  const asked = cursors.join('\n');
  // connectionOf is no dependency: it is the same for an operation.
  useEffect(() => {
    const subscriptions = cursors.map((after, i) =>
      client.query(document, { ...JSON.parse(given), first, after } as Variables).subscribe(result => {
        if (result.data === undefined && result.error === undefined) return;
        const connection = (result.data !== undefined && connectionOf(result.data)) || null;
        setPages(before => {
          const next = [...before];
          next[i] = { connection, error: result.error ?? null };
          return next;
        });
      }),
    );
    return () => {
      for (const subscription of subscriptions) subscription.unsubscribe();
    };
  }, [client, document, given, asked, first, turn]);

  const last = pages[cursors.length - 1];
  const error = pages.find(page => page?.error)?.error ?? null;
  const info = last?.connection?.pageInfo;
  const more = useCallback(() => {
    const end = info?.hasNextPage ? info.endCursor : null;
    if (end) setCursors(before => (before.includes(end) ? before : [...before, end]));
  }, [info?.hasNextPage, info?.endCursor]);

  const rows = useMemo(() => pages.flatMap(page => page?.connection?.nodes ?? []), [pages]);

  return {
    rows,
    total: pages[0]?.connection?.totalCount ?? null,
    hasMore: info?.hasNextPage ?? false,
    fetching: last === undefined,
    error,
    more,
    retry: () => {
      setPages([]);
      setTurn(before => before + 1);
    },
  };
}
