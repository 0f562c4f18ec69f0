import { Client, cacheExchange, fetchExchange } from 'urql';
import { config } from '../config';
import { language } from '../i18n';
import { session } from '../session/session';

/** Sends a request as who is signed in; a token that has run out is replaced once, without the user's doing. */
async function askAsUser(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
  const send = () => {
    const headers = new Headers(init.headers);
    headers.set('Accept-Language', language());
    if (session.token) headers.set('Authorization', `Bearer ${session.token}`);
    return fetch(input, { ...init, headers });
  };
  const carried = session.token;
  const response = await send();
  if (response.status !== 401 || carried === null) return response;
  return (await session.renew()) ? send() : response;
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
