import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../routes';

const requestPageRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'request',
  component: lazyRouteComponent(() => import('./RequestPage'), 'RequestPage'),
});

const linksPageRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'links',
  component: lazyRouteComponent(() => import('./LinksPage'), 'LinksPage'),
});

const linkPageRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'links/$inviteId',
  component: lazyRouteComponent(() => import('./LinkPage'), 'LinkPage'),
});

const customersPageRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'customers',
  component: lazyRouteComponent(() => import('./CustomersPage'), 'CustomersPage'),
});

const customerPageRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'customers/$customerId',
  component: lazyRouteComponent(() => import('./CustomerPage'), 'CustomerPage'),
});

const relationshipsPageRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'relationships',
  component: lazyRouteComponent(() => import('./RelationshipsPage'), 'RelationshipsPage'),
});

const relationshipPageRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'relationships/$relationshipId',
  component: lazyRouteComponent(() => import('./RelationshipPage'), 'RelationshipPage'),
});

const privilegesPageRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'privileges',
  component: lazyRouteComponent(() => import('./PrivilegesPage'), 'PrivilegesPage'),
});

const chargesPageRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'charges',
  component: lazyRouteComponent(() => import('./ChargesPage'), 'ChargesPage'),
});

const subscriptionsPageRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'subscriptions',
  component: lazyRouteComponent(() => import('./SubscriptionsPage'), 'SubscriptionsPage'),
});

const subscriptionPageRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'subscriptions/$subscriptionId',
  component: lazyRouteComponent(() => import('./SubscriptionPage'), 'SubscriptionPage'),
});

const reportsPageRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'reports',
  component: lazyRouteComponent(() => import('./ReportsPage'), 'ReportsPage'),
});

const billsPageRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'bills',
  component: lazyRouteComponent(() => import('./BillsPage'), 'BillsPage'),
});

/** The pages for partners. */
export const partnerRoutes = [requestPageRoute, linksPageRoute, linkPageRoute, customersPageRoute, customerPageRoute, relationshipsPageRoute, relationshipPageRoute, privilegesPageRoute, chargesPageRoute, subscriptionsPageRoute, subscriptionPageRoute, reportsPageRoute, billsPageRoute] as const;
