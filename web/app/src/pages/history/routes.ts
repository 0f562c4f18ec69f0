import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../routes';
import { readHistorySearch } from './historyFilter';

const historyPageRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'history',
  validateSearch: readHistorySearch,
  component: lazyRouteComponent(() => import('./HistoryPage'), 'HistoryPage'),
});

/** The history that customers and partners both have. */
export const historyRoutes = [historyPageRoute] as const;
