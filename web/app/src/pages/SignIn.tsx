import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { config } from '../config';
import { type DevelopmentUser, listUsers } from '../session/development';
import { isOwnPath, safePath } from '../session/identity';
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
      <Page title={t('signInPage.noProvider')}>
        <Notice tone="warning">
          <p>{t('signInPage.noProviderHelp')}</p>
        </Notice>
      </Page>
    );
  }
  return failed ? <SignInFailed returnTo={returnTo} /> : <Page title={t('signInPage.leaving')}><Loading /></Page>;
}

/** Says that a sign-in came to nothing, and offers another. */
export function SignInFailed({ returnTo }: { returnTo: string }) {
  const { t } = useTranslation();
  return (
    <Page title={t('signInPage.failed')}>
      <Notice tone="bad" live>
        <p>{t('signInPage.failedHelp')}</p>
        <Button kind="primary" onPress={() => void session.identity.begin(returnTo)}>
          {t('retry')}
        </Button>
      </Notice>
    </Page>
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
      if (await session.choose(email)) await navigate({ href: returnTo, reloadDocument: !isOwnPath(returnTo) });
    } catch (error) {
      setProblem((error as Error).message);
    }
  }

  const shown = users?.filter(user => fits(user, search)) ?? [];
  const forLink = returnTo.startsWith('/invite/');
  const kinds = forLink ? (['customer', 'partner', 'operator'] as const) : (['partner', 'customer', 'operator'] as const);
  return (
    <Page title={t('signInPage.pickTitle')} intro={t('signInPage.pickIntro')}>
      {forLink ? <Notice>{t('signInPage.forLink')}</Notice> : <p className="quiet">{t('signInPage.eachTab')}</p>}
      {problem && <Notice tone="bad" live title={problem} />}
      <SearchField label={t('signInPage.searchUsers')} value={search} onChange={setSearch} />
      {users === null && !problem && <Loading rows={5} />}
      {users !== null && shown.length === 0 && <Empty title={t('signInPage.noUsers')} />}
      {kinds.map(kind => (
        <Kind key={kind} kind={kind} users={shown.filter(user => split(user.tenant)[0] === kind)} onPick={pick} />
      ))}
    </Page>
  );
}

interface KindProps {
  kind: 'partner' | 'customer' | 'operator';
  users: readonly DevelopmentUser[];
  onPick: (email: string) => void;
}

/** The users of all partners, of all customers, or of the operator. */
function Kind({ kind, users, onPick }: KindProps) {
  const { t } = useTranslation();
  if (users.length === 0) return null;
  return (
    <Card title={t(`tenants.${kind}`)}>
      <div className="picks">
        {[...Map.groupBy(users, user => user.tenant)].map(([tenant, members]) => (
          <Tenant key={tenant} name={split(tenant)[1]} members={members} onPick={onPick} />
        ))}
      </div>
    </Card>
  );
}

interface TenantProps {
  /** Empty for the operator, which is one. */
  name: string;
  members: readonly DevelopmentUser[];
  onPick: (email: string) => void;
}

function Tenant({ name, members, onPick }: TenantProps) {
  const { t } = useTranslation();
  const roleName = (role: string) => t(`roles.${role as 'OPERATOR'}`, { defaultValue: role });
  return (
    <section>
      {name && (
        <h3>
          <Name>{name}</Name>
        </h3>
      )}
      <ul>
        {members.map(user => (
          <li key={user.email}>
            <Button onPress={() => onPick(user.email)}>
              <span className="pick">
                <Name>{user.name || user.email}</Name>
                <span className="pick-about">{user.roles.map(roleName).join(' · ')}</span>
                <span className="pick-about">{user.email}</span>
              </span>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The kind and the name of a tenant such as `partner:Brightcloud`, or `operator`. */
function split(tenant: string): ['partner' | 'customer' | 'operator', string] {
  const [kind, ...name] = tenant.split(':');
  return [kind === 'partner' || kind === 'customer' ? kind : 'operator', name.join(':')];
}
