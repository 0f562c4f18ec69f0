// How operations reach the server: queries and mutations by POST, subscriptions by WebSocket.
import type { Fetcher, FetcherParams } from '@graphiql/toolkit';
import { type ExecutionResult, Kind, type OperationDefinitionNode, parse } from 'graphql';
import type { Caller } from './caller';
import { createLive, liveError } from './live';

/** What the bar shows of the operations. */
export interface Observer {
  /** A subscription has begun. */
  listening(): void;
  answered(result: ExecutionResult): void;
  /** The server did not take the caller's token. */
  refused(): void;
  failed(): void;
  /** A subscription is over. */
  ended(): void;
}

interface Request {
  query: string;
  variables: Record<string, unknown> | undefined;
  operationName: string | undefined;
}

/**
 * The operation that a request runs. It is read from the text and not from the editor's state, which lags a moment
 * behind after an example was chosen.
 */
function findOperation(query: string, name: string | null | undefined): OperationDefinitionNode | undefined {
  try {
    const operations = parse(query).definitions.filter(d => d.kind === Kind.OPERATION_DEFINITION);
    return operations.find(o => o.name?.value === name) ?? operations[0];
  } catch {
    return undefined; // the server says what is wrong with the text, and says it better
  }
}

function requestHeaders(token: string | null, typed: Record<string, unknown> | undefined): Headers {
  const headers = new Headers({
    Accept: 'application/graphql-response+json, application/json;q=0.9',
    'Content-Type': 'application/json',
  });
  if (token !== null) headers.set('Authorization', `Bearer ${token}`);
  for (const [name, value] of Object.entries(typed ?? {})) headers.set(name, String(value));
  return headers;
}

/** fetch, with words instead of "Failed to fetch" when there is no answer at all. */
async function reach(path: string, options: RequestInit): Promise<Response> {
  try {
    return await fetch(path, options);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Error('The server cannot be reached. Is it still running?', { cause: error });
  }
}

async function post(endpoint: string, caller: Caller, request: Request, typed?: Record<string, unknown>): Promise<Response> {
  const send = () =>
    reach(endpoint, { method: 'POST', headers: requestHeaders(caller.token, typed), body: JSON.stringify(request) });
  const response = await send();
  return response.status === 401 && (await caller.renew()) ? send() : response;
}

/** The result in an HTTP answer; an answer that is no GraphQL becomes an Error in words. */
async function readResult(response: Response): Promise<ExecutionResult> {
  const text = await response.text();
  try {
    return JSON.parse(text) as ExecutionResult;
  } catch {
    throw new Error(`The server answered ${response.status} ${response.statusText} and not with GraphQL: ${text.slice(0, 300)}`);
  }
}

/** Whether a result says that the caller is not signed in. */
function isRefusal(status: number, result: ExecutionResult): boolean {
  return status === 401 || (result.errors?.some(e => e.extensions?.code === 'UNAUTHENTICATED') ?? false);
}

/** A GraphiQL fetcher; reset() ends the live connection, so that the next subscription says anew who it is. */
export function createFetcher(endpoint: string, caller: Caller, observer: Observer): { fetcher: Fetcher; reset(): void } {
  const live = createLive(endpoint, caller);

  /**
   * The events of a subscription. This is no generator, because a generator that waits for an event hears of its
   * return() only after that event; the button has to stop it at once.
   */
  function listen(request: Request): AsyncIterableIterator<ExecutionResult> {
    const events = live.subscribe(request);
    observer.listening();
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      async next() {
        try {
          const next = await events.next();
          if (next.done) observer.ended();
          else observer.answered(next.value);
          return next;
        } catch (cause) {
          observer.failed();
          if (Array.isArray(cause)) return { done: false, value: { errors: cause } }; // the server refused the operation
          throw liveError(cause);
        }
      },
      return: async () => (await events.return?.()) ?? { done: true, value: undefined },
    };
  }

  async function ask(request: Request, typed: Record<string, unknown> | undefined, isIntrospection: boolean) {
    const somebody = caller.token !== null;
    try {
      const response = await post(endpoint, caller, request, typed);
      const result = await readResult(response);
      if (isIntrospection) return result;
      if (somebody && isRefusal(response.status, result)) observer.refused();
      else observer.answered(result);
      return result;
    } catch (error) {
      if (!isIntrospection) observer.failed();
      throw error;
    }
  }

  const fetcher = (params: FetcherParams, options?: { headers?: Record<string, unknown> }) => {
    const operation = findOperation(params.query, params.operationName);
    const variables = params.variables as Record<string, unknown> | undefined;
    const request = { query: params.query, variables, operationName: operation?.name?.value };
    if (operation?.operation === 'subscription') return listen(request);
    return ask(request, options?.headers, request.operationName === 'IntrospectionQuery');
  };
  return { fetcher: fetcher as Fetcher, reset: live.reset };
}
