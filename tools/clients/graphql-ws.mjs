// The client of graphql-ws. What it cannot be made to do wrong, graphql-ws-protocol.mjs does.
import assert from 'node:assert/strict';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { check, finish, headers, sha256, socketURL, token } from './report.mjs';
import { asking, following, isViewer, query, story } from './story.mjs';

const open = (connectionParams, onClosed) =>
  createClient({ url: socketURL, webSocketImpl: WebSocket, connectionParams, retryAttempts: 0, on: { closed: onClosed ?? (() => {}) } });

const client = open({ Authorization: headers.authorization });
const ask = asking(client);

await story({ ask, subscribe: following(client) });
await check('a persisted query by its hash', async () => {
  const document = `${query} # graphql-ws ${process.pid}`;
  const persistedQuery = { version: 1, sha256Hash: sha256(document) };
  await assert.rejects(ask('', undefined, { persistedQuery }), (errors) => {
    assert.equal(errors[0].message, 'PersistedQueryNotFound');
    return true;
  });
  isViewer(await ask(document, undefined, { persistedQuery }));
  isViewer(await ask('', undefined, { persistedQuery }));
});
await check('many operations at once on one connection', async () => {
  for (const data of await Promise.all(Array.from({ length: 20 }, () => ask(query)))) isViewer(data);
});
await check('nobody asks what is public', async () => {
  const nobody = open({});
  const data = await asking(nobody)('query Services { services { code } viewer { user { email } } }');
  assert.ok(data.services.length > 0);
  assert.equal(data.viewer, null);
  await nobody.dispose();
});
await check('the token may be called authorization', async () => {
  const other = open(async () => ({ authorization: `Bearer ${token}` }));
  isViewer(await asking(other)(query));
  await other.dispose();
});
await client.dispose();
await finish();
