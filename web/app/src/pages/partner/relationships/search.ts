import { dayOf, oneOf, present, spanOf, textOf } from '../../shared/address';
import { type Order, orderBy, orders } from '../parts/orders';
import { type ReportRowsSearch, reportRowsSearch } from '../parts/reportRows';

export interface RelationshipFilters {
  q?: string;
  status?: 'ACTIVE' | 'ENDING' | 'ENDED';
  /** The code of a service for which privileges are in force. */
  service?: string;
  privileges?: 'with' | 'without';
  from?: string;
  to?: string;
  order?: Order;
}

export type RelationshipsSearch = RelationshipFilters & ReportRowsSearch;

/**
 * What the address of the list of relationships holds: filters of its own, or the rows of a report. Read anew on the page, as the router leaves
 * in the address what is not understood.
 */
export function relationshipsSearch(search: Record<string, unknown>): RelationshipsSearch {
  return {
    ...present({
      q: textOf(search, 'q'),
      status: oneOf(search, 'status', ['ACTIVE', 'ENDING', 'ENDED']),
      service: textOf(search, 'service'),
      privileges: oneOf(search, 'privileges', ['with', 'without']),
      from: dayOf(search, 'from'),
      to: dayOf(search, 'to'),
      order: oneOf(search, 'order', orders),
    }),
    ...reportRowsSearch(search),
  };
}

/** What the server is asked for. */
export function relationshipsAsked({ q, status, service, privileges, from, to, order }: RelationshipFilters) {
  const acceptedBetween = spanOf(from, to);
  return {
    filter: {
      ...(q && { search: q }),
      ...(status && { status }),
      ...(service && { service }),
      ...(privileges && { hasDelegatedAdmin: privileges === 'with' }),
      ...(acceptedBetween && { acceptedBetween }),
    },
    orderBy: orderBy(order),
  };
}
