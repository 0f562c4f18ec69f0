import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '../../lazyPage';
import { appRoute } from '../../routes';
import { strictly } from '../../strictly';
import { present, textOf } from '../shared/address';

/** What is searched for, in the address, so that reload, links and the way back keep it. */
function validateSearch(search: Record<string, unknown>): { search?: string } {
  return present({ search: textOf(search, 'search') });
}

const operatorPartnersPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'operator' },
  path: 'operator/partners',
  validateSearch: strictly(validateSearch),
  component: lazyPage(() => import('./OperatorPartnersPage'), 'OperatorPartnersPage'),
});

const operatorPartnerPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'operator' },
  path: 'operator/partners/$partnerId',
  component: lazyPage(() => import('./OperatorPartnerPage'), 'OperatorPartnerPage'),
});

const operatorCustomersPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'operator' },
  path: 'operator/customers',
  validateSearch: strictly(validateSearch),
  component: lazyPage(() => import('./OperatorCustomersPage'), 'OperatorCustomersPage'),
});

const operatorCustomerPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'operator' },
  path: 'operator/customers/$customerId',
  component: lazyPage(() => import('./OperatorCustomerPage'), 'OperatorCustomerPage'),
});

/** The pages for operators. */
export const operatorRoutes = [operatorPartnersPageRoute, operatorPartnerPageRoute, operatorCustomersPageRoute, operatorCustomerPageRoute] as const;
