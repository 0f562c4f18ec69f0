import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../routes';

const operatorPartnersPageRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'operator/partners',
  component: lazyRouteComponent(() => import('./OperatorPartnersPage'), 'OperatorPartnersPage'),
});

const operatorPartnerPageRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'operator/partners/$partnerId',
  component: lazyRouteComponent(() => import('./OperatorPartnerPage'), 'OperatorPartnerPage'),
});

const operatorCustomersPageRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'operator/customers',
  component: lazyRouteComponent(() => import('./OperatorCustomersPage'), 'OperatorCustomersPage'),
});

const operatorCustomerPageRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'operator/customers/$customerId',
  component: lazyRouteComponent(() => import('./OperatorCustomerPage'), 'OperatorCustomerPage'),
});

/** The pages for operators. */
export const operatorRoutes = [operatorPartnersPageRoute, operatorPartnerPageRoute, operatorCustomersPageRoute, operatorCustomerPageRoute] as const;
