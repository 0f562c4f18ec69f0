// The routes that all others hang on. What a page is, its own folder says.
import { createRootRoute, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { NotFound, NothingHere } from './pages/NotFound';
import { PageCrash } from './pages/PageCrash';
import { session } from './session/session';

export const rootRoute = createRootRoute({ notFoundComponent: NotFound, errorComponent: PageCrash });

/** Pages for whoever is signed in. */
export const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/app',
  beforeLoad: ({ location }) => {
    if (session.state.phase === 'nobody') throw redirect({ to: '/app/sign-in', search: { returnTo: location.href } });
  },
  component: lazyRouteComponent(() => import('./pages/Shell'), 'Shell'),
  notFoundComponent: NothingHere,
});
