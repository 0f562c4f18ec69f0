// The client of urql, @urql/core: subscriptions by server-sent events, as it does by itself, and by WebSocket.
import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';
import { finish, headers, url } from './report.mjs';
import { openSocket, persistsByGET, story } from './story.mjs';

const open = (options, ...exchanges) =>
  new Client({ url, preferGetMethod: false, fetchOptions: { headers }, ...options, exchanges: [...exchanges, fetchExchange] });

const asking = (client) => async (document, variables) => {
  const isMutation = document.startsWith('mutation');
  const result = await (isMutation ? client.mutation(document, variables) : client.query(document, variables)).toPromise();
  if (result.error) throw result.error;
  return result.data;
};

const subscribing = (client) => (document, onData, onEnd) =>
  client.subscription(document, {}).subscribe((result) => (result.error ? onEnd(result.error) : onData(result.data))).unsubscribe;

const byEvents = open({ fetchSubscriptions: true });
await story({ ask: asking(byEvents), subscribe: subscribing(byEvents) }, 'server-sent events');

const socket = openSocket();
const bySocket = open(
  {},
  subscriptionExchange({
    enableAllOperations: true,
    forwardSubscription: (request) => ({
      subscribe: (sink) => ({ unsubscribe: socket.subscribe({ ...request, query: request.query ?? '' }, sink) }),
    }),
  }),
);
await story({ ask: asking(bySocket), subscribe: subscribing(bySocket) }, 'WebSocket');

await persistsByGET('automatic persisted queries by GET', (document, fetch) =>
  asking(open({ fetch }, persistedExchange({ preferGetForPersistedQueries: 'force' })))(document));
await finish();
