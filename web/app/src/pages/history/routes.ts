import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '../../lazyPage';
import { appRoute } from '../../routes';
import { strictly } from '../../strictly';
import { readHistorySearch } from './historyFilter';

const historyPageRoute = createRoute({
  getParentRoute: () => appRoute,
  path: 'history',
  validateSearch: strictly(readHistorySearch),
  component: lazyPage(() => import('./HistoryPage'), 'HistoryPage'),
});

/** The history that customers and partners both have. */
export const historyRoutes = [historyPageRoute] as const;
