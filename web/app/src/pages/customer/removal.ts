import type { Delegation } from './queries';

/** One partner that may administer one service. */
export interface Held {
  partner: { id: string; name: string };
  service: { code: string; name: string };
}

/** Whose privileges are to be removed (R21): of one service, of one partner, or all. */
export type Target =
  | { kind: 'service'; partner: Held['partner']; service: Held['service'] }
  | { kind: 'partner'; partner: Held['partner'] }
  | { kind: 'all' };

/** Every privilege that stands, by service: the holder's, then those beside it. */
export function heldOf(delegations: readonly Delegation[]): Held[] {
  return delegations.flatMap(({ service, holder, beside }) =>
    [...(holder ? [holder] : []), ...beside].map(partner => ({ partner, service })),
  );
}

/** What of it would end. */
export function endingOf(held: readonly Held[], target: Target): Held[] {
  if (target.kind === 'all') return [...held];
  return held.filter(
    ({ partner, service }) =>
      partner.id === target.partner.id && (target.kind === 'partner' || service.code === target.service.code),
  );
}

/** The same by partner, with the names of its services. */
export function byPartner(held: readonly Held[]): { id: string; name: string; services: string[] }[] {
  const partners = new Map<string, { id: string; name: string; services: string[] }>();
  for (const { partner, service } of held) {
    const known = partners.get(partner.id) ?? { ...partner, services: [] };
    known.services.push(service.name);
    partners.set(partner.id, known);
  }
  return [...partners.values()];
}
