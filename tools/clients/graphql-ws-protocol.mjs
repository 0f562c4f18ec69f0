// graphql-transport-ws word by word: https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
import assert from 'node:assert/strict';
import WebSocket from 'ws';
import { check, finish, need, socketURL, token, within } from './report.mjs';
import { campaign, isViewer, linkOf, mutation, query, subscription } from './story.mjs';

// Connection is a WebSocket whose messages are waited for one by one.
class Connection {
  #messages = [];
  #waiting = [];

  constructor(...protocols) {
    this.socket = new WebSocket(socketURL, protocols);
    this.opened = new Promise((resolve, reject) => {
      this.socket.on('open', resolve);
      this.socket.on('error', reject);
    });
    this.closed = new Promise((resolve) => this.socket.on('close', (code, reason) => resolve({ code, reason: `${reason}` })));
    this.closed.then((how) => this.#take(how));
    this.socket.on('message', (text) => this.#take(JSON.parse(text)));
  }

  #take(message) {
    const next = this.#waiting.shift();
    if (next) next(message);
    else this.#messages.push(message);
  }

  send(message) {
    this.socket.send(typeof message === 'string' || message instanceof Uint8Array ? message : JSON.stringify(message));
  }

  // next gives the next message, or how the connection was closed.
  next() {
    return within('a message', this.#messages.length > 0 ? Promise.resolve(this.#messages.shift()) : new Promise((r) => this.#waiting.push(r)));
  }

  // until gives the next message of a type for an operation.
  async until(type, id) {
    for (;;) {
      const message = await this.next();
      if (message.type === type && message.id === id) return message;
      assert.ok(message.type, `closed instead: ${JSON.stringify(message)}`);
    }
  }

  async greet(bearer) {
    await within('the connection', this.opened);
    this.send({ type: 'connection_init', payload: bearer ? { Authorization: `Bearer ${bearer}` } : undefined });
    const answer = await this.next();
    assert.equal(answer.type, 'connection_ack', JSON.stringify(answer));
    return this;
  }
}

const protocol = 'graphql-transport-ws';
const greeted = (bearer = token) => new Connection(protocol).greet(bearer);
const subscribing = (id, document = subscription, variables) => ({ id, type: 'subscribe', payload: { query: document, variables } });

// closes checks that a connection, on which something is done, is closed with a code and a reason.
async function closes(connection, code, does) {
  await within('the connection', connection.opened);
  await does(connection);
  let how;
  do how = await connection.next();
  while (how.type);
  assert.equal(how.code, code, JSON.stringify(how));
  assert.ok(how.reason, 'no reason');
  assert.ok(Buffer.byteLength(how.reason) <= 123);
}

const refused = async (connection) => {
  await within('the connection', connection.opened);
  const how = await within('the close', connection.closed);
  assert.ok([4401, 4403].includes(how.code), JSON.stringify(how));
  assert.ok(how.reason, 'no reason');
};

// These two wait for the server's clock, while the others run.
const slow = [
  check('4408: no connection_init in time', () => closes(new Connection(protocol), 4408, () => {})),
  check('4401 or 4403: a token that expires while the connection is open, which is told', async () => {
    const c = await greeted(need('ACCORD_EXPIRING_TOKEN'));
    c.send(subscribing('live'));
    const message = await c.until('error', 'live');
    assert.equal(message.payload[0].extensions.code, 'UNAUTHENTICATED');
    assert.ok(message.payload[0].message);
    await refused(c);
  }),
];

const invalid = {
  'no JSON': '{',
  'no object': '[]',
  'a number': '7',
  nothing: '',
  'null': 'null',
  'no type': '{}',
  'an unknown type': '{"type":"start"}',
  'a type that is no text': '{"type":7}',
  'a message of the server': '{"type":"connection_ack"}',
  'a key twice': '{"type":"ping","type":"ping"}',
  'something after the message': '{"type":"ping"}{}',
  'bytes': new Uint8Array([0x7b, 0x7d]),
  'subscribe without an id': '{"type":"subscribe","payload":{"query":"{ __typename }"}}',
  'subscribe with an empty id': '{"id":"","type":"subscribe","payload":{"query":"{ __typename }"}}',
  'subscribe with an id that is no text': '{"id":1,"type":"subscribe","payload":{"query":"{ __typename }"}}',
  'subscribe without a payload': '{"id":"1","type":"subscribe"}',
  'subscribe without a query': '{"id":"1","type":"subscribe","payload":{}}',
  'subscribe with a query that is no text': '{"id":"1","type":"subscribe","payload":{"query":7}}',
  'subscribe with variables that are none': '{"id":"1","type":"subscribe","payload":{"query":"{ __typename }","variables":[]}}',
};
for (const [name, message] of Object.entries(invalid)) {
  await check(`4400: ${name}`, async () => closes(await greeted(), 4400, (c) => c.send(message)));
}
await check('4400: connection_init with a payload that is no object', () =>
  closes(new Connection(protocol), 4400, (c) => c.send('{"type":"connection_init","payload":[]}')));
await check('4401: subscribe before connection_init', () => closes(new Connection(protocol), 4401, (c) => c.send(subscribing('1'))));
await check('4406: no subprotocol', () => closes(new Connection(), 4406, () => {}));
await check('4406: another subprotocol', async () => {
  // A server that chooses none of those offered is left by the client before it can say why.
  await assert.rejects(new Connection('graphql-ws').opened, /no subprotocol/);
  const c = new Connection('graphql-ws', protocol);
  await within('the connection', c.opened);
  assert.equal(c.socket.protocol, protocol);
  c.socket.close();
});
await check('4409: an id twice', async () =>
  closes(await greeted(), 4409, (c) => {
    c.send(subscribing('same'));
    c.send(subscribing('same'));
  }));
await check('4429: connection_init twice', async () => closes(await greeted(), 4429, (c) => c.send({ type: 'connection_init' })));
await check('4429: connection_init twice before the first is answered', () =>
  closes(new Connection(protocol), 4429, (c) => {
    c.send({ type: 'connection_init' });
    c.send({ type: 'connection_init' });
  }));

await check('ping is answered, with its payload, at any time', async () => {
  const c = new Connection(protocol);
  await within('the connection', c.opened);
  c.send({ type: 'ping' });
  assert.equal((await c.next()).type, 'pong');
  await c.greet(token);
  c.send({ type: 'ping', payload: { here: true } });
  assert.deepEqual(await c.next(), { type: 'pong', payload: { here: true } });
  c.send({ type: 'pong' });
  c.send({ type: 'pong', payload: {} });
  c.send(subscribing('1', query));
  isViewer((await c.until('next', '1')).payload.data);
  c.socket.close();
});
await check('an id may be used again', async () => {
  const c = await greeted();
  for (let i = 0; i < 3; i += 1) {
    c.send(subscribing('1', query));
    isViewer((await c.until('next', '1')).payload.data);
    await c.until('complete', '1');
  }
  for (let i = 0; i < 3; i += 1) {
    c.send(subscribing('2'));
    c.send({ id: '2', type: 'complete' });
  }
  c.send({ id: 'unknown', type: 'complete' });
  c.send(subscribing('2', query));
  isViewer((await c.until('next', '2')).payload.data);
  c.socket.close();
});
await check('what is completed is heard of no more', async () => {
  const c = await greeted();
  c.send(subscribing('live'));
  for (let i = 0, heard = false; !heard; i += 1) {
    c.send(subscribing(`${i}`, mutation, campaign()));
    for (let message = {}; message.type !== 'complete'; ) {
      message = await c.next();
      heard ||= message.id === 'live';
    }
  }
  c.send({ id: 'live', type: 'complete' });
  c.send(subscribing('mutation', mutation, campaign()));
  const link = linkOf((await c.until('next', 'mutation')).payload.data);
  c.send(subscribing('query', query));
  for (let message = {}; message.id !== 'query'; ) {
    message = await c.next();
    assert.notEqual(message.payload?.data?.relationshipEvents?.invite?.id, link);
  }
  c.socket.close();
});
await check('what cannot be executed is an error, and the connection goes on', async () => {
  const c = await greeted();
  for (const document of ['{', '{ nobody }', 'subscription { a b }']) {
    c.send(subscribing('1', document));
    const message = await c.next();
    assert.deepEqual([message.type, message.id], ['error', '1'], JSON.stringify(message));
    assert.ok(Array.isArray(message.payload) && message.payload.length > 0);
    assert.equal(message.payload[0].extensions.code, 'VALIDATION_FAILED');
  }
  c.send(subscribing('1', query));
  isViewer((await c.until('next', '1')).payload.data);
  c.socket.close();
});

for (const [name, bearer] of [['nonsense', 'nonsense'], ['an expired token', need('ACCORD_EXPIRED_TOKEN')]]) {
  await check(`4401 or 4403: ${name} in connection_init`, async () => {
    const c = new Connection(protocol);
    await within('the connection', c.opened);
    c.send({ type: 'connection_init', payload: { Authorization: `Bearer ${bearer}` } });
    await refused(c);
  });
}

await Promise.all(slow);
await finish();
