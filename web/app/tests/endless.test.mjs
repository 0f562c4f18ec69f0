// Lists by keyset pages that change while they are looked at: no row is left out, and none is there twice.
import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { Pages } = (await runnerImport(`${root}/src/api/endless.ts`, { root, configFile: false })).module;

/** A server with rows in order, that answers each question anew when told to. */
function served(rows, first) {
  const open = new Set();
  const answer = ({ after, take }) => {
    const from = after === null ? 0 : rows.findIndex(row => row > after);
    const nodes = from < 0 ? [] : rows.slice(from, from + first);
    const hasNextPage = nodes.length > 0 && nodes.at(-1) !== rows.at(-1);
    take({ data: { nodes: nodes.map(id => ({ id })), pageInfo: { hasNextPage, endCursor: nodes.at(-1) ?? null }, totalCount: rows.length } });
  };
  return {
    ask: after => ({
      subscribe: take => {
        const question = { after, take };
        open.add(question);
        answer(question);
        return { unsubscribe: () => open.delete(question) };
      },
    }),
    tellAgain: () => {
      for (const question of [...open]) if (open.has(question)) answer(question);
    },
    fail: () => {
      for (const { take } of [...open]) take({ error: new Error('down') });
    },
    open,
  };
}

const ids = list => list.snapshot().rows.map(row => row.id);

function listOf(rows, pages) {
  const server = served(rows, 3);
  const list = new Pages(server.ask, data => data);
  list.start();
  for (let i = 1; i < pages; i++) list.snapshot().more();
  return { server, list };
}

test('a row that comes at the front pushes others to the next page, and none is lost', () => {
  const rows = ['b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const { server, list } = listOf(rows, 2);
  rows.unshift('a');
  server.tellAgain();
  assert.deepEqual(ids(list), ['a', 'b', 'c', 'd', 'e', 'f']);
});

test('a row that goes pulls others forward, and none is there twice', () => {
  const rows = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const { server, list } = listOf(rows, 3);
  rows.splice(1, 1);
  server.tellAgain();
  assert.deepEqual(ids(list), ['a', 'c', 'd', 'e', 'f', 'g']);
  assert.equal(list.snapshot().hasMore, false);
});

test('pages that are no more are let go, and nothing is asked after the end', () => {
  const rows = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const { server, list } = listOf(rows, 3);
  rows.splice(2);
  server.tellAgain();
  assert.deepEqual(ids(list), ['a', 'b']);
  assert.equal(server.open.size, 1);
  list.stop();
  assert.equal(server.open.size, 0);
});

test('the rows stay when asking anew fails, and asking again mends it', () => {
  const { server, list } = listOf(['a', 'b', 'c', 'd'], 2);
  server.fail();
  assert.deepEqual(ids(list), ['a', 'b', 'c', 'd']);
  assert.equal(list.snapshot().error.message, 'down');
  list.snapshot().retry();
  assert.equal(list.snapshot().error, null);
});
