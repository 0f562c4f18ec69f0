import type { Interval, Range, ReportSearch } from './search';

/** The arguments of a report that every section gives. */
export interface ReportArguments {
  from: string;
  to: string | null;
  interval: Interval;
  timeZone: string | null;
  services: string[] | null;
  customerCountries: string[] | null;
  asOf: string | null;
}

const defaults: Record<Range, Interval> = { '30d': 'DAY', '13w': 'WEEK', '12m': 'MONTH', '24m': 'MONTH', year: 'MONTH' };
export const defaultRange: Range = '12m';

/** A day of this device's calendar, such as 2026-11-30. */
export function dayOf(date: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The first day of a range that ends on a day: of its week or month, so that no part is cut short. */
function firstOf(range: Range, last: Date): Date {
  const [year, month, day] = [last.getFullYear(), last.getMonth(), last.getDate()];
  switch (range) {
    case '30d':
      return new Date(year, month, day - 29);
    case '13w':
      return new Date(year, month, day - 12 * 7 - ((last.getDay() + 6) % 7));
    case '12m':
      return new Date(year, month - 11, 1);
    case '24m':
      return new Date(year, month - 23, 1);
    case 'year':
      return new Date(year, 0, 1);
  }
}

function dayAfter(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}

export function rangeOf({ range, from }: ReportSearch): Range | 'custom' {
  return from ? 'custom' : (range ?? defaultRange);
}

/** How long the parts of a report are. */
export function intervalOf(search: ReportSearch): Interval {
  const range = rangeOf(search);
  return search.interval ?? (range === 'custom' ? 'MONTH' : defaults[range]);
}

/** What an address asks for, as the server wants it said. A report of a past moment ends with it, and so do its ranges. */
export function argumentsOf(search: ReportSearch): ReportArguments {
  const { from, until, zone, services, countries, asOf } = search;
  return {
    from: from ?? dayOf(firstOf(search.range ?? defaultRange, asOf ? new Date(asOf) : new Date())),
    to: from && until ? dayAfter(until) : null,
    interval: intervalOf(search),
    timeZone: zone ?? null,
    services: services ?? null,
    customerCountries: countries ?? null,
    asOf: asOf ?? null,
  };
}
