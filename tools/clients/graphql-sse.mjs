// The client of graphql-sse, with a connection for each operation.
import { createClient } from 'graphql-sse';
import { check, finish, headers, sha256, url } from './report.mjs';
import { isViewer, query, story } from './story.mjs';
import assert from 'node:assert/strict';

const client = createClient({ url, headers, singleConnection: false, retryAttempts: 0 });

function ask(document, variables, extensions) {
  return new Promise((resolve, reject) => {
    let answer;
    client.subscribe(
      { query: document, variables, extensions },
      {
        next: (value) => {
          answer = value;
        },
        error: reject,
        complete: () => (answer?.errors ? reject(answer) : resolve(answer?.data)),
      },
    );
  });
}

function subscribe(document, onData, onEnd) {
  return client.subscribe(
    { query: document },
    {
      next: (value) => (value.errors ? onEnd(value) : onData(value.data)),
      error: onEnd,
      complete: () => onEnd('complete'),
    },
  );
}

await story({ ask, subscribe });
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
