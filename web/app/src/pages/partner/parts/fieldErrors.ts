import type { Refusal } from '../../../api/act';

/** Why the value of an input field does not do, as the server said it. */
export function errorAt(refusals: readonly Refusal[], field: string): string | undefined {
  return refusals.find(refusal => refusal.path?.[0] === field)?.message;
}
