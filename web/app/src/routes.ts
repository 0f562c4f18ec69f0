// The routes that all others hang on. What a page is, its own folder says.
import { createRootRoute, createRoute, redirect } from '@tanstack/react-router';
import { lazyPage } from './lazyPage';
import { NotFound, NothingHere } from './pages/NotFound';
import { RootCrash } from './pages/RootCrash';
import { session } from './session/session';

export const rootRoute = createRootRoute({ notFoundComponent: NotFound, errorComponent: RootCrash });

/** Pages for whoever is signed in. */
export const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/app',
  beforeLoad: ({ location }) => {
    if (session.state.phase === 'nobody') throw redirect({ to: '/app/sign-in', search: { returnTo: location.href } });
  },
  component: lazyPage(() => import('./pages/Shell'), 'Shell'),
  notFoundComponent: NothingHere,
});

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** Whose page it is; for others there is nothing there. Without it, everybody's who is signed in. */
    kind?: 'partner' | 'customer' | 'operator';
  }
}
