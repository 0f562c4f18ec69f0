import { present, textOf } from '../../shared/address';

/** How reports name the rows behind a figure: whose list, its filter, and as of when. */
export interface ReportRowsSearch {
  /** As an object, or as the text of one. */
  filter?: unknown;
  asOf?: string;
  owner?: string;
}

export function reportRowsSearch(search: Record<string, unknown>): ReportRowsSearch {
  return {
    ...(search.filter !== undefined && search.filter !== '' && { filter: search.filter }),
    ...present({ asOf: textOf(search, 'asOf'), owner: textOf(search, 'owner') }),
  };
}

/** Whether the address names the rows of a report. */
export function namesRows({ filter, asOf, owner }: ReportRowsSearch): boolean {
  return filter !== undefined || asOf !== undefined || owner !== undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The rows that an address names; null where it cannot be read. What the filter may hold, the server knows. */
export function readRows({ filter = {}, asOf }: ReportRowsSearch): { filter: Record<string, unknown>; asOf: string | null } | null {
  const read = typeof filter === 'string' ? parse(filter) : filter;
  if (typeof read !== 'object' || read === null || Array.isArray(read)) return null;
  if (asOf !== undefined && Number.isNaN(Date.parse(asOf))) return null;
  return { filter: read as Record<string, unknown>, asOf: asOf ?? null };
}
