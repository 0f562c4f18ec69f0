import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isOwnPath } from '../session/identity';
import { handOver } from '../session/provider';
import { session } from '../session/session';
import { Page } from '../ui/page';
import { Loading, Notice } from '../ui/states';
import { Public } from './Public';
import { SignInFailed } from './SignIn';

let finishing: Promise<string> | null = null;

/** Where the provider leads back to; what it gave is used once. */
export function SignedIn() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [failed, setFailed] = useState(false);
  const [beside, setBeside] = useState(false);

  useEffect(() => {
    if (handOver(location.href)) {
      setBeside(true); // where the browser does not let the window close itself
      return;
    }
    finishing ??= session.finish(location.href);
    finishing.then(
      path => void navigate({ href: path, replace: true, reloadDocument: !isOwnPath(path) }),
      () => setFailed(true),
    );
  }, [navigate]);

  if (failed) {
    return (
      <Public>
        <SignInFailed returnTo="/app" />
      </Public>
    );
  }
  return <Public>{beside ? <Notice tone="good" title={t('signInPage.beside')} /> : <Page title={t('signInPage.arriving')}><Loading /></Page>}</Public>;
}
