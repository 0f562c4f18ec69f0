import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { type AnyVariables, type Client, type CombinedError, type OperationResult, type TypedDocumentNode, useClient } from 'urql';

interface Connection<Node> {
  nodes: readonly Node[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  totalCount?: number;
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

interface Page<Node> {
  after: string | null;
  connection: Connection<Node> | null;
  error: CombinedError | null;
  answered: boolean;
  stop: () => void;
}

/**
 * A list of any length by keyset pages, each of which goes on listening to the cache. A page begins where the one before
 * it ends now: when a row has come or gone, those after it are asked for anew, so that none is left out or shown twice.
 * Where asking anew fails, the rows that were there stay.
 */
export class Pages<Data, Node> {
  private pages: Page<Node>[] = [];
  private wanted = 1;
  private listener = () => {};
  private shown: Endless<Node>;

  constructor(
    private readonly ask: (after: string | null) => { subscribe: (take: (result: OperationResult<Data>) => void) => { unsubscribe: () => void } },
    private readonly connectionOf: (data: Data) => Connection<Node> | null | undefined,
  ) {
    this.shown = this.describe();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listener = listener;
    return () => {
      this.listener = () => {};
    };
  };

  readonly snapshot = (): Endless<Node> => this.shown;

  start(): void {
    this.open(0, null);
  }

  stop(): void {
    this.closeFrom(0);
  }

  private open(i: number, after: string | null): void {
    const replaced = this.pages[i];
    replaced?.stop();
    // Until the answer is there, the rows of the page that it replaces stand in for it.
    const page: Page<Node> = { after, connection: replaced?.connection ?? null, error: null, answered: false, stop: () => {} };
    this.pages[i] = page;
    const asked = this.ask(after).subscribe(result => this.take(i, page, result));
    page.stop = asked.unsubscribe;
    if (this.pages[i] !== page) page.stop(); // replaced by an answer that was there at once
  }

  private take(i: number, page: Page<Node>, { data, error }: OperationResult<Data>): void {
    if (this.pages[i] !== page || (data === undefined && error === undefined)) return;
    const connection = data === undefined ? null : this.connectionOf(data);
    page.answered = true;
    page.error = error ?? null;
    if (connection) page.connection = connection;
    this.follow(i, page);
    this.tell();
  }

  /** Lets the next page begin where this one ends. */
  private follow(i: number, { connection }: Page<Node>): void {
    if (!connection) return;
    const { hasNextPage, endCursor } = connection.pageInfo;
    if (!hasNextPage || endCursor === null) {
      this.closeFrom(i + 1);
      this.wanted = i + 1;
    } else if (i + 1 < this.wanted && this.pages[i + 1]?.after !== endCursor) {
      this.open(i + 1, endCursor);
    }
  }

  private closeFrom(i: number): void {
    for (const page of this.pages.splice(i)) page.stop();
  }

  private readonly more = (): void => {
    const last = this.pages.at(-1);
    const end = last?.connection?.pageInfo;
    if (!last?.answered || !end?.hasNextPage || end.endCursor === null) return;
    this.wanted = this.pages.length + 1;
    this.open(this.pages.length, end.endCursor);
    this.tell();
  };

  private readonly retry = (): void => {
    for (const [i, page] of this.pages.entries()) if (page.error) this.open(i, page.after);
    this.tell();
  };

  private tell(): void {
    this.shown = this.describe();
    this.listener();
  }

  private describe(): Endless<Node> {
    const last = this.pages.at(-1);
    return {
      rows: withoutTwins(this.pages.flatMap(page => page.connection?.nodes ?? [])),
      total: this.pages[0]?.connection?.totalCount ?? null,
      hasMore: last?.connection?.pageInfo.hasNextPage ?? false,
      fetching: !last?.answered,
      error: this.pages.find(page => page.error)?.error ?? null,
      more: this.more,
      retry: this.retry,
    };
  }
}

/** The rows with each id once: while pages are asked for anew, two of them may hold the same row. */
function withoutTwins<Node>(rows: readonly Node[]): Node[] {
  const seen = new Set<unknown>();
  return rows.filter(row => {
    const id = (row as { id?: unknown }).id;
    if (id === undefined) return true;
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}

/** A list by an operation that takes `first` and `after`. Variables are compared by value: callers write them anew each time. */
export function useEndless<Data, Variables extends AnyVariables & PageVariables, Node>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Omit<Variables, 'first' | 'after'>,
  connectionOf: (data: Data) => Connection<Node> | null | undefined,
  first = 50,
): Endless<Node> {
  const client: Client = useClient();
  const given = JSON.stringify(variables);
  const pages = useMemo(
    () => new Pages<Data, Node>(after => client.query(document, { ...JSON.parse(given), first, after } as Variables), connectionOf),
    // connectionOf is no dependency: it is the same for an operation.
    [client, document, given, first],
  );
  useEffect(() => {
    pages.start();
    return () => pages.stop();
  }, [pages]);
  return useSyncExternalStore(pages.subscribe, pages.snapshot);
}
