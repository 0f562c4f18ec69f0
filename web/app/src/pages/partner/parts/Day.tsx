import { useFormat } from '../../../i18n/format';

/** A day in a table, in one piece; nothing where there is none. */
export function Day({ of }: { of: string | null }) {
  const format = useFormat();
  if (!of) return null;
  return (
    <time className="day" dateTime={of}>
      {format.day(of)}
    </time>
  );
}
