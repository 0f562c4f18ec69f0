import { oneOf, present, textOf } from '../../shared/address';

export interface SubscriptionsSearch {
  status?: 'ACTIVE' | 'SUSPENDED' | 'CANCELLED';
  /** The code of an offer. */
  offer?: string;
  /** The code of a service. */
  service?: string;
  /** Those that are offered to the partner, instead of those that it is billed for. */
  offered?: boolean;
}

/**
 * What the address of the list of subscriptions holds. Read anew on the page, as the router leaves
 * in the address what is not understood.
 */
export function subscriptionsSearch(search: Record<string, unknown>): SubscriptionsSearch {
  return present({
    status: oneOf(search, 'status', ['ACTIVE', 'SUSPENDED', 'CANCELLED']),
    offer: textOf(search, 'offer'),
    service: textOf(search, 'service'),
    offered: search.offered === true ? true : undefined,
  });
}

/** What the server is asked for. */
export function subscriptionsAsked({ status, offer, service, offered }: SubscriptionsSearch) {
  return {
    ...(status && { status }),
    ...(offer && { offer }),
    ...(service && { service }),
    ...(offered && { transferOffered: true }),
  };
}
