// Sign-in with an OpenID Connect provider: authorization code with PKCE. Tokens stay in memory; what a tab keeps of a
// sign-in under way (state, verifier, path) is gone when it is over.
import type { OidcClient, SigninResponse } from 'oidc-client-ts';
import type { OIDCConfig } from '../config';
import { type Identity, safePath } from './identity';

export const callbackPath = '/app/signed-in';

/** The page that is none of the application's. It takes what the provider has sent to callbackPath for itself. */
const playgroundPath = '/playground';

/** Says that this tab was signed in, so that a reload asks the provider once whether it still is. */
const hint = 'accord.signed-in';
/** The channel by which a window that signs in again hands over the address it came back to. */
const handover = 'accord.sign-in';
/** What the state of such a sign-in ends with. */
const windowMark = ';window';

interface Trip {
  returnTo: string;
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
    sessionStorage.setItem(hint, '1');
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
      if (location.pathname === callbackPath || comesBack(location.href) || sessionStorage.getItem(hint) === null) return null;
      sessionStorage.removeItem(hint); // one try: a refusal must not send the page back and forth
      return leave({ returnTo: location.pathname + location.search }, 'none');
    },

    async choose() {
      throw new Error('A provider lets nobody be picked.');
    },

    begin: returnTo => leave({ returnTo: safePath(returnTo) }),

    async finish(address) {
      const provider = await client();
      const { state } = await provider.readSigninResponseState(address);
      const returnTo = safePath((state.data as Partial<Trip> | undefined)?.returnTo);
      if (returnTo === playgroundPath && location.pathname !== playgroundPath) {
        // The token lives in the page that asks for it: another page gets the address, and the code in it.
        location.replace(playgroundPath + new URL(address).search);
        return new Promise(() => {});
      }
      if (isRefusedQuietly(address)) {
        await provider.readSigninResponseState(address, true); // which forgets the trip
        return { token: null, returnTo };
      }
      return { token: tokenOf(await provider.processSigninResponse(address)), returnTo };
    },

    async renew() {
      if (!signedIn?.refresh_token) return null;
      const { refresh_token, id_token, session_state, profile, scope } = signedIn;
      const response = await (await client()).useRefreshToken({
        state: { refresh_token, session_state, profile, ...(id_token && { id_token }), ...(scope && { scope }) },
      });
      response.refresh_token ??= refresh_token; // of a provider that does not rotate it
      response.id_token ??= id_token ?? '';
      return tokenOf(response);
    },

    async again() {
      const { url } = await (await client()).createSigninRequest({ state: { returnTo: '/app' }, url_state: 'window' });
      const address = await addressFrom(window.open(url, 'accord-sign-in', 'popup,width=480,height=640'));
      return address === null ? null : tokenOf(await (await client()).processSigninResponse(address));
    },

    async signOut() {
      sessionStorage.removeItem(hint);
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

/** Whether the provider, asked without the user's doing, says that it takes the user's doing. */
export function isRefusedQuietly(address: string): boolean {
  const error = new URL(address).searchParams.get('error');
  return error === 'login_required' || error === 'interaction_required' || error === 'consent_required';
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
 * Waits for the window to come back with an address; null when it was not allowed to open, or another has been opened
 * since. Whether it is still open cannot be told: Cross-Origin-Opener-Policy takes it away from this page, for which it
 * looks closed from then on.
 */
function addressFrom(opened: Window | null): Promise<string | null> {
  giveUp();
  if (opened === null) return Promise.resolve(null);
  return new Promise(resolve => {
    const channel = new BroadcastChannel(handover);
    const done = (address: string | null) => {
      channel.close();
      resolve(address);
    };
    giveUp = () => done(null);
    channel.onmessage = (event: MessageEvent<string>) => done(event.data);
  });
}
