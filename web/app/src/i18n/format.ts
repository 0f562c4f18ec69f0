import { useTranslation } from 'react-i18next';
import { type Language, language } from '.';

/** How moments, days, figures and countries are written in the language of the pages. */
export interface Format {
  day: (moment: string) => string;
  moment: (moment: string) => string;
  number: (value: number) => string;
  percent: (share: number) => string;
  money: (money: { amount: string; currency: string }) => string;
  country: (code: string) => string;
  list: (items: readonly string[]) => string;
}

function create(lang: Language): Format {
  const day = new Intl.DateTimeFormat(lang, { dateStyle: 'medium' });
  const calendarDay = new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeZone: 'UTC' });
  const moment = new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeStyle: 'short' });
  const number = new Intl.NumberFormat(lang);
  const percent = new Intl.NumberFormat(lang, { style: 'percent', maximumFractionDigits: 1 });
  const regions = new Intl.DisplayNames(lang, { type: 'region' });
  const list = new Intl.ListFormat(lang);
  return {
    // A day without a time is the same day everywhere.
    day: text => (text.length === 10 ? calendarDay : day).format(new Date(text)),
    moment: text => moment.format(new Date(text)),
    number: value => number.format(value),
    percent: share => percent.format(share),
    money: ({ amount, currency }) =>
      new Intl.NumberFormat(lang, { style: 'currency', currency }).format(amount as unknown as number),
    country: code => (/^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code),
    list: items => list.format(items),
  };
}

const formats = new Map<Language, Format>();

/** The format of the language that is shown now. */
export function useFormat(): Format {
  useTranslation(); // shows anew in another language
  const lang = language();
  const format = formats.get(lang) ?? create(lang);
  formats.set(lang, format);
  return format;
}
