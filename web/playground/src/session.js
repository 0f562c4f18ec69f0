// Who the page acts as. The token lives in this object and nowhere else: not in storage, not in a cookie, not in the
// editor of headers, not in the address.

/** Reads an answer of the picker's endpoints, or throws an Error whose message can be shown. */
async function readJSON(response) {
  const body = await response.json().catch(() => null);
  if (!response.ok) throw new Error(body?.error ?? `The server answered ${response.status}.`);
  return body;
}

/** fetch, with words instead of "Failed to fetch" when there is no answer at all. */
export async function reach(path, options) {
  try {
    return await fetch(path, options);
  } catch (error) {
    if (error?.name === 'AbortError') throw error;
    throw new Error('The server cannot be reached. Is it still running?');
  }
}

/** The demonstration users, as the server lists them. */
export async function loadUsers() {
  return (await readJSON(await reach('/playground/users'))) ?? [];
}

async function requestToken(email) {
  const answer = await readJSON(
    await reach('/playground/token', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email }),
    }),
  );
  if (!answer?.token) throw new Error('The server gave no token.');
  return answer.token;
}

/** Holds the current identity; onChange runs after every change of it. */
export function createSession(onChange = () => {}) {
  let token = '';
  let email = '';
  let latest = 0; // guards against the slow answer to an earlier choice
  const set = (nextToken, nextEmail) => {
    token = nextToken;
    email = nextEmail;
    onChange();
  };
  return {
    get token() {
      return token;
    },
    signOut() {
      latest++;
      set('', '');
    },
    paste(pasted) {
      latest++;
      set(pasted.trim().replace(/^Bearer\s+/i, ''), '');
    },
    /** Signs in as a demonstration user; false when a later choice overtook this one. */
    async choose(chosen) {
      const turn = ++latest;
      set('', '');
      const fresh = await requestToken(chosen);
      if (turn !== latest) return false;
      set(fresh, chosen);
      return true;
    },
    /** Replaces a token that the server no longer takes; false when there is no way to. */
    async renew() {
      if (!email) return false;
      const turn = latest;
      const fresh = await requestToken(email);
      if (turn !== latest) return false;
      token = fresh;
      return true;
    },
  };
}
