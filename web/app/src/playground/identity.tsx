// Whom to act as: a user of the development identity, somebody whom the provider signs in, or whose token was pasted.
import { useEffect, useState, useSyncExternalStore } from 'react';
import { config } from '../config';
import { type DevelopmentUser, listUsers, pickedUser } from '../session/development';
import { session } from '../session/session';
import type { Say } from './bar';
import { caller } from './page';

const nobody = 'You act as nobody.';

function wordsOf(error: unknown): string {
  return error instanceof TypeError ? 'The server cannot be reached. Is it still running?' : (error as Error).message;
}

function userLabel({ name, email, roles }: DevelopmentUser): string {
  return [name || email, roles.join(', ')].filter(Boolean).join(' · ');
}

function Users({ users }: { users: DevelopmentUser[] }) {
  const tenants = new Map<string, DevelopmentUser[]>(); // in the order in which they first appear
  for (const user of users) {
    const tenant = user.tenant || 'Without a tenant';
    tenants.set(tenant, [...(tenants.get(tenant) ?? []), user]);
  }
  return [...tenants].map(([tenant, members]) => (
    <optgroup key={tenant} label={tenant}>
      {members.map(user => (
        <option key={user.email} value={user.email}>
          {userLabel(user)}
        </option>
      ))}
    </optgroup>
  ));
}

/** The users to pick from; null while they are asked for. */
function useUsers(say: Say): DevelopmentUser[] | null {
  const [users, setUsers] = useState<DevelopmentUser[] | null>(null);
  useEffect(() => {
    listUsers().then(
      list => {
        setUsers(list);
        if (list.length === 0) say('The server lists no users. You can still act as nobody.', 'warning');
      },
      (error: unknown) => {
        setUsers([]);
        say(`The users could not be loaded. ${wordsOf(error)}`, 'error');
      },
    );
  }, [say]);
  return users;
}

/** The picker of the development identity's users; whom the application acts as in this tab is chosen already. */
export function IdentityPicker({ say }: { say: Say }) {
  const users = useUsers(say);
  const [chosen, setChosen] = useState(() => (session.state.phase === 'somebody' ? (pickedUser() ?? '') : ''));
  const [signedIn, setSignedIn] = useState(chosen);

  async function choose(email: string): Promise<void> {
    setChosen(email);
    setSignedIn('');
    try {
      await session.signOut(); // so that nothing is asked in the former name meanwhile
      if (email === '') return say(nobody);
      if (!(await session.choose(email))) return;
      setSignedIn(email);
      say(`You act as ${email}.`);
    } catch (error) {
      setChosen('');
      say(`No token for ${email}. ${wordsOf(error)} ${nobody}`, 'error');
    }
  }

  return (
    <label className="accord-field">
      <span>Act as</span>
      <select
        id="identity"
        value={chosen}
        data-signed-in={signedIn}
        data-loaded={users !== null}
        aria-describedby="status"
        onChange={event => void choose(event.target.value)}
      >
        <option value="">Nobody</option>
        {/* Whom the list does not have can still be who acts. */}
        {chosen !== '' && !users?.some(user => user.email === chosen) && <option value={chosen}>{chosen}</option>}
        {users && <Users users={users} />}
      </select>
    </label>
  );
}

/** The button that signs in with the provider, or out. */
function SignInButton({ say }: { say: Say }) {
  const { phase } = useSyncExternalStore(session.subscribe, () => session.state);
  const there = phase === 'somebody';

  async function press(): Promise<void> {
    try {
      if (there) {
        await session.signOut();
        say(nobody);
      } else await session.identity.begin('/playground');
    } catch (error) {
      say(`The identity provider cannot be asked. ${wordsOf(error)}`, 'error');
    }
  }

  return (
    <button id="sign-in" type="button" className="accord-button" aria-describedby="status" onClick={() => void press()}>
      {there ? 'Sign out' : 'Sign in'}
    </button>
  );
}

/** The field for a token that the user has from elsewhere. */
function TokenField({ say }: { say: Say }) {
  const [token, setToken] = useState('');

  function paste(value: string): void {
    setToken(value);
    caller.paste(value);
    if (value) say('Requests carry this token. It is kept until you close the page.');
    else say(caller.token === null ? nobody : 'You act as whoever has signed in.');
  }

  return (
    <label className="accord-field">
      <span>Bearer token</span>
      <input
        id="token"
        type="password"
        autoComplete="off"
        spellCheck={false}
        placeholder="Paste a token, or act as nobody"
        value={token}
        aria-describedby="status"
        onChange={event => paste(event.target.value)}
      />
    </label>
  );
}

/** How one signs in where a provider does: a button where these pages are a client of it, and the field in any case. */
export function ProviderIdentity({ say }: { say: Say }) {
  return (
    <>
      {config.oidc?.clientId && <SignInButton say={say} />}
      <TokenField say={say} />
    </>
  );
}
