import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../routes';
import { readHistorySearch } from './historyFilter';

const partnersPageRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'partners',
  validateSearch: (search: Record<string, unknown>): { ended?: true } => (search.ended === true ? { ended: true } : {}),
  component: lazyRouteComponent(() => import('./PartnersPage'), 'PartnersPage'),
});

const partnerPageRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'partners/$relationshipId',
  component: lazyRouteComponent(() => import('./PartnerPage'), 'PartnerPage'),
});

const historyPageRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'history',
  validateSearch: readHistorySearch,
  component: lazyRouteComponent(() => import('./HistoryPage'), 'HistoryPage'),
});

/** The pages for customers, and the history that customers and partners both have. */
export const customerRoutes = [partnersPageRoute, partnerPageRoute, historyPageRoute] as const;
