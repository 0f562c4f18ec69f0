import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '../../lazyPage';
import { appRoute } from '../../routes';
import { strictly } from '../../strictly';

const partnersPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'customer' },
  path: 'partners',
  validateSearch: strictly((search: Record<string, unknown>): { ended?: true } => (search.ended === true ? { ended: true } : {})),
  component: lazyPage(() => import('./PartnersPage'), 'PartnersPage'),
});

const partnerPageRoute = createRoute({
  getParentRoute: () => appRoute,
  staticData: { kind: 'customer' },
  path: 'partners/$relationshipId',
  component: lazyPage(() => import('./PartnerPage'), 'PartnerPage'),
});

/** The pages for customers. */
export const customerRoutes = [partnersPageRoute, partnerPageRoute] as const;
