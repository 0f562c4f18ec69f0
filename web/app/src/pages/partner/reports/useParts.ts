import { useTranslation } from 'react-i18next';
import type { Interval } from './search';

interface Told {
  interval: Interval;
  timeZone: string;
  parts: readonly { from: string }[];
}

/** What the parts of a report are called, by the clocks that it is told by. */
export function usePartNames({ interval, timeZone, parts }: Told): string[] {
  const { i18n } = useTranslation();
  const format = new Intl.DateTimeFormat(i18n.language, {
    timeZone,
    ...(interval === 'MONTH' ? { year: 'numeric', month: 'short' } : { year: '2-digit', month: 'short', day: 'numeric' }),
  });
  return parts.map(({ from }) => format.format(new Date(from)));
}
