// The WebSocket that subscriptions share.
import type { ExecutionResult } from 'graphql';
import { type Client, createClient, type SubscribePayload } from 'graphql-ws';
import { socketAddress } from '../api/socketAddress';
import type { Caller } from './caller';

/** What went wrong with a subscription, in words; graphql-ws rejects with an Error, a CloseEvent or an Event. */
export function liveError(cause: unknown): Error {
  if (cause instanceof Error) return cause;
  if (!(cause instanceof CloseEvent)) return new Error('The live connection could not be opened.');
  const { code, reason } = cause;
  if (code === 4401 || code === 4403) {
    return new Error(`The server refused the token for the live connection (${code} ${reason}).`);
  }
  return new Error(`The live connection ended: ${code} ${reason || 'without a reason'}.`);
}

/** The WebSocket connection; reset() ends it, so that the next subscription says anew who it is. */
export function createLive(endpoint: string, caller: Caller) {
  let client: Client | null = null;
  const open = () => {
    client ??= createClient({
      url: socketAddress(endpoint),
      lazy: true,
      retryAttempts: 0,
      connectionParams: () => (caller.token === null ? {} : { Authorization: `Bearer ${caller.token}` }),
      onNonLazyError: () => {},
    });
    return client;
  };
  return {
    subscribe(request: { query: string; variables: Record<string, unknown> | undefined; operationName: string | undefined }) {
      const payload = request as SubscribePayload; // JSON leaves out what is undefined
      return open().iterate(payload)[Symbol.asyncIterator]() as AsyncIterator<ExecutionResult>;
    },
    reset() {
      void client?.dispose();
      client = null;
    },
  };
}
