// Sign-in with an OpenID Connect provider: authorization code with PKCE. Tokens stay in memory; what a tab keeps of a
// sign-in under way (state, verifier, path) is gone when it is over.
import type { OidcClient, SigninResponse } from 'oidc-client-ts';
import type { OIDCConfig } from '../config';
import { type Identity, safePath } from './identity';

export const callbackPath = '/app/signed-in';

/** The page that is none of the application's. It takes what the provider has sent to callbackPath for itself. */
const playgroundPath = '/playground';

/** Says that somebody was signed in, so that a page asks the provider once whether they still are. */
const hint = 'accord.signed-in';
/** The channel by which a window that signs in again hands over the address it came back to. */
const handover = 'accord.sign-in';
/** What the state of such a sign-in ends with. */
const windowMark = ';window';

interface Trip {
  returnTo: string;
  /** Whether the user was not to be asked anything. */
  quiet?: true;
}

async function createClient(oidc: OIDCConfig): Promise<OidcClient> {
  const { OidcClient, WebStorageStateStore } = await import('oidc-client-ts');
  return new OidcClient({
    authority: oidc.issuer,
    client_id: oidc.clientId,
    scope: oidc.scope,
    redirect_uri: location.origin + callbackPath,
    post_logout_redirect_uri: `${location.origin}/`,
    stateStore: new WebStorageStateStore({ store: sessionStorage, prefix: 'accord.trip.' }),
    ...(oidc.audience && { resource: oidc.audience, extraQueryParams: { audience: oidc.audience } }),
  });
}

export function providerIdentity(oidc: OIDCConfig | undefined): Identity {
  if (!oidc) throw new Error('The page names no provider to sign in with.');
  let creating: Promise<OidcClient> | undefined;
  const client = () => (creating ??= createClient(oidc));
  let signedIn: SigninResponse | null = null;

  function tokenOf(response: SigninResponse): string {
    const token = oidc?.token === 'id' ? response.id_token : response.access_token;
    if (!token) throw new Error('The provider gave no token.');
    signedIn = response;
    localStorage.setItem(hint, '1');
    return token;
  }

  async function leave(trip: Trip, prompt?: 'none'): Promise<never> {
    const { url } = await (await client()).createSigninRequest({ state: trip, ...(prompt && { prompt }) });
    location.assign(url);
    return new Promise(() => {}); // the page is about to be left
  }

  return {
    kind: 'oidc',

    async resume() {
      if (location.pathname === callbackPath || comesBack(location.href) || localStorage.getItem(hint) === null) return null;
      localStorage.removeItem(hint); // one try: a refusal must not send the page back and forth
      return leave({ returnTo: location.pathname + location.search, quiet: true }, 'none');
    },

    async choose() {
      throw new Error('A provider lets nobody be picked.');
    },

    begin: returnTo => leave({ returnTo: safePath(returnTo) }),

    async finish(address) {
      const provider = await client();
      const { state } = await provider.readSigninResponseState(address);
      const trip = (state.data ?? {}) as Partial<Trip>;
      const returnTo = safePath(trip.returnTo);
      if (returnTo === playgroundPath && location.pathname !== playgroundPath) {
        // The token lives in the page that asks for it: another page gets the address, and the code in it.
        location.replace(playgroundPath + new URL(address).search);
        return new Promise(() => {});
      }
      if (trip.quiet && takesTheUser(address)) {
        await provider.readSigninResponseState(address, true); // which forgets the trip
        return { token: null, returnTo };
      }
      return { token: tokenOf(await provider.processSigninResponse(address)), returnTo };
    },

    async renew() {
      const began = signedIn;
      if (!began?.refresh_token) return null;
      const { refresh_token, id_token, session_state, profile, scope } = began;
      const response = await (await client()).useRefreshToken({
        state: { refresh_token, session_state, profile, ...(id_token && { id_token }), ...(scope && { scope }) },
      });
      if (signedIn !== began) return null; // signed out meanwhile
      // A provider that gives no other ID token leaves the one that has run out.
      if (oidc.token === 'id' && response.id_token === id_token) return null;
      response.refresh_token ??= refresh_token; // of a provider that does not rotate it
      return tokenOf(response);
    },

    async again() {
      // At once, while the browser still takes it for the user's doing.
      const opened = window.open('', 'accord-sign-in', 'popup,width=480,height=640');
      if (opened === null) throw new Error('the browser does not let the window open');
      const { url, state } = await (await client()).createSigninRequest({ state: { returnTo: '/app' }, url_state: 'window' });
      opened.location.href = url;
      const address = await addressOf(state.id);
      return address === null ? null : tokenOf(await (await client()).processSigninResponse(address));
    },

    async signOut() {
      localStorage.removeItem(hint);
      const idToken = signedIn?.id_token;
      signedIn = null;
      const request = await (await client())
        .createSignoutRequest(idToken ? { id_token_hint: idToken } : {})
        .catch(() => null); // a provider without an end of sessions
      if (request) location.assign(request.url);
    },
  };
}

/** Whether an address is one that the provider has sent the browser back to. */
export function comesBack(address: string): boolean {
  const sent = new URL(address).searchParams;
  return sent.has('state') && (sent.has('code') || sent.has('error'));
}

const takesUser = new Set(['login_required', 'interaction_required', 'consent_required', 'account_selection_required']);

/** Whether the provider says that it takes the user's doing. */
function takesTheUser(address: string): boolean {
  return takesUser.has(new URL(address).searchParams.get('error') ?? '');
}

/** Hands the address over to the page that opened this window, if one did; then the window closes, where it may. */
export function handOver(address: string): boolean {
  if (!new URL(address).searchParams.get('state')?.endsWith(windowMark)) return false;
  const channel = new BroadcastChannel(handover);
  channel.postMessage(address);
  channel.close();
  window.close();
  return true;
}

/** Ends the wait for an earlier window. */
let giveUp = () => {};

/**
 * Waits for the window of a sign-in to come back with an address; null when another has been opened since. Other tabs
 * hear of it too, and let it be. Whether the window is still open cannot be told: Cross-Origin-Opener-Policy takes it away
 * from this page, for which it looks closed from then on.
 */
function addressOf(id: string): Promise<string | null> {
  giveUp();
  return new Promise(resolve => {
    const channel = new BroadcastChannel(handover);
    const done = (address: string | null) => {
      channel.close();
      resolve(address);
    };
    giveUp = () => done(null);
    channel.onmessage = (event: MessageEvent<string>) => {
      if (new URL(event.data).searchParams.get('state') === id + windowMark) done(event.data);
    };
  });
}
