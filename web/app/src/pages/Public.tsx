import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../session/useSession';
import { Settings } from './Settings';

/** The frame of pages that nobody has to be signed in for. */
export function Public({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const { phase } = useSession();
  return (
    <div className="public">
      <header className="bar">
        <Link to="/" className="brand">
          {t('product')}
        </Link>
        <Settings label={t('language')} signedIn={phase === 'somebody'} />
      </header>
      <main className="public-main">{children}</main>
    </div>
  );
}
