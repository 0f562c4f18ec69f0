// In which order relationships and customers are listed.

export const orders = ['newest', 'oldest', 'name', 'nameDown'] as const;
export type Order = (typeof orders)[number];

const orderInputs = {
  newest: { field: 'ACCEPTED_AT', direction: 'DESC' },
  oldest: { field: 'ACCEPTED_AT', direction: 'ASC' },
  name: { field: 'CUSTOMER_NAME', direction: 'ASC' },
  nameDown: { field: 'CUSTOMER_NAME', direction: 'DESC' },
} as const;

/** How the server orders relationships and customers. */
export function orderBy(order: Order = 'newest') {
  return orderInputs[order];
}
