// Signing in, staying signed in, and what happens when a session ends: with the development identity, and with a
// provider.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, keepsNoSecret, person } from './browser.mjs';
import { audience, clientId, provider } from './provider.mjs';
import { serve } from './server.mjs';
import { say } from './texts.mjs';

const signedInAs = name => ({ name: new RegExp(name) });

async function pick(page, name) {
  await page.getByRole('button', { name }).click();
  await page.getByRole('navigation').waitFor();
}

test('the development identity: a reload stays signed in, another tab does not, and who signs out is gone', async t => {
  const server = await serve(t);
  const { context, page } = await person(t, server.base);
  await page.goto('/app/customers');
  await page.getByRole('button', { name: /Ada Lin/ }).waitFor();
  await accessible(page, 'the choice of users');
  await page.getByRole('searchbox').fill('brightcloud ada');
  await pick(page, /Ada Lin/);
  assert.equal(new URL(page.url()).pathname, '/app/customers');
  await keepsNoSecret(page);
  await page.reload();
  await page.getByRole('navigation').waitFor();

  const other = await context.newPage();
  await other.goto('/app');
  await other.waitForURL(/sign-in/);

  await page.getByRole('button', signedInAs('Ada Lin')).click();
  await page.getByRole('menuitem', { name: say('en', 'signOut') }).click();
  await page.waitForURL(`${server.base}/`);
  await page.goto('/app');
  await page.waitForURL(/sign-in/);
});

