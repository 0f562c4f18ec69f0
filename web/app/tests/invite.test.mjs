// The page of a link, by whoever follows it: R8, R9, R10, R12, R14, and what goes wrong.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, fits, keepsNoSecret, person } from './browser.mjs';
import { serve } from './server.mjs';
import { languages, say } from './texts.mjs';

const partner = 'admin@brightcloud.example';
const customer = 'admin@harbourfoods.example';
const contested = 'admin@pinewood.example';

const request = `mutation ($input: RequestRelationshipInput!) {
  requestRelationship(input: $input) { invite { id token url } userErrors { code message } }
}`;

async function link(server, input = {}, as = partner) {
  const { requestRelationship } = await server.ask(as, request, { input });
  assert.deepEqual(requestRelationship.userErrors, []);
  return requestRelationship.invite;
}

/** Opens a link as somebody of the development identity. */
async function open(page, address, email, lang = 'en') {
  await page.goto(`/?lang=${lang}`);
  if (email) await page.evaluate(as => sessionStorage.setItem('accord.identity', as), email);
  await page.goto(address);
}

function button(page, lang, key) {
  return page.getByRole('button', { name: say(lang, key), exact: true });
}

/** Under /invite/ the server counts acceptances from rows: how many there are. */
async function acceptances(server, invite) {
  const { node } = await server.ask(partner, 'query ($id: ID!) { node(id: $id) { ... on Invite { acceptCount declineCount } } }', { id: invite.id });
  return node;
}

test('R9 who asks and for what, without scripts and before sign-in', async t => {
  const server = await serve(t);
  const invite = await link(server);
  const { page } = await person(t, server.base, { javaScriptEnabled: false });
  const response = await page.goto(invite.url);
  assert.equal(response.status(), 200);
  const text = await page.locator('body').innerText();
  assert.match(text, /Brightcloud asks to be your reseller/);
  assert.match(text, /Office 365/);
});

test('R8 links of no use say why and what to do', async t => {
  const server = await serve(t);
  const revoked = await link(server, { campaign: 'Spring' });
  await server.ask(partner, 'mutation ($input: RevokeInviteInput!) { revokeInvite(input: $input) { userErrors { code } } }', { input: { inviteId: revoked.id } });
  const expired = await link(server, { campaign: 'Soon', expiresAt: new Date(Date.now() + 1500).toISOString() });
  const addresses = {
    INVITE_REVOKED: revoked.url,
    INVITE_INVALID: `${server.base}/invite/inv_mistyped`,
    slash: `${server.base}/invite/${(await link(server)).token}/and/more`,
    empty: `${server.base}/invite/`,
    encoded: `${server.base}/invite/..%2F..%2Fetc%2Fpasswd`,
    markup: `${server.base}/invite/%3Cscript%3Ealert(1)%3C%2Fscript%3E`,
    long: `${server.base}/invite/${'a'.repeat(4000)}`,
  };
  for (const lang of languages) {
    const { page } = await person(t, server.base, { lang, allowed: ['Failed to load resource'] });
    for (const [code, address] of Object.entries(addresses)) {
      const problem = code.startsWith('INVITE_') ? code : 'INVITE_INVALID';
      await page.goto(address);
      await page.locator(`[data-problem="${problem}"]`).waitFor();
      assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), say(lang, `invite:problems.${problem}.title`), code);
    }
    await accessible(page, `a link that leads nowhere, ${lang}`);
    await page.goto(expired.url);
    await page.waitForFunction(async () => (await fetch(location.href)).status === 410);
    await page.reload();
    await page.locator('[data-problem="INVITE_EXPIRED"]').waitFor();
  }
});

for (const lang of languages) {
  test(`R10 a customer accepts, ${lang}`, async t => {
    const server = await serve(t);
    const invite = await link(server);
    const { page } = await person(t, server.base, { lang });
    await page.goto(invite.url, { waitUntil: 'networkidle' }); // the page takes the place of what the server has written
    await page.getByRole('link', { name: say(lang, 'invite:signIn') }).click();
    await page.getByRole('button', { name: /Finn Zhao/ }).click();
    await page.waitForURL(invite.url);
    await button(page, lang, 'invite:accept').waitFor();
    await accessible(page, 'the answer to a link');
    await fits(page, 'the answer to a link');
    // Twice at once, as impatient people do.
    await button(page, lang, 'invite:accept').dblclick();
    await page.locator('[data-accepted="now"]').waitFor();
    await accessible(page, 'what accepting has led to');
    assert.deepEqual(await acceptances(server, invite), { acceptCount: 1, declineCount: 0 });
    await keepsNoSecret(page);

    // Back to the sign-in and forward again: the link says that nothing would change.
    await page.goBack();
    await page.goto(invite.url);
    await page.getByText(say(lang, 'invite:unchanged')).waitFor();
    await button(page, lang, 'invite:acceptAgain').click();
    await page.locator('[data-accepted="already"]').waitFor();
    assert.equal((await acceptances(server, invite)).acceptCount, 1);
  });
}

