// How operations reach the server: queries and mutations by POST, subscriptions by WebSocket.
import { parse } from 'graphql';
import { createClient } from 'graphql-ws';
import { reach } from './session.js';

/**
 * The operation that a request runs. It is read from the text and not from the editor's state, which lags a moment
 * behind after an example was chosen.
 */
function findOperation(query, name) {
  try {
    const operations = parse(query).definitions.filter(d => d.kind === 'OperationDefinition');
    return operations.find(o => o.name?.value === name) ?? operations[0];
  } catch {
    return undefined; // the server says what is wrong with the text, and says it better
  }
}

function requestHeaders(session, typed) {
  const headers = new Headers({
    Accept: 'application/graphql-response+json, application/json;q=0.9',
    'Content-Type': 'application/json',
  });
  if (session.token) headers.set('Authorization', `Bearer ${session.token}`);
  for (const [name, value] of Object.entries(typed ?? {})) headers.set(name, String(value));
  return headers;
}

async function post(endpoint, session, params, typed) {
  const send = () =>
    reach(endpoint, { method: 'POST', headers: requestHeaders(session, typed), body: JSON.stringify(params) });
  let response = await send();
  if (response.status === 401 && (await session.renew().catch(() => false))) response = await send();
  return response;
}

/** The result in an HTTP answer; an answer that is no GraphQL becomes an Error in words. */
async function readResult(response) {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`The server answered ${response.status} ${response.statusText} and not with GraphQL: ${text.slice(0, 300)}`);
  }
}

/** What went wrong with a subscription, in words; graphql-ws rejects with an Error, a CloseEvent or an Event. */
function liveError(cause) {
  if (cause instanceof Error) return cause;
  if (cause?.code === 4401 || cause?.code === 4403) {
    return new Error(`The server refused the token for the live connection (${cause.code} ${cause.reason}).`);
  }
  if (cause?.code) return new Error(`The live connection ended: ${cause.code} ${cause.reason || 'without a reason'}.`);
  return new Error('The live connection could not be opened.');
}

function webSocketURL(endpoint) {
  const url = new URL(endpoint, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/** The WebSocket connection; reset() ends it, so that the next subscription says anew who it is. */
function createLive(endpoint, session) {
  let client = null;
  const open = () => {
    client ??= createClient({
      url: webSocketURL(endpoint),
      lazy: true,
      retryAttempts: 0,
      connectionParams: () => (session.token ? { Authorization: `Bearer ${session.token}` } : {}),
      onNonLazyError: () => {},
    });
    return client;
  };
  return {
    subscribe: params => open().iterate(params)[Symbol.asyncIterator](),
    reset() {
      client?.dispose();
      client = null;
    },
  };
}

/** Whether a result says that the caller is not signed in. */
function isRefusal(status, result) {
  return status === 401 || result?.errors?.some(e => e.extensions?.code === 'UNAUTHENTICATED');
}

/**
 * A GraphiQL fetcher. The observer hears what the bar shows: listening(), answered(result), refused(), failed().
 */
export function createFetcher({ endpoint, session, observer }) {
  const live = createLive(endpoint, session);

  /**
   * The events of a subscription. This is no generator, because a generator that waits for an event hears of its
   * return() only after that event; the button has to stop it at once.
   */
  function listen(params) {
    const events = live.subscribe(params);
    observer.listening();
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      async next() {
        try {
          const { done, value } = await events.next();
          if (done) observer.ended();
          else observer.answered(value);
          return { done, value };
        } catch (cause) {
          observer.failed();
          if (Array.isArray(cause)) return { done: false, value: { errors: cause } }; // the server refused the operation
          throw liveError(cause);
        }
      },
      return: () => events.return(),
    };
  }

  async function ask(params, typed, isIntrospection) {
    try {
      const response = await post(endpoint, session, params, typed);
      const result = await readResult(response);
      if (isIntrospection) return result;
      if (session.token && isRefusal(response.status, result)) observer.refused(result);
      else observer.answered(result);
      return result;
    } catch (error) {
      if (!isIntrospection) observer.failed();
      throw error;
    }
  }

  function fetcher(params, options) {
    const operation = findOperation(params.query, params.operationName);
    const { query, variables } = params;
    const request = { query, variables, operationName: operation?.name?.value ?? undefined };
    if (operation?.operation === 'subscription') return listen(request);
    return ask(request, options?.headers, operation?.name?.value === 'IntrospectionQuery');
  }

  return { fetcher, reset: live.reset };
}
