// Who the pages act as. The access token lives in this module and nowhere else: not in storage, not in a cookie, not in
// the address. What survives a reload is a hint by which another token can be asked for without the user's doing.
import { config } from '../config';
import { developmentIdentity } from './development';
import type { Identity } from './identity';
import { comesBack, providerIdentity } from './provider';

export type SessionState =
  /** Not known yet whether somebody is still signed in. */
  | { phase: 'starting' }
  | { phase: 'nobody' }
  | { phase: 'somebody' }
  /** The token ran out and no other could be had; who signs in again goes on where they were. */
  | { phase: 'expired' };

const identity: Identity = config.identity === 'oidc' ? providerIdentity(config.oidc) : developmentIdentity();

let state: SessionState = { phase: 'starting' };
let token: string | null = null;
let renewal: Promise<boolean> | null = null;
/** Counts the changes of who is signed in: an answer to an earlier one's question counts no more. */
let turn = 0;
/** Counts the users' times: it stays while the same user goes on with another token. */
let stay = 0;
const listeners = new Set<() => void>();

/** With a provider one is signed in, or not, in all tabs; users of the development identity are of one tab each. */
const tabs = identity.kind === 'oidc' ? new BroadcastChannel('accord.session') : null;
tabs?.addEventListener('message', () => begin('nobody', null));

function become(next: SessionState['phase'], nextToken: string | null): void {
  turn++;
  token = nextToken;
  state = { phase: next };
  for (const listener of listeners) listener();
}

/** What the pages hold of one user is nothing for the next. */
function begin(next: SessionState['phase'], nextToken: string | null): void {
  stay++;
  become(next, nextToken);
}

async function signInWith(ask: () => Promise<string | null>): Promise<boolean> {
  const asked = ++turn;
  const fresh = await ask();
  if (asked !== turn) return false; // somebody else has signed in, or out, meanwhile
  begin(fresh === null ? 'nobody' : 'somebody', fresh);
  return fresh !== null;
}

export const session = {
  get state(): SessionState {
    return state;
  },
  /** The bearer token; null without somebody signed in. */
  get token(): string | null {
    return token;
  },
  /** A number that is another with each user's time, and none for the time before it is known who is there. */
  get stay(): number {
    return stay;
  },
  /** How users sign in here. */
  get identity(): Identity {
    return identity;
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  /** Finds out, without the user's doing, whether somebody is still signed in. */
  async start(): Promise<void> {
    try {
      await signInWith(() => identity.resume());
    } catch {
      begin('nobody', null);
    }
  },
  /** Signs in as a user of the development identity; false when a later choice overtook this one. */
  choose(email: string): Promise<boolean> {
    return signInWith(() => identity.choose(email));
  },
  /** Comes back from the provider; gives the path to go on at. */
  async finish(address: string): Promise<string> {
    const { token: fresh, returnTo } = await identity.finish(address);
    begin(fresh === null ? 'nobody' : 'somebody', fresh);
    return returnTo;
  },
  /**
   * Begins on a page outside of the application's router: comes back from the provider where the address says so, and
   * otherwise finds out whether somebody is still signed in.
   */
  async arrive(): Promise<void> {
    if (!comesBack(location.href)) return session.start();
    let path = location.pathname;
    try {
      path = await session.finish(location.href);
    } catch (error) {
      begin('nobody', null);
      throw error;
    } finally {
      history.replaceState(null, '', path); // without the code, which is good for one use
    }
  },
  /**
   * Replaces a token that the server takes no longer. All who ask meanwhile get the same answer; false, and the phase
   * `expired`, when there is no way to.
   */
  renew(): Promise<boolean> {
    if (state.phase === 'expired') return Promise.resolve(false);
    renewal ??= (async () => {
      const asked = turn;
      const fresh = await identity.renew().catch(() => null);
      if (asked !== turn) return token !== null;
      if (fresh === null) become('expired', null);
      else token = fresh;
      return fresh !== null;
    })().finally(() => {
      renewal = null;
    });
    return renewal;
  },
  /** Notes that the server refuses even a token that was just replaced. */
  expire(): void {
    if (state.phase === 'somebody') become('expired', null);
  },
  /** Waits while the session is expired. */
  usable(): Promise<void> {
    if (state.phase !== 'expired') return Promise.resolve();
    return new Promise(resolve => {
      const stop = session.subscribe(() => {
        if (state.phase === 'expired') return;
        stop();
        resolve();
      });
    });
  },
  /**
   * Signs in again in a window of its own, so that nothing of this page is lost. Whether it is the same user is asked
   * before the token is used: for another one the pages begin anew. False when it came to nothing.
   */
  async again(isSame: (fresh: string) => Promise<boolean>): Promise<boolean> {
    const asked = turn;
    const fresh = await identity.again();
    if (asked !== turn || fresh === null) return false;
    const same = await isSame(fresh);
    if (asked !== turn) return false;
    (same ? become : begin)('somebody', fresh);
    return true;
  },
  /** Forgets the token, then tells the provider. */
  async signOut(): Promise<void> {
    begin('nobody', null);
    tabs?.postMessage('signed out');
    await identity.signOut();
  },
};
