import type { HistoryEvent } from './event';

interface OldestFirst {
  nodes: readonly HistoryEvent[];
  pageInfo: { hasPreviousPage: boolean; startCursor: string | null };
  totalCount?: number;
}

/** A page of a history, which the server tells oldest first, as one of a list that begins with the newest. */
export function newestFirst(page: OldestFirst | null | undefined) {
  if (!page) return page;
  const { nodes, pageInfo, ...rest } = page;
  return {
    ...rest,
    nodes: [...nodes].reverse(),
    pageInfo: { hasNextPage: pageInfo.hasPreviousPage, endCursor: pageInfo.startCursor },
  };
}
