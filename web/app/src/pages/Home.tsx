import { Navigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { config } from '../config';
import { useSession } from '../session/useSession';
import { ButtonLink } from '../ui/buttons';
import { Card, Page } from '../ui/page';
import { Public } from './Public';

/** The start for whoever is not signed in: what this is, and the ways in. */
export function Home() {
  const { t } = useTranslation();
  const { phase } = useSession();
  if (phase === 'somebody') return <Navigate to="/app" replace />;
  return (
    <Public>
      <Page title={t('home.title')} tab={t('tagline')} intro={t('home.intro')}>
        <p className="home-ways">
          <ButtonLink to="/app/sign-in" kind="primary">
            {config.identity === 'development' ? t('home.enterAs') : t('home.enter')}
          </ButtonLink>
          <a href="/playground" className="button button-secondary">
            {t('home.playground')}
          </a>
        </p>
        {config.identity === 'development' && (
          <Card title={t('home.tryTitle')}>
            <ol className="steps">
              <li>{t('home.try1')}</li>
              <li>{t('home.try2')}</li>
              <li>{t('home.try3')}</li>
            </ol>
          </Card>
        )}
        <ul className="home-kinds">
          {(['partner', 'customer', 'operator'] as const).map(kind => (
            <li key={kind} className="card">
              <h2>{t(`home.${kind}Title`)}</h2>
              <p>{t(`home.${kind}`)}</p>
            </li>
          ))}
        </ul>
      </Page>
    </Public>
  );
}
