import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '../../lazyPage';
import { appRoute } from '../../routes';
import { strictly } from '../../strictly';
import { billsSearch } from './bills/search';
import { customersSearch } from './customers/search';
import { reportRowsSearch } from './parts/reportRows';
import { relationshipsSearch } from './relationships/search';
import { reportSearch } from './reports/search';
import { linkSearch } from './requesting/search';
import { subscriptionsSearch } from './subscriptions/search';

const requestPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'partner' },
  path: 'request',
  component: lazyPage(() => import('./RequestPage'), 'RequestPage'),
});

const linksPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'partner' },
  path: 'links',
  component: lazyPage(() => import('./LinksPage'), 'LinksPage'),
});

const linkPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'partner' },
  path: 'links/$inviteId',
  validateSearch: strictly(linkSearch),
  component: lazyPage(() => import('./LinkPage'), 'LinkPage'),
});

const customersPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'partner' },
  path: 'customers',
  validateSearch: strictly(customersSearch),
  component: lazyPage(() => import('./CustomersPage'), 'CustomersPage'),
});

const customerPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'partner' },
  path: 'customers/$customerId',
  component: lazyPage(() => import('./CustomerPage'), 'CustomerPage'),
});

const relationshipsPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'partner' },
  path: 'relationships',
  validateSearch: strictly(relationshipsSearch),
  component: lazyPage(() => import('./RelationshipsPage'), 'RelationshipsPage'),
});

const relationshipPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'partner' },
  path: 'relationships/$relationshipId',
  component: lazyPage(() => import('./RelationshipPage'), 'RelationshipPage'),
});

const privilegesPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'partner' },
  path: 'privileges',
  validateSearch: strictly(reportRowsSearch),
  component: lazyPage(() => import('./PrivilegesPage'), 'PrivilegesPage'),
});

const chargesPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'partner' },
  path: 'charges',
  validateSearch: strictly(reportRowsSearch),
  component: lazyPage(() => import('./ChargesPage'), 'ChargesPage'),
});

const subscriptionsPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'partner' },
  path: 'subscriptions',
  validateSearch: strictly(subscriptionsSearch),
  component: lazyPage(() => import('./SubscriptionsPage'), 'SubscriptionsPage'),
});

const subscriptionPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'partner' },
  path: 'subscriptions/$subscriptionId',
  component: lazyPage(() => import('./SubscriptionPage'), 'SubscriptionPage'),
});

const reportsPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'partner' },
  path: 'reports',
  validateSearch: strictly(reportSearch),
  component: lazyPage(() => import('./ReportsPage'), 'ReportsPage'),
});

const billsPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'partner' },
  path: 'bills',
  validateSearch: strictly(billsSearch),
  component: lazyPage(() => import('./BillsPage'), 'BillsPage'),
});

/** The pages for partners. */
export const partnerRoutes = [requestPageRoute, linksPageRoute, linkPageRoute, customersPageRoute, customerPageRoute, relationshipsPageRoute, relationshipPageRoute, privilegesPageRoute, chargesPageRoute, subscriptionsPageRoute, subscriptionPageRoute, reportsPageRoute, billsPageRoute] as const;
