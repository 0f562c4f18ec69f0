// What partners do on their pages: the mail of a request, long lists, reports that open, files.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { accessible, person } from './browser.mjs';
import { serve } from './server.mjs';
import { say } from './texts.mjs';
import { shown, signInAs, users } from './world.mjs';

const words = (key, values) => say('en', key, values);

/** The page of a user, who is signed in. */
async function open(t, server, email, path, options) {
  const { page, context } = await person(t, server.base, options);
  await page.goto('/?lang=en');
  await signInAs(page, email);
  await page.goto(path);
  await shown(page);
  const button = (key, values) => page.getByRole('button', { name: words(key, values), exact: true });
  return { page, context, button };
}

test('R2 the mail: paragraphs that are edited, refused, removed and put back; copied and handed over; in either language', async t => {
  const server = await serve(t);
  const { page, button } = await open(t, server, users.partner, '/app/request');
  await button('requesting:make.submit').click();
  const first = page.getByRole('textbox', { name: words('requesting:mail.first') });
  const second = page.getByRole('textbox', { name: words('requesting:mail.second') });
  await first.waitFor();
  const standard = await first.inputValue();
  assert.match(standard, /Brightcloud/);

  // Markup is text, in the preview and in what is copied.
  const markup = '<img src=x onerror="alert(1)"> & <b>bold</b>';
  await first.fill(markup);
  await page.getByText(words('requesting:mail.upToDate')).waitFor();
  assert.equal(await page.locator('main img').count(), 0);
  await button('requesting:mail.copyRich').click();
  await page.getByText(words('requesting:mail.copiedRich')).waitFor();
  const html = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    return (await item.getType('text/html')).text();
  });
  assert.match(html, /&lt;b&gt;bold&lt;\/b&gt;/);
  assert.doesNotMatch(html, /<img/);
  await button('requesting:mail.copyText').click();
  await page.getByText(words('requesting:mail.copiedText')).waitFor();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  assert.ok(text.includes(markup) && /\/invite\/inv_\w+/.test(text));

  // Each of these is refused at its paragraph, and stays as it was typed.
  const link = (await server.ask(users.partner, '{ viewer { partner { invite { url } } } }')).viewer.partner.invite.url;
  for (const [what, typed] of Object.entries({ link: `Look: ${link}`, bidi: 'a \u202eevil\u202c b', long: '长'.repeat(10_000) })) {
    await first.fill(typed);
    await page.waitForFunction(() => document.querySelector('.opening [data-invalid]') !== null);
    assert.equal(await first.inputValue(), typed, what);
    assert.equal(await button('requesting:mail.copyText').count(), 0, what);
  }
  await accessible(page, 'a paragraph that is refused');

  await button('requesting:mail.removeOf', { paragraph: words('requesting:mail.first') }).click();
  await page.getByText(words('requesting:mail.removedFirst')).waitFor();
  await page.getByText(words('requesting:mail.upToDate')).waitFor();
  await button('requesting:mail.restoreOf', { paragraph: words('requesting:mail.first') }).click();
  await first.fill(standard);
  assert.match(await second.inputValue(), /subscriptions/);

  const mailto = await page.getByRole('link', { name: words('requesting:mail.open') }).getAttribute('href');
  assert.match(mailto, /^mailto:\?subject=Brightcloud/);
  await page.getByRole('button', { name: new RegExp(`${words('requesting:mail.language')}$`) }).click();
  await page.getByRole('option', { name: '简体中文' }).click();
  await page.getByText(/委派的管理权限/).first().waitFor();
  // Looking at the mail in any shape has made no other link.
  const links = await server.ask(users.partner, '{ viewer { partner { invites { totalCount } } } }');
  assert.equal(links.viewer.partner.invites.totalCount, 1);
});

test('R4 a link of other terms is made once, is listed with its funnel, and is revoked', async t => {
  const server = await serve(t);
  const { page, button } = await open(t, server, users.partner, '/app/request');
  await page.getByRole('textbox', { name: words('requesting:terms.campaign') }).fill('Spring <b>sale</b>');
  await button('requesting:make.submit').dblclick();
  await page.getByRole('textbox', { name: words('requesting:mail.first') }).waitFor();
  await page.getByRole('navigation').getByRole('link', { name: words('nav.links') }).click();
  await page.getByRole('link', { name: 'Spring <b>sale</b>' }).click();
  await shown(page);
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'Spring <b>sale</b>');
  const { viewer } = await server.ask(users.partner, '{ viewer { partner { invites { totalCount } } } }');
  assert.equal(viewer.partner.invites.totalCount, 1);
});

