import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { config } from '../config';
import { type DevelopmentUser, listUsers } from '../session/development';
import { safePath } from '../session/identity';
import { session } from '../session/session';
import { Button } from '../ui/buttons';
import { SearchField } from '../ui/fields';
import { Card, Page } from '../ui/page';
import { Empty, Loading, Name, Notice } from '../ui/states';
import { Public } from './Public';

/** Signs in: with the provider, or as a user whom one picks. */
export function SignIn() {
  const { returnTo } = useSearch({ from: '/app/sign-in' });
  const path = safePath(returnTo);
  return (
    <Public>
      {config.identity === 'development' ? <Pick returnTo={path} /> : <Leave returnTo={path} />}
    </Public>
  );
}

/** Goes to the provider's own page. */
function Leave({ returnTo }: { returnTo: string }) {
  const { t } = useTranslation();
  const possible = Boolean(config.oidc?.clientId);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    if (possible) session.identity.begin(returnTo).catch(() => setFailed(true));
  }, [possible, returnTo]);

  if (!possible) {
    return (
      <Notice tone="warning" title={t('signInPage.noProvider')}>
        <p>{t('signInPage.noProviderHelp')}</p>
      </Notice>
    );
  }
  return failed ? <SignInFailed returnTo={returnTo} /> : <Page title={t('signInPage.leaving')}>{<Loading />}</Page>;
}

/** Says that a sign-in came to nothing, and offers another. */
export function SignInFailed({ returnTo }: { returnTo: string }) {
  const { t } = useTranslation();
  return (
    <Notice tone="bad" live title={t('signInPage.failed')}>
      <p>{t('signInPage.failedHelp')}</p>
      <Button kind="primary" onPress={() => void session.identity.begin(returnTo)}>
        {t('retry')}
      </Button>
    </Notice>
  );
}

function fits(user: DevelopmentUser, search: string): boolean {
  const text = [user.name, user.email, user.tenant].join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every(word => text.includes(word));
}

/** Picks a user of the development identity. */
function Pick({ returnTo }: { returnTo: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [users, setUsers] = useState<DevelopmentUser[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [search, setSearch] = useState('');

  useEffect(() => {
    listUsers().then(setUsers, (error: Error) => setProblem(error.message));
  }, []);

  async function pick(email: string) {
    try {
      if (await session.choose(email)) await navigate({ href: returnTo });
    } catch (error) {
      setProblem((error as Error).message);
    }
  }

  const shown = users?.filter(user => fits(user, search)) ?? [];
  const tenants = Map.groupBy(shown, user => user.tenant);
  return (
    <Page title={t('signInPage.pickTitle')} intro={t('signInPage.pickIntro')}>
      {returnTo.startsWith('/invite/') && <Notice>{t('signInPage.forLink')}</Notice>}
      {problem && <Notice tone="bad" live title={problem} />}
      <SearchField label={t('signInPage.searchUsers')} value={search} onChange={setSearch} />
      {users === null && !problem && <Loading rows={5} />}
      {users !== null && shown.length === 0 && <Empty title={t('signInPage.noUsers')} />}
      {[...tenants].map(([tenant, members]) => (
        <Tenant key={tenant} tenant={tenant} members={members} onPick={pick} />
      ))}
    </Page>
  );
}

interface TenantProps {
  /** Such as `partner:Brightcloud`, or `operator`. */
  tenant: string;
  members: readonly DevelopmentUser[];
  onPick: (email: string) => void;
}

function Tenant({ tenant, members, onPick }: TenantProps) {
  const { t } = useTranslation();
  const [kind, name] = split(tenant);
  const roleName = (role: string) => t(`roles.${role as 'OPERATOR'}`, { defaultValue: role });
  return (
    <Card title={name ? `${t(`tenants.${kind}`)} · ${name}` : t(`tenants.${kind}`)}>
      <ul className="picks">
        {members.map(user => (
          <li key={user.email}>
            <Button onPress={() => onPick(user.email)}>
              <span className="pick">
                <Name>{user.name || user.email}</Name>
                <span className="pick-about">{[user.email, ...user.roles.map(roleName)].join(' · ')}</span>
              </span>
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function split(tenant: string): ['partner' | 'customer' | 'operator', string] {
  const [kind, ...name] = tenant.split(':');
  return [kind === 'partner' || kind === 'customer' ? kind : 'operator', name.join(':')];
}
