import { useEffect } from 'react';
import type { Act, Refusal } from '../../api/act';

/** Why the value of a field was refused: the server says where with the path into the input. */
export function refusedAt(refusals: readonly Refusal[], field: string): string | undefined {
  const told = refusals.filter(refusal => refusal.path?.[0] === field).map(refusal => refusal.message);
  return told.length > 0 ? told.join(' ') : undefined;
}

/** What came of a form beside what its fields say themselves. */
export function besideFields(act: Pick<Act<never, unknown>, 'refusals' | 'failure'>, fields: readonly string[]) {
  return {
    failure: act.failure,
    refusals: act.refusals.filter(refusal => !fields.includes(refusal.path?.[0] ?? '')),
  };
}

/** Takes the focus to the first field whose value was refused, of the form in a dialog. */
export function useInvalidFocus(refusals: readonly Refusal[]): void {
  useEffect(() => {
    if (refusals.length === 0) return;
    document.querySelector<HTMLElement>('.dialog [data-invalid] :is(input, textarea, button)')?.focus();
  }, [refusals]);
}
