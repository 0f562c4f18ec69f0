import type { LinkProps } from '@tanstack/react-router';
import type { Viewer } from '../api/viewer';
import type { Texts } from '../i18n/texts';

interface Entry {
  to: NonNullable<LinkProps['to']>;
  text: keyof Texts['common']['nav'];
}

const customer: Entry[] = [
  { to: '/app/partners', text: 'partnerRelationships' },
  { to: '/app/history', text: 'history' },
];

const operator: Entry[] = [
  { to: '/app/operator/partners', text: 'partners' },
  { to: '/app/operator/customers', text: 'customers' },
];

function partner(viewer: Viewer): Entry[] {
  const entries: Entry[] = [
    { to: '/app/customers', text: 'customers' },
    { to: '/app/relationships', text: 'relationships' },
    { to: '/app/subscriptions', text: 'subscriptions' },
    { to: '/app/links', text: 'links' },
    { to: '/app/reports', text: 'reports' },
    { to: '/app/history', text: 'history' },
  ];
  // R3 and R18 name who requests and who sees bills; the server decides all the same.
  const requests = viewer.has('ADMIN_AGENT', 'SALES_AGENT', 'GLOBAL_ADMIN');
  if (requests) entries.unshift({ to: '/app/request', text: 'request' });
  if (viewer.has('ADMIN_AGENT', 'GLOBAL_ADMIN', 'BILLING_ADMIN')) entries.push({ to: '/app/bills', text: 'bills' });
  return entries;
}

/** The pages that a user's company and roles have a use for. */
export function navigationOf(viewer: Viewer): Entry[] {
  if (viewer.kind === 'customer') return customer;
  return viewer.kind === 'operator' ? operator : partner(viewer);
}
