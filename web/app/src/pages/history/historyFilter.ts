// Which part of a history is shown. The address says it, so that reload, links and the way back keep it.
import type { VariablesOf } from '../../api/graphql';
import { dayOf, present, spanOf, textOf } from '../shared/address';
import type { Kind } from '../shared/history/event';
import type { CustomerHistoryQuery } from './queries';

/** The kinds of event by what they are about. */
export const topics = {
  relationships: [
    'RELATIONSHIP_CREATED',
    'RELATIONSHIP_CHANGED',
    'RELATIONSHIP_END_PROPOSED',
    'RELATIONSHIP_END_WITHDRAWN',
    'RELATIONSHIP_ENDED',
  ],
  privileges: ['DELEGATED_ADMIN_GRANTED', 'DELEGATED_ADMIN_ENDED'],
  subscriptions: [
    'SUBSCRIPTION_ORDERED',
    'SUBSCRIPTION_IMPORTED',
    'SUBSCRIPTION_SEATS_CHANGED',
    'SUBSCRIPTION_UPGRADED',
    'SUBSCRIPTION_SUSPENDED',
    'SUBSCRIPTION_RESUMED',
    'SUBSCRIPTION_CANCELLED',
    'SUBSCRIPTION_RENEWED',
    'SUBSCRIPTION_TRANSFER_OFFERED',
    'SUBSCRIPTION_TRANSFER_WITHDRAWN',
    'SUBSCRIPTION_TRANSFERRED',
    'SUBSCRIPTION_PARTNER_OF_RECORD_CHANGED',
    'SUBSCRIPTION_SUPPORT_CONTACT_CHANGED',
  ],
  links: ['INVITE_CREATED', 'INVITE_ROTATED', 'INVITE_DECLINED', 'INVITE_REVOKED', 'INVITE_EXHAUSTED'],
  companies: [
    'PARTNER_REGISTERED',
    'PARTNER_CHANGED',
    'CUSTOMER_REGISTERED',
    'CUSTOMER_CHANGED',
    'PAIRING_ENDED',
    'AGREEMENT_SIGNED',
  ],
  users: ['USER_ADDED', 'USER_CHANGED', 'USER_REMOVED', 'API_KEY_CREATED', 'API_KEY_REVOKED'],
} as const satisfies Record<string, readonly Kind[]>;

export type Topic = keyof typeof topics;
export const topicNames = Object.keys(topics) as Topic[];

/** What the address says: topics joined by commas, and days of the reader's time zone, the last one included. */
export interface HistorySearch {
  about?: string;
  from?: string;
  to?: string;
}

export function readHistorySearch(search: Record<string, unknown>): HistorySearch {
  const about = topicsOf(textOf(search, 'about')).join(',') || undefined;
  return present({ about, from: dayOf(search, 'from'), to: dayOf(search, 'to') });
}

export function topicsOf(about: string | undefined): Topic[] {
  const named = (about ?? '').split(',');
  return topicNames.filter(topic => named.includes(topic));
}

type Filter = VariablesOf<typeof CustomerHistoryQuery>['filter'];

/** The same as the server takes it. */
export function filterOf({ about, from, to }: HistorySearch): NonNullable<Filter> {
  const occurredBetween = spanOf(from, to);
  const kinds = topicsOf(about).flatMap<Kind>(topic => topics[topic]);
  return {
    ...(kinds.length > 0 && { kinds }),
    ...(occurredBetween && { occurredBetween }),
  };
}

/** Whether an event is one that the filter keeps. */
export function keeps({ kinds, occurredBetween }: NonNullable<Filter>, event: { kind: Kind; occurredAt: string }): boolean {
  const at = Date.parse(event.occurredAt);
  return (
    (!kinds || kinds.includes(event.kind)) &&
    (!occurredBetween?.from || at >= Date.parse(occurredBetween.from)) &&
    (!occurredBetween?.to || at < Date.parse(occurredBetween.to))
  );
}
