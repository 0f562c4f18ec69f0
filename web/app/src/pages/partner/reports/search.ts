import { dayOf, oneOf, present } from '../../shared/address';

/** The parts of a report, each asked for by itself. */
export const sections = ['relationships', 'customers', 'privileges', 'subscriptions', 'billed', 'links', 'resellers'] as const;
export type Section = (typeof sections)[number];

export const ranges = ['30d', '13w', '12m', '24m', 'year'] as const;
export type Range = (typeof ranges)[number];

export const intervals = ['DAY', 'WEEK', 'MONTH'] as const;
export type Interval = (typeof intervals)[number];

/** What is reported, as the address of the page says it. What is not said is the default. */
export interface ReportSearch {
  section?: Section;
  range?: Range;
  /** Days such as 2026-11-30, in the place of a range; the last one is meant to be in the report. */
  from?: string;
  until?: string;
  interval?: Interval;
  zone?: string;
  services?: string[];
  countries?: string[];
  asOf?: string;
}

function textsOf(given: unknown, pattern: RegExp): string[] | undefined {
  if (!Array.isArray(given)) return undefined;
  const texts = given.filter((text): text is string => typeof text === 'string' && pattern.test(text));
  return texts.length > 0 ? texts : undefined;
}

const countryCode = /^[A-Z]{2}$/;

/** Reads the address; what it does not know is left out. */
export function reportSearch(search: Record<string, unknown>): ReportSearch {
  const asOf = typeof search.asOf === 'string' && !Number.isNaN(Date.parse(search.asOf)) ? search.asOf : undefined;
  const zone = typeof search.zone === 'string' ? search.zone : undefined;
  return present({
    section: oneOf(search, 'section', sections),
    range: oneOf(search, 'range', ranges),
    from: dayOf(search, 'from'),
    until: dayOf(search, 'until'),
    interval: oneOf(search, 'interval', intervals),
    zone,
    services: textsOf(search.services, /^\S+$/),
    countries: textsOf(search.countries, countryCode),
    asOf,
  });
}
