// What a page that is open hears of what happens meanwhile, also where its connection breaks, or its token is refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { person } from './browser.mjs';
import { serve, stores } from './server.mjs';
import { say } from './texts.mjs';
import { shown, signInAs, users } from './world.mjs';

const news = (page, count) => page.getByRole('button', { name: say('en', count === 1 ? 'history:news_one' : 'history:news_other', { count }), exact: true });

let campaigns = 0;

/** Something that happens to the partner, one event: a link of a campaign of its own, since a link that there is would be given again. */
async function happen(server) {
  const campaign = `campaign ${++campaigns}`;
  const asked = 'mutation ($campaign: String!) { requestRelationship(input: { campaign: $campaign }) { invite { id } userErrors { message } } }';
  const { requestRelationship } = await server.ask(users.partner, asked, { campaign });
  assert.deepEqual(requestRelationship.userErrors, []);
}

/**
 * Stands between pages and the server's WebSocket. Gives the connections that were made, each with what the page has said
 * on it, and a way to close the last as if the server did, and to keep new ones from it until they are let through.
 */
async function between(context) {
  const connections = [];
  let gate = Promise.resolve();
  let open = () => {};
  let refusals = 0;
  await context.routeWebSocket('**/graphql', route => {
    const connection = { route, said: [] };
    connections.push(connection);
    let server = null;
    const held = [];
    route.onMessage(text => {
      const message = JSON.parse(text);
      connection.said.push(message);
      if (refusals > 0 && message.type === 'connection_init') {
        refusals--;
        void route.close({ code: 4401, reason: 'Unauthorized' });
      } else if (server) server.send(text);
      else held.push(text);
    });
    void gate.then(() => {
      server = route.connectToServer();
      for (const text of held) server.send(text);
    });
  });
  return {
    connections,
    /** The variables with which each connection has subscribed. */
    since: () => connections.flatMap(({ said }) => said.filter(({ type }) => type === 'subscribe').map(({ payload }) => payload.variables.since)),
    tokens: () => connections.flatMap(({ said }) => said.filter(({ type }) => type === 'connection_init').map(({ payload }) => payload?.Authorization)),
    async breakOff() {
      gate = new Promise(resolve => {
        open = resolve;
      });
      await connections.at(-1).route.close({ code: 1012, reason: 'Restarting' });
    },
    letThrough: () => open(),
    refuse(times) {
      refusals = times;
    },
  };
}

async function until(holds, what) {
  for (let i = 0; i < 300; i++) {
    if (await holds()) return;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  assert.fail(what);
}

/** Opens the history as somebody of the partner. */
async function openHistory(page, search = '') {
  await page.goto('/?lang=en');
  await signInAs(page, users.partner);
  await page.goto(`/app/history${search}`);
  await shown(page);
}

for (const store of stores) {
  test(`what happens while the connection is broken is told once it is back, and nothing twice (${store})`, async t => {
    const server = await serve(t, { store });
    const { context, page } = await person(t, server.base);
    const wire = await between(context);
    await openHistory(page);
    await until(() => wire.since().length === 1, 'the page follows what happens');
    assert.equal(typeof wire.since()[0], 'string', 'it begins after an event that the list shows');

    // Broken before the first event.
    await wire.breakOff();
    await happen(server);
    wire.letThrough();
    await news(page, 1).waitFor();

    // Broken after one.
    await wire.breakOff();
    await happen(server);
    await happen(server);
    wire.letThrough();
    await news(page, 3).waitFor();
    const [first, second, third] = wire.since();
    assert.equal(second, first, 'nothing had come yet');
    assert.notEqual(third, second, 'it goes on after the last event');

    // What is shown is new no longer, neither at once nor after another break.
    const lines = page.getByRole('list', { name: say('en', 'history:title') }).locator('[data-kinds="INVITE_CREATED"]');
    const before = await lines.count();
    await news(page, 3).click();
    await page.waitForFunction(() => document.querySelector('.history-news button') === null);
    await until(async () => (await lines.count()) === before + 3, 'the list shows them');
    await wire.breakOff();
    await happen(server);
    wire.letThrough();
    await news(page, 1).waitFor();
    await happen(server);
    await news(page, 2).waitFor();
    assert.equal(wire.connections.length, 4);
  });
}

test('a list that is narrowed counts what it would show, also when it is empty', async t => {
  const server = await serve(t);
  const { context, page } = await person(t, server.base);
  const wire = await between(context);
  await openHistory(page, '?about=users&from=2999-01-01');
  await until(() => wire.since().length === 1, 'the page follows what happens');
  assert.equal(typeof wire.since()[0], 'string');
  await wire.breakOff();
  await happen(server);
  wire.letThrough();
  await until(() => wire.since().length === 2, 'it is back');
  assert.equal(wire.since()[1], wire.since()[0]);

  // Widened, the list has been read after what came: nothing is new, and what comes is.
  await page.getByRole('button', { name: say('en', 'history:clear'), exact: true }).click();
  await page.locator('[data-kinds="INVITE_CREATED"]').first().waitFor();
  assert.equal(await page.locator('.history-news button').count(), 0);
  await happen(server);
  await news(page, 1).waitFor();
  assert.equal(wire.connections.length, 2, 'one connection serves, however the list is narrowed');
});

test('a token that the connection refuses is replaced, and another connection made with the new one', async t => {
  const server = await serve(t);
  const { context, page } = await person(t, server.base);
  const wire = await between(context);
  wire.refuse(1);
  const renewals = [];
  page.on('request', request => request.url().endsWith('/identity/token') && renewals.push(request));
  await openHistory(page);
  await until(() => wire.since().length === 1, 'the page follows what happens');
  assert.equal(renewals.length, 2); // the first, and its renewal
  assert.equal(wire.connections.length, 2);
  await happen(server);
  await news(page, 1).waitFor();

  // A page that is left hears no more.
  const closed = new Promise(resolve => wire.connections.at(-1).route.onClose(resolve));
  await page.getByRole('navigation').getByRole('link', { name: say('en', 'nav.customers'), exact: true }).click();
  await closed;
  await shown(page);
});

test('nothing is asked without a token, and who signs in again goes on where they were', async t => {
  const server = await serve(t);
  const { context, page } = await person(t, server.base, { allowed: ['Failed to load resource'] });
  const wire = await between(context);
  await openHistory(page);
  await until(() => wire.since().length === 1, 'the page follows what happens');
  await context.route('**/identity/token', route => route.fulfill({ status: 404, contentType: 'application/json', body: '{"error":"gone"}' }));
  await wire.connections[0].route.close({ code: 4403, reason: 'Your sign-in has ended.' });
  const dialog = page.getByRole('alertdialog');
  await dialog.getByText(say('en', 'expired.title')).waitFor();
  await happen(server);
  await new Promise(resolve => setTimeout(resolve, 2_000)); // longer than a connection that broke is waited for
  assert.equal(wire.connections.length, 1);

  await context.unroute('**/identity/token');
  await dialog.getByRole('button', { name: say('en', 'expired.again') }).click();
  await dialog.waitFor({ state: 'detached' });
  await news(page, 1).waitFor();
  assert.equal(wire.connections.length, 2);
  assert.ok(wire.tokens().every(token => token.startsWith('Bearer ey')));
});