test('R12 replacing is a choice in words, and nothing changes without it', async t => {
  const server = await serve(t);
  const invite = await link(server);
  const { page } = await person(t, server.base);
  await open(page, invite.url, contested);
  const azure = page.locator('[data-service="AZURE"]');
  await azure.getByText(/would lose this privilege/).waitFor();
  await button(page, 'en', 'invite:accept').click();
  await page.getByText(say('en', 'invite:replaceFirst')).waitFor();
  assert.equal((await acceptances(server, invite)).acceptCount, 0);

  // Leaving the service out needs no replacement.
  await azure.getByRole('checkbox').press('Space');
  assert.equal(await page.getByText(/^Take the privileges/).count(), 0);
  await azure.getByRole('checkbox').press('Space');
  await page.getByRole('checkbox', { name: /^Take the privileges/ }).press('Space');
  await button(page, 'en', 'invite:accept').click();
  await page.locator('[data-accepted="now"]').getByText(/no longer administers Azure/).waitFor();
});

test('R12 two tabs: what another tab has changed is seen, and nothing is done twice', async t => {
  const server = await serve(t);
  const invite = await link(server);
  const { context, page } = await person(t, server.base);
  await open(page, invite.url, customer);
  await button(page, 'en', 'invite:accept').waitFor();
  const other = await context.newPage();
  await open(other, invite.url, customer);
  await button(other, 'en', 'invite:accept').click();
  await other.locator('[data-accepted="now"]').waitFor();
  await button(page, 'en', 'invite:accept').click();
  await page.locator('[data-accepted="already"]').waitFor();
  assert.equal((await acceptances(server, invite)).acceptCount, 1);
});

test('R14 declining, with a reason of any kind', async t => {
  const server = await serve(t);
  const invite = await link(server);
  const { page } = await person(t, server.base);
  await open(page, invite.url, customer);
  await button(page, 'en', 'invite:decline').click();
  const dialog = page.getByRole('dialog');
  await accessible(page, 'the question whether to decline');
  const reason = dialog.getByRole('textbox');
  // Too long: refused, and what was typed stays.
  await reason.fill('长'.repeat(10_000));
  await button(dialog, 'en', 'invite:declineDialog.submit').click();
  await dialog.getByRole('alert').waitFor();
  assert.equal((await reason.inputValue()).length, 10_000);
  // What would turn the text around it: refused, in words.
  await reason.fill('\u202enot now\u202c');
  await button(dialog, 'en', 'invite:declineDialog.submit').click();
  await dialog.getByText(/direction characters/).waitFor();
  await reason.fill('<img src=x onerror=alert(1)>');
  await button(dialog, 'en', 'invite:declineDialog.submit').click();
  await page.locator('[data-declined]').waitFor();
  assert.deepEqual(await acceptances(server, invite), { acceptCount: 0, declineCount: 1 });
});

test('only a global administrator of a customer answers, and others learn whom to ask', async t => {
  const server = await serve(t);
  const invite = await link(server);
  const { page } = await person(t, server.base);
  await open(page, invite.url, 'reader@harbourfoods.example');
  await page.getByText(say('en', 'invite:notAdmin.title')).waitFor();
  assert.equal(await button(page, 'en', 'invite:accept').count(), 0);
  await open(page, invite.url, partner);
  await page.getByText(say('en', 'invite:notCustomer.title')).waitFor();
  await button(page, 'en', 'invite:notCustomer.others').click();
  await page.getByRole('button', { name: /Finn Zhao/ }).click();
  await button(page, 'en', 'invite:accept').waitFor();
});

test('the network goes away in the middle, and accepting again is safe', async t => {
  const server = await serve(t);
  const invite = await link(server);
  const { context, page } = await person(t, server.base, { allowed: ['ERR_FAILED', 'net::ERR'] });
  await open(page, invite.url, customer);
  // The server does it, and its answer is lost.
  let lost = 0;
  await context.route('**/graphql', async route => {
    if (!route.request().postData()?.includes('acceptRelationship') || lost > 0) return route.fallback();
    lost++;
    await route.fetch();
    await route.abort();
  });
  await button(page, 'en', 'invite:accept').click();
  await page.getByText(say('en', 'failure.unsure')).waitFor();
  await button(page, 'en', 'invite:accept').click();
  await page.locator('[data-accepted]').waitFor();
  assert.equal(lost, 1);
  assert.equal((await acceptances(server, invite)).acceptCount, 1);
});
