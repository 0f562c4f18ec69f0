import { present } from '../../shared/address';

export interface BillsSearch {
  /** Such as 2026-11. */
  month?: string;
}

/** What the address of the bills holds. */
export function billsSearch({ month }: Record<string, unknown>): BillsSearch {
  return present({ month: typeof month === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? month : undefined });
}
