import { RouterProvider } from '@tanstack/react-router';
import { useMemo } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { useTranslation } from 'react-i18next';
import { Provider } from 'urql';
import { createClient } from './api/client';
import { ExpiredDialog } from './pages/ExpiredDialog';
import { router } from './router';
import { useSession } from './session/useSession';

/** The application. With each user's time it begins anew: neither a cache nor a form goes over to the next. */
export function App() {
  const { i18n } = useTranslation();
  const { stay } = useSession();
  const client = useMemo(() => createClient(), [stay]);
  return (
    <I18nProvider locale={i18n.language}>
      <Provider value={client} key={stay}>
        <RouterProvider router={router} />
        <ExpiredDialog />
      </Provider>
    </I18nProvider>
  );
}
