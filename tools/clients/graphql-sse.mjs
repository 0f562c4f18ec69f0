// The client of graphql-sse, with a connection for each operation.
import { createClient } from 'graphql-sse';
import { check, finish, headers, sha256, url } from './report.mjs';
import { asking, following, isViewer, query, story } from './story.mjs';
import assert from 'node:assert/strict';

const client = createClient({ url, headers, singleConnection: false, retryAttempts: 0 });

const ask = asking(client);

await story({ ask, subscribe: following(client) });
await check('a persisted query by its hash', async () => {
  const document = `${query} # graphql-sse ${process.pid}`;
  const persistedQuery = { version: 1, sha256Hash: sha256(document) };
  await assert.rejects(ask(undefined, undefined, { persistedQuery }), (answer) => {
    assert.equal(answer.errors?.[0].message, 'PersistedQueryNotFound');
    return true;
  });
  isViewer(await ask(document, undefined, { persistedQuery }));
  isViewer(await ask(undefined, undefined, { persistedQuery }));
});
client.dispose();
await finish();
