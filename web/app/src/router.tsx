import { createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { customerRoutes } from './pages/customer/routes';
import { historyRoutes } from './pages/history/routes';
import { operatorRoutes } from './pages/operator/routes';
import { partnerRoutes } from './pages/partner/routes';
import { NothingHere } from './pages/NotFound';
import { PageCrash } from './pages/PageCrash';
import { appRoute, rootRoute } from './routes';
import { expectArrival } from './ui/arrival';

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/Home'), 'Home'),
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/app/sign-in',
  validateSearch: (search: Record<string, unknown>): { returnTo?: string } =>
    typeof search.returnTo === 'string' ? { returnTo: search.returnTo } : {},
  component: lazyRouteComponent(() => import('./pages/SignIn'), 'SignIn'),
});

const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/app/signed-in',
  component: lazyRouteComponent(() => import('./pages/SignedIn'), 'SignedIn'),
});

/** Any token: a mistyped one may hold slashes. */
const inviteRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invite/$',
  component: lazyRouteComponent(() => import('./pages/invite/InvitePage'), 'InvitePage'),
});

const startRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/Start'), 'Start'),
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
