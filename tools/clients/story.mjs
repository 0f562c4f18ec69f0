// What every client does: a query, a mutation, and a subscription that hears of the mutation.
import assert from 'node:assert/strict';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { check as checkOne, headers, sha256, socketURL, within } from './report.mjs';

export const query = 'query Me { viewer { user { email } partner { name } } }';
export const mutation = `mutation Request($campaign: String) {
  requestRelationship(input: {campaign: $campaign}) { invite { id status } userErrors { code message } }
}`;
export const subscription = 'subscription Live($since: String) { relationshipEvents(since: $since) { id kind cursor invite { id } } }';

// openSocket makes a client of graphql-ws for others to build on. They leave an operation with its first answer; where what they
// say then crosses what the server says, the client counts the operation as ended twice, and would close the connection while
// others are at work on it: so it is not to close it by itself.
export const openSocket = () =>
  createClient({
    url: socketURL,
    webSocketImpl: WebSocket,
    connectionParams: { Authorization: headers.authorization },
    lazyCloseTimeout: 600_000,
  });

// asking gives a function that asks a client of graphql-ws or graphql-sse, which have the same interface, for one answer.
export const asking = (client) => (document, variables, extensions) =>
  new Promise((resolve, reject) => {
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

// following gives a function that follows a subscription by such a client.
export const following = (client) => (document, onData, onEnd) =>
  client.subscribe(
    { query: document },
    {
      next: (value) => (value.errors ? onEnd(value) : onData(value.data)),
      error: onEnd,
      complete: () => onEnd('complete'),
    },
  );

let campaigns = 0;

// campaign gives variables for the mutation that make a link of their own.
export const campaign = () => ({ campaign: `${process.pid} ${(campaigns += 1)}` });

export function isViewer(data) {
  assert.equal(data?.viewer?.user?.email, 'admin@brightcloud.example');
  assert.ok(data.viewer.partner.name);
}

export function linkOf(data) {
  const { invite, userErrors } = data.requestRelationship;
  assert.deepEqual(userErrors ?? [], []);
  assert.equal(invite.status, 'ACTIVE');
  return invite.id;
}

// story runs the checks that are the same for every client and each of its ways to the server: ask(document, variables) gives the
// data of a query or mutation, and subscribe(document, onData, onEnd) begins a subscription and gives what ends it.
export async function story({ ask, subscribe }, way) {
  const check = (name, run) => checkOne(way ? `${way}: ${name}` : name, run);
  await check('query', async () => isViewer(await ask(query)));
  await check('mutation', async () => assert.ok(linkOf(await ask(mutation, campaign()))));
  await check('an error has its code', async () => {
    await assert.rejects(ask('query Wrong { nobody }'), (error) => {
      assert.equal(codesOf(error), 'VALIDATION_FAILED');
      return true;
    });
  });
  await check('subscription', () => hearsOfMutations({ ask, subscribe }));
}

// hearsOfMutations makes links until the subscription hears of one. Before that it may not have begun: no client tells.
async function hearsOfMutations({ ask, subscribe }) {
  const made = new Set();
  let stop;
  const heard = new Promise((resolve, reject) => {
    const events = [];
    const matches = () => events.some((e) => made.has(e.invite?.id));
    stop = subscribe(
      subscription,
      (data) => {
        events.push(data.relationshipEvents);
        if (matches()) resolve();
      },
      (why) => reject(new Error(`the subscription has ended: ${describe(why)}`)),
    );
    (async () => {
      for (let over = false; !over; ) {
        made.add(linkOf(await ask(mutation, campaign())));
        if (matches()) return resolve();
        over = await Promise.race([heard.then(() => true), new Promise((r) => setTimeout(r, 200, false))]);
      }
    })().catch(reject);
  });
  try {
    await within('an event', heard);
  } finally {
    stop();
  }
}

export function describe(why) {
  if (why instanceof Error) return why.stack;
  if (why && typeof why === 'object' && 'code' in why) return `closed with ${why.code} ${why.reason}`;
  return JSON.stringify(why);
}

// codesOf gives the codes of the errors that a client throws, in whatever form.
export function codesOf(error) {
  const errors = Array.isArray(error) ? error : (error?.graphQLErrors ?? error?.errors ?? []);
  return errors.map((e) => e.extensions?.code).join(' ');
}

// recorded is a fetch that keeps what was asked for.
export function recorded() {
  const requests = [];
  const recording = (input, init) => {
    const address = new URL(typeof input === 'string' || input instanceof URL ? input : input.url);
    const body = typeof init?.body === 'string' ? JSON.parse(init.body) : {};
    const part = (name) => address.searchParams.get(name) ?? body[name];
    const extensions = part('extensions');
    requests.push({
      method: init?.method ?? 'GET',
      query: part('query') || '',
      hash: (typeof extensions === 'string' ? JSON.parse(extensions) : extensions)?.persistedQuery?.sha256Hash,
    });
    return fetch(input, init);
  };
  return { requests, fetch: recording };
}

// persistsByGET checks automatic persisted queries: ask(document) uses a new client on that fetch. The document's text is sent
// once; from then on its hash is enough, for a client that starts anew as well.
export async function persistsByGET(name, ask) {
  await checkOne(name, async () => {
    const document = `query Mine${process.pid} { viewer { user { email } partner { name } } }`;
    const first = recorded();
    isViewer(await ask(document, first.fetch));
    const [asked, ...registered] = first.requests;
    assert.deepEqual([asked.method, asked.query, asked.hash?.length], ['GET', '', 64], 'the first request is the hash by GET');
    assert.equal(registered.length, 1, `the text is sent once: ${JSON.stringify(first.requests)}`);
    assert.equal(sha256(registered[0].query), asked.hash);
    const again = recorded();
    isViewer(await ask(document, again.fetch));
    assert.deepEqual(again.requests, [{ method: 'GET', query: '', hash: asked.hash }], 'later the hash is enough');
  });
}
