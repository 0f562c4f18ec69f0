import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../routes';
import { billsSearch } from './bills/search';
import { customersSearch } from './customers/search';
import { reportRowsSearch } from './parts/reportRows';
import { relationshipsSearch } from './relationships/search';
import { subscriptionsSearch } from './subscriptions/search';
import { reportSearch } from './reports/search';
import { linkSearch } from './requesting/search';

const requestPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'partner' },
  path: 'request',
  component: lazyRouteComponent(() => import('./RequestPage'), 'RequestPage'),
});

const linksPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'partner' },
  path: 'links',
  component: lazyRouteComponent(() => import('./LinksPage'), 'LinksPage'),
});

const linkPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'partner' },
  path: 'links/$inviteId',
  validateSearch: linkSearch,
  component: lazyRouteComponent(() => import('./LinkPage'), 'LinkPage'),
});

const customersPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'partner' },
  path: 'customers',
  validateSearch: customersSearch,
  component: lazyRouteComponent(() => import('./CustomersPage'), 'CustomersPage'),
});

const customerPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'partner' },
  path: 'customers/$customerId',
  component: lazyRouteComponent(() => import('./CustomerPage'), 'CustomerPage'),
});

const relationshipsPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'partner' },
  path: 'relationships',
  validateSearch: relationshipsSearch,
  component: lazyRouteComponent(() => import('./RelationshipsPage'), 'RelationshipsPage'),
});

const relationshipPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'partner' },
  path: 'relationships/$relationshipId',
  component: lazyRouteComponent(() => import('./RelationshipPage'), 'RelationshipPage'),
});

const privilegesPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'partner' },
  path: 'privileges',
  validateSearch: reportRowsSearch,
  component: lazyRouteComponent(() => import('./PrivilegesPage'), 'PrivilegesPage'),
});

const chargesPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'partner' },
  path: 'charges',
  validateSearch: reportRowsSearch,
  component: lazyRouteComponent(() => import('./ChargesPage'), 'ChargesPage'),
});

const subscriptionsPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'partner' },
  path: 'subscriptions',
  validateSearch: subscriptionsSearch,
  component: lazyRouteComponent(() => import('./SubscriptionsPage'), 'SubscriptionsPage'),
});

const subscriptionPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'partner' },
  path: 'subscriptions/$subscriptionId',
  component: lazyRouteComponent(() => import('./SubscriptionPage'), 'SubscriptionPage'),
});

const reportsPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'partner' },
  path: 'reports',
  validateSearch: reportSearch,
  component: lazyRouteComponent(() => import('./ReportsPage'), 'ReportsPage'),
});

const billsPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'partner' },
  path: 'bills',
  validateSearch: billsSearch,
  component: lazyRouteComponent(() => import('./BillsPage'), 'BillsPage'),
});

/** The pages for partners. */
export const partnerRoutes = [requestPageRoute, linksPageRoute, linkPageRoute, customersPageRoute, customerPageRoute, relationshipsPageRoute, relationshipPageRoute, privilegesPageRoute, chargesPageRoute, subscriptionsPageRoute, subscriptionPageRoute, reportsPageRoute, billsPageRoute] as const;
