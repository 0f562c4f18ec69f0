import { Client, cacheExchange, fetchExchange } from 'urql';
import { config } from '../config';
import { language } from '../i18n';
import { session } from '../session/session';

/** How often a request is sent: with the token there is, with another, and after signing in again. */
const attempts = 3;

/**
 * Sends a request as who is signed in. A token that has run out is replaced without the user's doing; where that cannot
 * be, the request waits until the user has signed in again, and is then sent as if nothing had been.
 */
async function askAsUser(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const { stay } = session;
    await session.usable();
    const carried = session.token;
    const headers = new Headers(init.headers);
    headers.set('Accept-Language', language());
    if (carried) headers.set('Authorization', `Bearer ${carried}`);
    const response = await fetch(input, { ...init, headers });
    if (response.status !== 401 || carried === null || attempt === attempts) return response;
    // Another request may have seen to it meanwhile.
    if (session.token === carried) await (attempt === 1 ? session.renew() : session.expire());
    await session.usable();
    if (session.stay !== stay) return response; // who asked is gone
  }
}

/** A client with a cache of its own, for one user's time: what one has seen is never another's. */
export function createClient(): Client {
  return new Client({
    url: config.endpoint,
    exchanges: [cacheExchange, fetchExchange],
    requestPolicy: 'cache-and-network',
    preferGetMethod: false, // the answers are of one user, and addresses are logged
    fetch: askAsUser,
  });
}
