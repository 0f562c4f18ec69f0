// The development identity: whoever is at this machine picks whom to be. It exists on loopback alone.
import { type Identity, safePath } from './identity';

/** Remembers whom this tab has picked: a name and no secret. */
const key = 'accord.identity';

export interface DevelopmentUser {
  email: string;
  name: string;
  /** Such as `partner:Brightcloud`. */
  tenant: string;
  roles: string[];
}

async function ask<T>(path: string, options?: RequestInit): Promise<T> {
  const response = await fetch(path, options);
  const body = (await response.json().catch(() => null)) as (T & { error?: string }) | null;
  if (!response.ok || body === null) throw new Error(body?.error ?? `The server answered ${response.status}.`);
  return body;
}

/** The users to pick from. */
export function listUsers(): Promise<DevelopmentUser[]> {
  return ask('/identity/users');
}

async function tokenOf(email: string): Promise<string> {
  const { token } = await ask<{ token: string }>('/identity/token', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email }),
  });
  return token;
}

export function developmentIdentity(): Identity {
  const picked = () => sessionStorage.getItem(key);
  let choices = 0; // the slow answer to an earlier choice must not be remembered over a later one
  const resume = async () => {
    const email = picked();
    return email === null ? null : tokenOf(email);
  };
  return {
    kind: 'development',
    resume,
    renew: resume,
    again: resume,
    async choose(email) {
      const choice = ++choices;
      const token = await tokenOf(email);
      if (choice === choices) sessionStorage.setItem(key, email);
      return token;
    },
    async begin(returnTo) {
      location.assign(`/app/sign-in?returnTo=${encodeURIComponent(safePath(returnTo))}`);
    },
    async finish() {
      throw new Error('The development identity has no provider to come back from.');
    },
    async signOut() {
      choices++;
      sessionStorage.removeItem(key);
    },
  };
}

/** Whom this tab acts as with the development identity, if anybody. */
export function pickedUser(): string | null {
  return sessionStorage.getItem(key);
}
