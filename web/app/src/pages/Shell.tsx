import { Link, Outlet, useMatches, useNavigate, useRouterState } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useViewer, type Viewer, WithViewer } from '../api/viewer';
import { session } from '../session/session';
import { useSession } from '../session/useSession';
import { Button } from '../ui/buttons';
import { Actions } from '../ui/dialog';
import { Name, Notice } from '../ui/states';
import { NothingHere } from './NotFound';
import { Public } from './Public';
import { Settings } from './Settings';
import { navigationOf } from './navigation';

/** The frame of the pages for whoever is signed in. Who signs out is led to the start. */
export function Shell() {
  const { phase } = useSession();
  const navigate = useNavigate();
  useEffect(() => {
    if (phase === 'nobody') void navigate({ to: '/', replace: true });
  }, [phase, navigate]);
  if (phase === 'nobody') return null;
  return (
    <WithViewer unknown={<Unknown />}>
      <Frame />
    </WithViewer>
  );
}

function Unknown() {
  const { t } = useTranslation();
  return (
    <Public>
      <Notice tone="warning" title={t('signInPage.unknownTitle')}>
        <p>{t('signInPage.unknownHelp')}</p>
        <Actions>
          <Button onPress={() => session.signOut()}>{t('signInPage.others')}</Button>
        </Actions>
      </Notice>
    </Public>
  );
}

function Frame() {
  const { t } = useTranslation();
  const viewer = useViewer();
  const main = useRef<HTMLElement>(null);
  const kind = useMatches({ select: matches => matches.at(-1)?.staticData.kind });
  const tenant = viewer.partner ?? viewer.customer;
  return (
    <div className="shell">
      <a
        className="skip"
        href="#main"
        onClick={event => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {t('skip')}
      </a>
      <header className="bar">
        <Link to="/app" className="brand">
          {t('product')}
        </Link>
        <p className="bar-tenant">{tenant ? <Name>{tenant.name}</Name> : t('tenants.operator')}</p>
        <Settings label={viewer.called} signedIn />
      </header>
      <Navigation viewer={viewer} />
      <main id="main" tabIndex={-1} ref={main} className="shell-main">
        {kind === undefined || kind === viewer.kind ? <Outlet /> : <NothingHere />}
      </main>
    </div>
  );
}

/** The way to the pages; on a phone it opens by a button. */
function Navigation({ viewer }: { viewer: Viewer }): ReactNode {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const path = useRouterState({ select: state => state.location.pathname });
  useEffect(() => setOpen(false), [path]);
  return (
    <nav
      className="nav"
      aria-label={t('mainNavigation')}
      onKeyDown={event => {
        if (event.key !== 'Escape' || !open) return;
        setOpen(false);
        event.currentTarget.querySelector('button')?.focus();
      }}
    >
      <Button kind="secondary" aria-expanded={open} aria-controls="nav-items" onPress={() => setOpen(!open)}>
        {t('menu')}
      </Button>
      <ul id="nav-items" className={open ? 'nav-items nav-items-open' : 'nav-items'}>
        {navigationOf(viewer).map(({ to, text }) => (
          <li key={to}>
            <Link to={to} className="nav-link">
              {t(`nav.${text}`)}
            </Link>
          </li>
        ))}
        <li className="nav-last">
          <a href="/playground" className="nav-link">
            {t('nav.playground')}
          </a>
        </li>
      </ul>
    </nav>
  );
}
