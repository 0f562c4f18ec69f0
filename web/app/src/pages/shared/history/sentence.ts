// What an event says in words: which sentence, and the names in it.
import type { Texts } from '../../../i18n/texts';
import type { HistoryEvent, Kind, State } from './event';

export type SentenceKey = keyof Texts['history']['kinds'];

/** Which sentence tells the event: some kinds tell several things. */
export function sentenceOf({ kind, before, after }: HistoryEvent): SentenceKey {
  switch (kind) {
    case 'PARTNER_CHANGED':
      return partnerChange(before, after);
    case 'SUBSCRIPTION_PARTNER_OF_RECORD_CHANGED':
      return field(after, 'partner_of_record') ? kind : 'PARTNER_OF_RECORD_CLEARED';
    case 'DELEGATED_ADMIN_ENDED':
      return after?.endReason ? `DELEGATED_ADMIN_ENDED_${after.endReason}` : kind;
    default:
      return kind;
  }
}

function partnerChange(before: State | null, after: State | null): SentenceKey {
  if (after?.partnerStatus && after.partnerStatus !== before?.partnerStatus) {
    return after.partnerStatus === 'SUSPENDED' ? 'PARTNER_SUSPENDED' : 'PARTNER_RESTORED';
  }
  if (field(after, 'provider') && !field(before, 'provider')) return 'PARTNER_PAIRED';
  return 'PARTNER_CHANGED';
}

/** Whether the event is a link's own, rather than one of what came through a link. */
export function aboutLink(kind: Kind): boolean {
  return kind.startsWith('INVITE_');
}

/** A field of an object, as the event keeps it. */
export function field(state: State | null, name: string): string {
  return state?.fields.find(one => one.name === name)?.value ?? '';
}

/** What stands for a name that the viewer may not know. */
export type Unknown = Record<'partner' | 'customer' | 'user' | 'offer', string>;

/** The names that the sentence of an event is told with. */
export function namesOf(event: HistoryEvent, unknown: Unknown) {
  const { relationship, delegatedAdminPrivilege: privilege, subscription, user, before, after } = event;
  const state = after ?? before;
  return {
    partner:
      privilege?.partner?.name ?? relationship?.partner?.name ?? subscription?.billedPartner?.name ?? unknown.partner,
    customer:
      relationship?.customer?.name ?? privilege?.customer?.name ?? subscription?.customer?.name ?? unknown.customer,
    service: privilege?.service.name ?? state?.service?.name ?? '',
    offer: after?.offer?.name ?? subscription?.offer.name ?? before?.offer?.name ?? unknown.offer,
    oldOffer: before?.offer?.name ?? unknown.offer,
    user: user?.name ?? user?.email ?? unknown.user,
    name: state?.name || state?.key || (event.kind === 'INVITE_DECLINED' ? unknown.customer : ''),
    seats: after?.seats ?? 0,
    oldSeats: before?.seats ?? 0,
  };
}

const agents = new Set<HistoryEvent['actorRole']>(['ADMIN_AGENT', 'SALES_AGENT', 'HELPDESK_AGENT', 'BILLING_ADMIN', 'USER_ADMIN']);
const byCustomers = new Set<Kind>(['RELATIONSHIP_CREATED', 'RELATIONSHIP_CHANGED', 'DELEGATED_ADMIN_GRANTED', 'INVITE_DECLINED']);

type Side = 'partner' | 'customer';

function sideNamed(state: State | null): Side | null {
  const by = field(state, 'proposed_by');
  return by === 'PARTNER' ? 'partner' : by === 'CUSTOMER' ? 'customer' : null;
}

function other(side: Side | null): Side | null {
  return side && (side === 'partner' ? 'customer' : 'partner');
}

/** On which side stands who did it, as far as the event tells. */
export function sideOf({ kind, actorRole, before, after }: HistoryEvent): Side | null {
  if (agents.has(actorRole)) return 'partner';
  if (actorRole === 'USER' || byCustomers.has(kind)) return 'customer';
  if (kind.startsWith('SUBSCRIPTION_')) return 'partner'; // R38
  if (kind === 'RELATIONSHIP_END_PROPOSED') return sideNamed(after);
  if (kind === 'RELATIONSHIP_END_WITHDRAWN') return sideNamed(before);
  if (kind === 'RELATIONSHIP_ENDED') return other(sideNamed(after)); // who had not proposed it has confirmed it (R23)
  if (kind !== 'DELEGATED_ADMIN_ENDED') return null;
  if (after?.endReason === 'PARTNER_RELINQUISHED') return 'partner';
  return after?.endReason === 'RELATIONSHIP_ENDED' ? null : 'customer';
}
