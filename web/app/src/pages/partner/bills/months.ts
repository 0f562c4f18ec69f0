import { useTranslation } from 'react-i18next';
import { language } from '../../../i18n';

/** A month such as 2026-11, some months later. */
export function monthAfter(month: string, later: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + later, 1)).toISOString().slice(0, 7);
}

/**
 * The month of the latest bill: the present one from the billing day on, which is the day of the month of the signature,
 * 28 at most (R32). The days are the partner's own where its users are in its country; the server decides all the same.
 */
export function latestMonth(signedAt: string | undefined): string {
  const now = new Date();
  const present = `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}`;
  const billingDay = signedAt ? Math.min(28, new Date(signedAt).getDate()) : 1;
  return now.getDate() >= billingDay ? present : monthAfter(present, -1);
}

/** Writes a month in the language of the pages. */
export function useMonthName(): (month: string) => string {
  useTranslation(); // shows anew in another language
  const format = new Intl.DateTimeFormat(language(), { year: 'numeric', month: 'long', timeZone: 'UTC' });
  return month => format.format(new Date(`${month}-01T00:00:00Z`));
}