test('nobody is led to another site after signing in', async t => {
  const server = await serve(t);
  const { page } = await person(t, server.base);
  for (const evil of ['https://evil.example/', '//evil.example', '/.//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
    await page.goto(`/app/sign-in?returnTo=${encodeURIComponent(evil)}`);
    await page.getByRole('button', { name: /Ada Lin/ }).click();
    await page.getByRole('navigation').waitFor();
    assert.equal(new URL(page.url()).origin, server.base);
    await page.evaluate(() => sessionStorage.clear());
  }
});

/** What a browser says of each answer that is an error. */
const refusedRequest = 'Failed to load resource';

function refuse(route) {
  const error = { message: 'expired', extensions: { code: 'UNAUTHENTICATED' } };
  return route.fulfill({ status: 401, contentType: 'application/json', body: JSON.stringify({ errors: [error] }) });
}

test('a token that runs out is renewed, and what was asked is done once', async t => {
  const server = await serve(t);
  const { context, page } = await person(t, server.base, { allowed: [refusedRequest] });
  await context.route('**/graphql', refuse, { times: 1 });
  const renewals = [];
  page.on('request', request => request.url().endsWith('/identity/token') && renewals.push(request));
  await page.goto('/app');
  await pick(page, /Ada Lin/);
  await page.getByRole('heading', { level: 1 }).waitFor();
  assert.equal(renewals.length, 2); // the first, and its renewal
});

test('a session that ends midway loses nothing that was typed', async t => {
  const server = await serve(t);
  const { requestRelationship } = await server.ask('admin@brightcloud.example', 'mutation { requestRelationship(input: {}) { invite { id url } } }');
  const { context, page } = await person(t, server.base, { allowed: [refusedRequest] });
  await page.goto(requestRelationship.invite.url, { waitUntil: 'networkidle' }); // the page takes the place of what the server has written
  await page.getByRole('link', { name: say('en', 'invite:signIn') }).click();
  await page.getByRole('button', { name: /Finn Zhao/ }).click();
  await page.getByRole('button', { name: say('en', 'invite:decline'), exact: true }).click();
  const reason = page.getByRole('dialog').getByRole('textbox');
  await reason.fill('We have one already.');

  // The token is refused, and there is no other to be had.
  await context.route('**/graphql', refuse);
  await context.route('**/identity/token', route => route.fulfill({ status: 404, contentType: 'application/json', body: '{"error":"gone"}' }));
  await page.getByRole('button', { name: say('en', 'invite:declineDialog.submit') }).click();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByText(say('en', 'expired.title')).waitFor();
  await context.unroute('**/graphql');
  await context.unroute('**/identity/token');
  await dialog.getByRole('button', { name: say('en', 'expired.again') }).click();
  await dialog.waitFor({ state: 'detached' });

  // What waited is sent, as if nothing had been.
  await page.locator('[data-declined]').waitFor();
  const { node } = await server.ask('admin@brightcloud.example', 'query ($id: ID!) { node(id: $id) { ... on Invite { declines { nodes { reason } } } } }', {
    id: requestRelationship.invite.id,
  });
  assert.deepEqual(node.declines.nodes, [{ reason: 'We have one already.' }]);
});

async function serveWithProvider(t, settings = {}) {
  const oidc = await provider(t);
  const server = await serve(t, {
    identity: false,
    env: {
      OIDC_ISSUER: oidc.issuer,
      OIDC_AUDIENCE: audience,
      OIDC_CLIENT_ID: clientId,
      OIDC_CLOCK_SKEW: '0s',
      ...settings,
    },
  });
  return { ...server, oidc };
}

test('a provider: signing in, a reload, renewal, and signing out', async t => {
  const { base, oidc } = await serveWithProvider(t);
  oidc.state.signedIn = 'admin@brightcloud.example';
  const { page } = await person(t, base, { origins: [oidc.issuer], allowed: [refusedRequest] });
  await page.goto('/app/customers?lang=en');
  await page.getByRole('button', signedInAs('Ada Lin')).waitFor();
  assert.equal(new URL(page.url()).pathname, '/app/customers');
  await keepsNoSecret(page);

  // A reload asks the provider quietly.
  await page.reload();
  await page.getByRole('button', signedInAs('Ada Lin')).waitFor();
  assert.deepEqual(oidc.state.asked, [null, 'none']);

  await page.getByRole('button', signedInAs('Ada Lin')).click();
  await page.getByRole('menuitem', { name: say('en', 'signOut') }).click();
  await page.waitForURL(`${base}/`);
  assert.equal(oidc.state.signedIn, null);
});

test('a provider: whoever is not signed in there any more is nobody after a reload', async t => {
  const { base, oidc } = await serveWithProvider(t);
  oidc.state.signedIn = 'admin@brightcloud.example';
  const { page } = await person(t, base, { origins: [oidc.issuer] });
  await page.goto('/app/customers?lang=en');
  await page.getByRole('button', signedInAs('Ada Lin')).waitFor();
  oidc.state.signedIn = null;
  await page.goto('/');
  await page.getByRole('link', { name: say('en', 'home.enter') }).waitFor();
});

test('a provider: tokens are renewed by the refresh token; without one the user signs in again beside the page', async t => {
  const { base, oidc } = await serveWithProvider(t);
  oidc.state.signedIn = 'admin@brightcloud.example';
  oidc.state.next = [{ lifetime: -1 }, { refreshes: false }];
  const { context, page } = await person(t, base, { origins: [oidc.issuer], allowed: [refusedRequest] });
  await page.goto('/app/customers?lang=en');
  await page.getByRole('button', signedInAs('Ada Lin')).waitFor();
  assert.equal(oidc.state.asked.length, 1);
  assert.deepEqual(oidc.state.next, []);

  await context.route('**/graphql', refuse, { times: 1 });
  await page.getByRole('link', { name: say('en', 'nav.relationships') }).click();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByRole('button', { name: say('en', 'expired.again') }).click();
  await dialog.waitFor({ state: 'detached' });
  assert.equal(new URL(page.url()).pathname, '/app/relationships');
  assert.equal(oidc.state.asked.length, 2);
});

test('a provider: what is on the page of one user is nothing for another who signs in instead', async t => {
  const { base, oidc } = await serveWithProvider(t);
  oidc.state.signedIn = 'admin@brightcloud.example';
  oidc.state.next = [{ refreshes: false }];
  const { context, page } = await person(t, base, { origins: [oidc.issuer], allowed: [refusedRequest] });
  await page.goto('/app/customers?lang=en');
  await page.getByRole('link', { name: /Pinewood/ }).waitFor();
  await context.route('**/graphql', refuse, { times: 1 });
  await page.getByRole('link', { name: say('en', 'nav.relationships') }).click();
  oidc.state.signedIn = 'admin@sanhe.example';
  await page.getByRole('alertdialog').getByRole('button', { name: say('en', 'expired.again') }).click();
  await page.getByRole('banner').getByText(/Sanhe/).waitFor();
  assert.equal(await page.getByText(/Pinewood/).count(), 0);
});

test('a provider that asks for the user ends the sign-in, and does not begin it again and again', async t => {
  const { base, oidc } = await serveWithProvider(t);
  const { page } = await person(t, base, { origins: [oidc.issuer] });
  await page.goto('/app/customers?lang=en');
  await page.getByText(say('en', 'signInPage.failed')).waitFor();
  assert.deepEqual(oidc.state.asked, [null]);
});

test('a provider: who signs out is signed out in all tabs', async t => {
  const { base, oidc } = await serveWithProvider(t);
  oidc.state.signedIn = 'admin@brightcloud.example';
  const { context, page } = await person(t, base, { origins: [oidc.issuer] });
  await page.goto('/app/customers?lang=en');
  await page.getByRole('button', signedInAs('Ada Lin')).waitFor();
  const other = await context.newPage();
  await other.goto('/app/customers?lang=en');
  await other.getByRole('button', signedInAs('Ada Lin')).click();
  await other.getByRole('menuitem', { name: say('en', 'signOut') }).click();
  await page.waitForURL(`${base}/`);
  assert.equal(await page.getByText('Ada Lin').count(), 0);
});

test('a provider: the way back to a page that the browser has kept shows nothing of who has signed out since', async t => {
  const { base, oidc } = await serveWithProvider(t);
  oidc.state.signedIn = 'admin@brightcloud.example';
  const { page } = await person(t, base, { origins: [oidc.issuer] });
  await page.goto('/app/customers?lang=en');
  await page.getByRole('link', { name: /Pinewood/ }).waitFor();
  await page.evaluate(() => {
    globalThis.kept = true;
  });
  // A page that takes no part in the session.
  await page.goto('/assets/THIRD-PARTY-NOTICES.txt');
  oidc.state.signedIn = null;
  await page.goBack({ waitUntil: 'commit' });
  await page.getByRole('button', { name: say('en', 'retry') }).or(page.getByRole('link', { name: say('en', 'home.enter') })).first().waitFor();
  assert.equal(await page.getByText(/Pinewood/).count(), 0);
  assert.equal(await page.evaluate(() => globalThis.kept), undefined);
});

test('a provider without a client of these pages: they say so', async t => {
  const { base } = await serveWithProvider(t, { OIDC_CLIENT_ID: '' });
  const { page } = await person(t, base);
  await page.goto('/app/sign-in?lang=en');
  await page.getByRole('heading', { level: 1, name: say('en', 'signInPage.noProvider') }).waitFor();
  await accessible(page, 'the sign-in page without a client');
});
