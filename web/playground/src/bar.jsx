// The bar above GraphiQL: who to act as, and what to try.
import { useEffect, useState } from 'react';
import { loadUsers } from './session.js';

const wanted = {
  nobody: 'as anybody',
  partner: 'as a partner',
  customer: 'as a customer',
  operator: 'as an operator',
};

/** Groups a list by a key, in the order in which the keys first appear. */
function groupBy(list, keyOf) {
  const groups = new Map();
  for (const item of list) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups];
}

function userLabel({ name, email, roles }) {
  return [name || email, roles?.join(', ')].filter(Boolean).join(' · ');
}

function Users({ users }) {
  return groupBy(users, user => user.tenant || 'Without a tenant').map(([tenant, members]) => (
    <optgroup key={tenant} label={tenant}>
      {members.map(user => (
        <option key={user.email} value={user.email}>
          {userLabel(user)}
        </option>
      ))}
    </optgroup>
  ));
}

/** The picker of demonstration users. */
export function IdentityPicker({ session, say }) {
  const [users, setUsers] = useState(null);
  const [chosen, setChosen] = useState('');
  const [signedIn, setSignedIn] = useState('');

  useEffect(() => {
    loadUsers().then(
      list => {
        setUsers(list);
        if (list.length === 0) say('The server lists no users. You can still act as nobody.', 'warning');
      },
      error => {
        setUsers([]);
        say(`The users could not be loaded. ${error.message}`, 'error');
      },
    );
  }, [say]);

  async function choose(email) {
    setChosen(email);
    setSignedIn('');
    if (email === '') {
      session.signOut();
      say('You act as nobody.');
      return;
    }
    try {
      if (!(await session.choose(email))) return;
      setSignedIn(email);
      say(`You act as ${email}.`);
    } catch (error) {
      setChosen('');
      say(`No token for ${email}. ${error.message} You act as nobody.`, 'error');
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
        onChange={event => choose(event.target.value)}
      >
        <option value="">Nobody</option>
        {users && <Users users={users} />}
      </select>
    </label>
  );
}

/** The field for a token of a real identity provider. */
export function TokenField({ session, say }) {
  const [token, setToken] = useState('');

  function paste(value) {
    setToken(value);
    session.paste(value);
    say(value ? 'Requests carry this token. It is kept until you close the page.' : 'You act as nobody.');
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

/** The picker of example operations. */
export function ExamplePicker({ examples, chosen, onChoose, disabled }) {
  return (
    <label className="accord-field">
      <span>Try</span>
      <select
        id="example"
        value={chosen}
        disabled={disabled}
        aria-describedby="status"
        onChange={event => onChoose(examples.find(example => example.name === event.target.value))}
      >
        <option value="" disabled>
          An example …
        </option>
        {examples.map((example, index) => (
          <option key={example.name} value={example.name}>
            {`${index + 1}. ${example.title} (${wants(example)})`}
          </option>
        ))}
      </select>
    </label>
  );
}

/**
 * The bar with its one line of status, which screen readers hear as it changes. Ctrl and Enter run the operation from
 * here as they do from the editors.
 */
export function Bar({ children, status, onRun }) {
  function runOnShortcut(event) {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    onRun();
  }
  return (
    <header className="accord-bar" onKeyDown={runOnShortcut}>
      <h1>Accord</h1>
      {children}
      <output id="status" className="accord-status" data-kind={status.kind} aria-live="polite">
        {status.text}
      </output>
    </header>
  );
}

/** The words for the kind of user that an example wants. */
export function wants(example) {
  return wanted[example.as] ?? `as ${example.as}`;
}
