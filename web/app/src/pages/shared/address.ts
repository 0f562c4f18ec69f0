// What pages keep in their address, so that reload, the back button and a copied link show the same. Whatever else an
// address holds is passed over.

type Search = Record<string, unknown>;

/** A text; one that looks like a number or a truth comes as such. */
export function textOf(search: Search, key: string): string | undefined {
  const value = search[key];
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** One of a few values. */
export function oneOf<const Value extends string>(search: Search, key: string, values: readonly Value[]): Value | undefined {
  return values.find(value => value === search[key]);
}

/** A day such as 2026-11-22. */
export function dayOf(search: Search, key: string): string | undefined {
  const value = search[key];
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined;
}

/** Leaves out what is not there, so that the address does not name it. */
export function present<const Values extends Record<string, unknown>>(values: Values): { [K in keyof Values]?: NonNullable<Values[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof Values]?: NonNullable<Values[K]>;
  };
}

/** The moment at which a day begins where the user is; `later` days after it. */
export function startOf(day: string, later = 0): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}

/** The span of time of some days, the last one in it. */
export function spanOf(from: string | undefined, to: string | undefined): { from?: string; to?: string } | undefined {
  if (!from && !to) return undefined;
  return { ...(from && { from: startOf(from) }), ...(to && { to: startOf(to, 1) }) };
}
