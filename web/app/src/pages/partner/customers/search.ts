import { dayOf, oneOf, present, spanOf, textOf } from '../../shared/address';
import { type Order, orderBy, orders } from '../parts/orders';

export interface CustomersSearch {
  q?: string;
  status?: 'ACTIVE' | 'ENDING';
  /** The code of a service that the partner holds. */
  service?: string;
  privileges?: 'with' | 'without';
  /** The code of a service that the partner does not hold. */
  without?: string;
  from?: string;
  to?: string;
  order?: Order;
}

/**
 * What the address of the list of customers holds. Read anew on the page, as the router leaves
 * in the address what is not understood.
 */
export function customersSearch(search: Record<string, unknown>): CustomersSearch {
  return present({
    q: textOf(search, 'q'),
    status: oneOf(search, 'status', ['ACTIVE', 'ENDING']),
    service: textOf(search, 'service'),
    privileges: oneOf(search, 'privileges', ['with', 'without']),
    without: textOf(search, 'without'),
    from: dayOf(search, 'from'),
    to: dayOf(search, 'to'),
    order: oneOf(search, 'order', orders),
  });
}

/** What the server is asked for. */
export function customersAsked({ q, status, service, privileges, without, from, to, order }: CustomersSearch) {
  const acceptedBetween = spanOf(from, to);
  return {
    filter: {
      ...(q && { search: q }),
      ...(status && { status }),
      ...(service && { service }),
      ...(privileges && { hasDelegatedAdmin: privileges === 'with' }),
      ...(without && { withoutDelegatedAdminFor: [without] }),
      ...(acceptedBetween && { acceptedBetween }),
    },
    orderBy: orderBy(order),
  };
}
