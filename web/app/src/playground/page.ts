// What lives as long as the page and is not state of React.
import { config, type Example } from '../config';
import { createCaller } from './caller';
import { createFetcher, type Observer } from './fetcher';

/** The operations to choose from. */
export const examples: Example[] = config.examples ?? [];

/** The variables of examples whose values come from earlier results, by how these values begin. */
const kept: Record<string, string> = { inv_: 'token', rel_: 'relationshipId', cus_: 'customerId' };

/** The values to keep of a result: the first of each kind. */
function valuesIn(result: unknown, found: Record<string, string> = {}): Record<string, string> {
  for (const value of Object.values((result ?? {}) as Record<string, unknown>)) {
    if (typeof value === 'object') valuesIn(value, found);
    const name = typeof value === 'string' ? kept[value.slice(0, 4)] : undefined;
    if (name !== undefined && !(name in found)) found[name] = value as string;
  }
  return found;
}

/** What the bar hears; it sets these while it is shown. */
export const listeners: { identityChanged: () => void; observer: Partial<Observer> } = {
  identityChanged: () => {},
  observer: {},
};

/** Such as 2026-11. */
function presentMonth(timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: '2-digit' }).formatToParts(new Date());
  const part = (type: string) => parts.find(one => one.type === type)?.value;
  return `${part('year')}-${part('month')}`;
}

/**
 * The latest token of an invitation, relationship and customer are kept, so that the next examples of the story can be
 * run without copying them by hand; the month is the present one of partners in China, whom the demonstration bills.
 */
let latest: Record<string, string> = { month: presentMonth('Asia/Shanghai') };

/** Who asks. */
export const caller = createCaller(() => {
  requests.reset(); // a running subscription belongs to the earlier identity
  listeners.identityChanged();
});

const requests = createFetcher(config.endpoint, caller, {
  listening: () => listeners.observer.listening?.(),
  answered: result => {
    latest = { ...latest, ...valuesIn(result.data) };
    listeners.observer.answered?.(result);
  },
  refused: () => listeners.observer.refused?.(),
  failed: () => listeners.observer.failed?.(),
  ended: () => listeners.observer.ended?.(),
});

/** What GraphiQL asks with. */
export const fetcher = requests.fetcher;

/** The variables of an example, filled in with what is known by now. */
export function variablesOf({ variables }: Example): Record<string, unknown> {
  const filled = Object.entries(variables ?? {}).map(([name, value]) => [name, value || (latest[name] ?? '')] as const);
  return Object.fromEntries(filled);
}
