import type { VariablesOf } from '../../../api/graphql';
import type { RequestMutation } from './MakeLink';

/** What a request asks for, as it is chosen on the page. */
export interface Terms {
  kind: 'all' | 'some' | 'none';
  services: readonly string[];
  campaign: string;
  /** The last day, such as 2026-11-30; '' for no end. */
  lastDay: string;
  /** As it was typed; '' for any number. */
  limit: string;
  /** A reseller's id; '' for the partner itself. */
  onBehalf: string;
}

export const defaultTerms: Terms = { kind: 'all', services: [], campaign: '', lastDay: '', limit: '', onBehalf: '' };

type Input = VariablesOf<typeof RequestMutation>['input'];

/** The moment at which a day is over by this device's clock. */
function endOf(day: string): Date {
  const end = new Date(`${day}T00:00:00`);
  end.setDate(end.getDate() + 1);
  return end;
}

/** The mutation's input: nothing for the default link's terms. */
export function inputOf({ kind, services, campaign, lastDay, limit, onBehalf }: Terms): Input {
  return {
    ...(kind === 'some' && { services: [...services].sort() }),
    ...(kind === 'none' && { delegatedAdmin: false }),
    ...(campaign.trim() && { campaign: campaign.trim() }),
    ...(lastDay && { expiresAt: endOf(lastDay).toISOString() }),
    ...(limit.trim() && { maxUses: Number(limit) }),
    ...(onBehalf && { onBehalfOfPartnerId: onBehalf }),
  };
}

export type Problem = 'services' | 'lastDay' | 'limit';

/** What the page sees to be wrong before it asks. */
export function problemsOf({ kind, services, lastDay, limit }: Terms): Problem[] {
  const problems: Problem[] = [];
  if (kind === 'some' && services.length === 0) problems.push('services');
  if (lastDay && endOf(lastDay).getTime() <= Date.now()) problems.push('lastDay');
  if (limit.trim() && !/^[1-9]\d{0,8}$/.test(limit.trim())) problems.push('limit');
  return problems;
}