test('R28 a list of any length: it goes on by itself, is searched, and the way back finds it as it was', async t => {
  const server = await serve(t);
  const { viewer } = await server.ask(users.partner, '{ viewer { partner { customers { totalCount } } } }');
  const create = 'mutation ($input: CreateCustomerInput!) { createCustomer(input: $input) { userErrors { message } } }';
  for (let i = 0; i < 120; i++) {
    const name = `Company ${String(i).padStart(3, '0')}`;
    const input = { name, domain: `company${i}.example`, country: 'CN', adminName: 'A', adminEmail: `a@company${i}.example` };
    assert.deepEqual((await server.ask(users.partner, create, { input })).createCustomer.userErrors, []);
  }
  const total = viewer.partner.customers.totalCount + 120;
  const { page } = await open(t, server, users.partner, '/app/customers');
  const rows = page.locator('tbody tr');
  while ((await rows.count()) < total) {
    const before = await rows.count();
    await rows.last().scrollIntoViewIfNeeded();
    await page.mouse.wheel(0, 5000);
    await page.waitForFunction(count => document.querySelectorAll('tbody tr').length > count, before);
  }
  assert.equal(await rows.count(), total);
  const names = await rows.locator('a').allInnerTexts();
  assert.equal(new Set(names).size, total);

  await page.getByRole('searchbox').fill('company 07');
  await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 10);
  await page.getByRole('link', { name: 'Company 073' }).click();
  await page.getByRole('heading', { name: 'Company 073' }).waitFor();
  await page.goBack();
  await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 10);
  assert.equal(await page.getByRole('searchbox').inputValue(), 'company 07');
  await page.getByRole('searchbox').fill('nobody has this name');
  await page.getByText(words('partner:customers.none')).waitFor();
});

test('R18 what an agent may not do is explained, and not offered', async t => {
  const server = await serve(t);
  const { viewer } = await server.ask(users.helpdesk, '{ viewer { partner { subscriptions(first: 1) { nodes { id capabilities { action allowed reason } } } } } }');
  const { reason } = viewer.partner.subscriptions.nodes[0].capabilities.find(one => one.action === 'ADD_SEATS');
  assert.ok(reason);
  const { page, button } = await open(t, server, users.helpdesk, `/app/subscriptions/${viewer.partner.subscriptions.nodes[0].id}`);
  await page.getByText(words('partner:subscription.can')).waitFor();
  assert.equal(await button('partner:actionButtons.SEATS').count(), 0);
  await page.getByText(reason).first().waitFor();
  await page.goto('/app/request');
  await page.getByText(words('requesting:may.helpdeskTitle')).waitFor();
  await page.goto('/app/bills');
  await shown(page);
  assert.equal(await page.getByRole('table').count(), 0);
});

test('a figure of a report opens the rows that it counts, and a chart has its table', async t => {
  const server = await serve(t);
  const { page } = await open(t, server, users.partner, '/app/reports?range=24m');
  const standing = page.locator('main').getByRole('link', { name: /^\d+$/ }).last();
  const figure = Number(await standing.innerText());
  await page.getByRole('button', { name: /^Show as a table/ }).first().click();
  await page.getByRole('table').first().waitFor();
  await accessible(page, 'a report with its table');
  await page.locator('main').getByRole('link', { name: String(figure), exact: true }).first().click();
  await page.waitForURL(/\/app\/(relationships|privileges|charges)/);
  await page.waitForFunction(count => document.querySelectorAll('tbody tr').length === count, figure);
});

test('a report is taken away as a file', async t => {
  const server = await serve(t);
  const { page } = await open(t, server, users.partner, '/app/reports');
  const download = page.waitForEvent('download');
  await page.locator('main').getByRole('button', { name: words('reports:exports.submit'), exact: true }).click();
  const path = await (await download).path();
  const file = await readFile(path, 'utf8');
  assert.ok(file.startsWith('\ufeff') && file.includes('松木家居 Pinewood Home'));
});

test('a filter that an address got wrong is said, and never breaks the page', async t => {
  const server = await serve(t);
  // The server says what is wrong in a filter whose form is right, which browsers note.
  const { page } = await open(t, server, users.partner, '/app/relationships?filter=%7Bbroken', { allowed: ['status of 400'] });
  for (const address of ['/app/relationships?filter=%7B%22nonsense%22%3A1%7D', '/app/privileges?filter=1&asOf=never', '/app/charges?filter=%5B%5D&owner=%3Cscript%3E', '/app/bills?month=2026-99', '/app/reports?from=9999-99-99&services=%7B%7D', '/app/history?kinds=%00']) {
    await page.goto(address);
    await shown(page);
    assert.equal(await page.getByText(words('failure.crashTitle')).count(), 0, address);
  }
});
