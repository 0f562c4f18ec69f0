import { createRoute, createRouter } from '@tanstack/react-router';
import { lazyPage } from './lazyPage';
import { NothingHere } from './pages/NotFound';
import { PageCrash } from './pages/PageCrash';
import { customerRoutes } from './pages/customer/routes';
import { historyRoutes } from './pages/history/routes';
import { operatorRoutes } from './pages/operator/routes';
import { partnerRoutes } from './pages/partner/routes';
import { appRoute, rootRoute } from './routes';
import { strictly } from './strictly';
import { expectArrival } from './ui/arrival';

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: lazyPage(() => import('./pages/Home'), 'Home'),
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/app/sign-in',
  validateSearch: strictly((search: Record<string, unknown>): { returnTo?: string } =>
    typeof search.returnTo === 'string' ? { returnTo: search.returnTo } : {}),
  component: lazyPage(() => import('./pages/SignIn'), 'SignIn'),
});

const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/app/signed-in',
  component: lazyPage(() => import('./pages/SignedIn'), 'SignedIn'),
});

/** Any token: a mistyped one may hold slashes. */
const inviteRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invite/$',
  component: lazyPage(() => import('./pages/invite/InvitePage'), 'InvitePage'),
});

const startRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/',
  component: lazyPage(() => import('./pages/Start'), 'Start'),
});

const routeTree = rootRoute.addChildren([
  homeRoute,
  signInRoute,
  signedInRoute,
  inviteRoute,
  appRoute.addChildren([startRoute, ...partnerRoutes, ...customerRoutes, ...historyRoutes, ...operatorRoutes]),
]);

export const router = createRouter({ routeTree, defaultNotFoundComponent: NothingHere, defaultErrorComponent: PageCrash, defaultPreload: 'intent', scrollRestoration: true });

router.subscribe('onBeforeNavigate', ({ fromLocation, pathChanged }) => {
  if (fromLocation && pathChanged) expectArrival();
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
