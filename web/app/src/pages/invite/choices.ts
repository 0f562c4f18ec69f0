import type { Preview } from './preview';

/** To whom a service is granted: of a link in a reseller's name it may be the reseller, its provider, or both (R6). */
export type Grantee = 'asker' | 'provider' | 'both' | 'none';

/** A service that is asked for, and what accepting would do to it. */
export interface Change {
  code: string;
  name: string;
  grantee: Grantee;
  /** Who administers it now, of those of whom there is one (R11). */
  holder: { id: string; name: string } | null;
  beside: readonly { id: string; name: string }[];
  /** Whether the holder would lose it. */
  replaces: boolean;
  /** Whether all of it is granted already. */
  same: boolean;
}

type Delegation = NonNullable<Preview['forViewer']>['delegations'][number];

function holds({ holder, beside }: Delegation, partnerId: string): boolean {
  return holder?.id === partnerId || beside.some(partner => partner.id === partnerId);
}

/** Whom a grantee stands for. */
function partnersOf(preview: Preview, grantee: Grantee): string[] {
  const asker = preview.reseller?.id ?? preview.partner.id;
  if (grantee === 'none') return [];
  if (grantee === 'asker') return [asker];
  return grantee === 'provider' ? [preview.partner.id] : [asker, preview.partner.id];
}

/** What the choices so far would do, service by service; what is not chosen is granted to who asks. */
export function changesOf(preview: Preview, choices: Readonly<Record<string, Grantee>>): Change[] {
  const viewer = preview.forViewer;
  const conflicts = new Set(viewer?.conflicts.map(({ service }) => service.code));
  return preview.services.map(({ code, name }) => {
    const delegation = viewer?.delegations.find(({ service }) => service.code === code);
    const grantee = choices[code] ?? 'asker';
    const holder = delegation?.holder ?? null;
    const toProvider = preview.reseller !== null && (grantee === 'provider' || grantee === 'both');
    const inTheWay = preview.reseller === null ? conflicts.has(code) : toProvider && holder?.id !== preview.partner.id;
    const partners = partnersOf(preview, grantee);
    return {
      code,
      name,
      grantee,
      holder,
      beside: delegation?.beside ?? [],
      replaces: grantee !== 'none' && holder !== null && inTheWay,
      same: delegation !== undefined && partners.length > 0 && partners.every(id => holds(delegation, id)),
    };
  });
}

/** The part of the mutation's input that says what is granted. */
export function grantsOf(preview: Preview, changes: readonly Change[]) {
  if (preview.services.length === 0) return {}; // a link without privileges: accepting it names none (R4)
  if (preview.reseller === null) return { services: changes.filter(c => c.grantee !== 'none').map(c => c.code) };
  const grants = changes.flatMap(change =>
    partnersOf(preview, change.grantee).map(partnerId => ({ service: change.code, partnerId })),
  );
  return { grants };
}
