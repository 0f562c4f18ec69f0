import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../routes';

const partnersPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'customer' },
  path: 'partners',
  validateSearch: (search: Record<string, unknown>): { ended?: true } => (search.ended === true ? { ended: true } : {}),
  component: lazyRouteComponent(() => import('./PartnersPage'), 'PartnersPage'),
});

const partnerPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'customer' },
  path: 'partners/$relationshipId',
  component: lazyRouteComponent(() => import('./PartnerPage'), 'PartnerPage'),
});

/** The pages for customers. */
export const customerRoutes = [partnersPageRoute, partnerPageRoute] as const;
