import { graphql, type ResultOf } from '../../../api/graphql';

/** A line of figures, each with what opens it. A report's list of parts says when each was. */
export const Line = graphql(`
  fragment Line on ReportLine @_unmask {
    total
    figures { value rows { list ownerId filter asOf } }
  }
`);

export type Line = ResultOf<typeof Line>;
export type Rows = Line['figures'][number]['rows'];

/** A number with the rows that it counts, where it counts any that can be opened. */
export interface Figure {
  value: number;
  rows: Rows | null;
}

interface Between {
  from?: string;
  to?: string;
}

function isBetween(value: unknown): value is Between {
  return typeof value === 'object' && value !== null && ('from' in value || 'to' in value);
}

/** What opens all of a line from its first part to its last: the same filter, over the whole of the time. */
function spanOf(first: Rows, last: Rows): Rows {
  const [begins, ends] = [first.filter as Record<string, unknown>, last.filter as Record<string, unknown>];
  const filter = Object.fromEntries(
    Object.entries(begins).map(([key, value]) => {
      const end = ends[key];
      return [key, isBetween(value) && isBetween(end) ? { ...value, ...(end.to !== undefined && { to: end.to }) } : value];
    }),
  );
  return { ...first, filter };
}

/** All that happened in the time. */
export function happened({ total, figures }: Line): Figure {
  const [first, last] = [figures[0], figures.at(-1)];
  return { value: total, rows: first && last ? spanOf(first.rows, last.rows) : null };
}

/** What there is at the end of the time. */
export function stands({ total, figures }: Line): Figure {
  return { value: total, rows: figures.at(-1)?.rows ?? null };
}

/** Whether nothing happened and nothing stood. */
export function isEmpty(...lines: readonly Line[]): boolean {
  return lines.every(({ figures }) => figures.every(({ value }) => value === 0));
}
