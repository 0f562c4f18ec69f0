/** What narrows a link's lists, as the figures of reports ask for it. */
export interface LinkSearch {
  filter?: {
    acceptedBetween?: Between;
    declinedBetween?: Between;
  };
  asOf?: string;
}

export interface Between {
  from?: string;
  to?: string;
}

function momentOf(value: unknown): string | undefined {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : undefined;
}

function betweenOf(value: unknown): Between | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { from, to } = value as Record<string, unknown>;
  const [since, until] = [momentOf(from), momentOf(to)];
  return since || until ? { ...(since && { from: since }), ...(until && { to: until }) } : undefined;
}

/** Reads a link's page's address; what is no filter of its lists is left out. */
export function linkSearch(search: Record<string, unknown>): LinkSearch {
  const filter = (typeof search.filter === 'object' && search.filter) || {};
  const { acceptedBetween, declinedBetween } = filter as Record<string, unknown>;
  const [accepted, declined] = [betweenOf(acceptedBetween), betweenOf(declinedBetween)];
  const asOf = momentOf(search.asOf);
  return {
    ...((accepted || declined) && {
      filter: { ...(accepted && { acceptedBetween: accepted }), ...(declined && { declinedBetween: declined }) },
    }),
    ...(asOf && { asOf }),
  };
}
