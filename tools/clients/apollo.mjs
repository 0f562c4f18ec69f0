// Apollo's client, without React.
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { OperationTypeNode } from 'graphql';
import WebSocket from 'ws';
import { finish, headers, sha256, url } from './report.mjs';
import { openSocket, persistsByGET, story } from './story.mjs';

// Its link looks at the browser's own WebSocket to tell errors apart, which Node.js has from 22 on.
globalThis.WebSocket ??= WebSocket;
const socket = openSocket();
const sockets = new GraphQLWsLink(socket);

const open = (link) => new ApolloClient({ link, cache: new InMemoryCache(), defaultOptions: { query: { fetchPolicy: 'network-only' } } });

const asking = (client) => async (document, variables) => {
  const isMutation = document.startsWith('mutation');
  const { data } = await (isMutation
    ? client.mutate({ mutation: gql(document), variables })
    : client.query({ query: gql(document), variables }));
  return data;
};

const subscribing = (client) => (document, onData, onEnd) => {
  const running = client.subscribe({ query: gql(document) }).subscribe({
    next: (result) => (result.error ? onEnd(result.error) : onData(result.data)),
    error: onEnd,
    complete: () => onEnd('complete'),
  });
  return () => running.unsubscribe();
};

const split = open(ApolloLink.split(({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION, sockets, new HttpLink({ uri: url, headers })));
await story({ ask: asking(split), subscribe: subscribing(split) }, 'HTTP and WebSocket');

const bySocket = open(sockets);
await story({ ask: asking(bySocket), subscribe: subscribing(bySocket) }, 'WebSocket');

await persistsByGET('automatic persisted queries by GET', (document, fetch) => {
  const hashes = new PersistedQueryLink({ sha256, useGETForHashedQueries: true });
  return asking(open(hashes.concat(new HttpLink({ uri: url, headers, fetch }))))(document);
});
await finish();
