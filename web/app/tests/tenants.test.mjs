// What customers and operators do on their pages, beyond the story.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, fits, person } from './browser.mjs';
import { serve } from './server.mjs';
import { say } from './texts.mjs';
import { shown, signInAs, users } from './world.mjs';

const words = (key, values) => say('en', key, values);

async function open(t, server, email, path, options) {
  const { page, context } = await person(t, server.base, options);
  await page.goto('/?lang=en');
  await signInAs(page, email);
  await page.goto(path);
  await shown(page);
  const button = (key, values) => page.getByRole('button', { name: words(key, values), exact: true });
  const dialog = () => page.locator('[role="dialog"], [role="alertdialog"]');
  const confirm = async key => {
    await dialog().getByRole('button', { name: words(key), exact: true }).click();
    await dialog().waitFor({ state: 'detached' });
  };
  return { page, context, button, dialog, confirm };
}

const standing = `{ viewer { customer { delegations { service { code } holder { name } } relationships { nodes { id status partner { name } } } } } }`;

test('R21 a customer takes back one service, then all from all, and every relationship stands', async t => {
  const server = await serve(t);
  const { page, button, dialog, confirm } = await open(t, server, users.customer, '/app/partners');
  const held = async () => (await server.ask(users.customer, standing)).viewer.customer.delegations.filter(one => one.holder).map(one => one.service.code);
  const before = await held();
  assert.ok(before.length > 1);

  await button('customer:remove.buttonForService', { name: 'Brightcloud', service: 'Office 365' }).click();
  await dialog().getByText(words('customer:remove.noLonger', { name: 'Brightcloud', services: 'Office 365' })).waitFor();
  await accessible(page, 'what ends and what stays');
  await confirm('customer:remove.submit');
  await page.getByText(words('customer:remove.done')).waitFor();
  assert.deepEqual(await held(), before.filter(code => code !== 'OFFICE365'));

  await button('customer:remove.all').click();
  const submit = dialog().getByRole('button', { name: words('customer:remove.submitAll'), exact: true });
  assert.equal(await submit.isDisabled(), true);
  await dialog().getByRole('checkbox').press('Space');
  await confirm('customer:remove.submitAll');
  await page.getByText(words('customer:remove.done')).waitFor();
  assert.deepEqual(await held(), []);
  const { relationships } = (await server.ask(users.customer, standing)).viewer.customer;
  assert.ok(relationships.nodes.every(one => one.status === 'ACTIVE'));
});

test('R23 a customer confirms the end that a partner proposes, and is told before what keeps it from ending', async t => {
  const server = await serve(t);
  const { relationships } = (await server.ask(users.customer, standing)).viewer.customer;
  const end = 'mutation ($input: ProposeRelationshipEndInput!) { proposeRelationshipEnd(input: $input) { userErrors { code } } }';
  const yunqiao = relationships.nodes.find(one => one.partner.name.includes('Yunqiao'));
  const proposed = await server.ask('admin@yunqiao.example', end, { input: { relationshipId: yunqiao.id, reason: 'We <b>part</b>' } });
  assert.deepEqual(proposed.proposeRelationshipEnd.userErrors, []);
  const { page, button, confirm } = await open(t, server, users.customer, `/app/partners/${yunqiao.id}`);
  await page.getByText('We <b>part</b>', { exact: true }).waitFor();
  await button('customer:end.confirm.button').click();
  await confirm('customer:end.confirm.submit');
  await page.getByText(words('relationshipStatuses.ENDED')).first().waitFor();

  const brightcloud = relationships.nodes.find(one => one.partner.name === 'Brightcloud');
  await page.goto(`/app/partners/${brightcloud.id}`);
  await button('customer:end.propose.button').click();
  await page.getByText(words('customer:end.blocked', { name: 'Brightcloud' })).waitFor();
  await accessible(page, 'a relationship that cannot end yet');
});

test('R5 an operator suspends a partner, which learns of it, and lifts the suspension', async t => {
  const server = await serve(t);
  const { viewer } = await server.ask(users.partner, '{ viewer { partner { id } } }');
  const { page, button, dialog, confirm } = await open(t, server, users.operator, `/app/operator/partners/${viewer.partner.id}`);
  await button('operator:suspension.active.button').click();
  await dialog().getByText(words('operator:suspension.stops.links')).waitFor();
  await confirm('operator:suspension.active.submit');
  await page.getByText(words('operator:suspension.suspended.done', { name: 'Brightcloud' })).waitFor();
  const suspended = await open(t, server, users.partner, '/app/request');
  await suspended.page.getByText(words('requesting:may.suspendedTitle')).waitFor();
  await button('operator:suspension.suspended.button').click();
  await confirm('operator:suspension.suspended.submit');
  await suspended.page.reload();
  await suspended.button('requesting:make.submit').waitFor();
});

test('names of every kind stay what they are, wherever they stand', async t => {
  const server = await serve(t);
  const names = {
    markup: '<img src=x onerror=alert(1)>"\'&{{name}}',
    arabic: 'شركة النور للتجارة',
    wide: 'W'.repeat(200),
    chinese: '很'.repeat(200),
  };
  const register = 'mutation ($input: RegisterCustomerInput!) { registerCustomer(input: $input) { customer { id } userErrors { message } } }';
  const accept = 'mutation ($input: AcceptRelationshipInput!) { acceptRelationship(input: $input) { userErrors { message } } }';
  const { requestRelationship } = await server.ask(users.partner, 'mutation { requestRelationship(input: {}) { invite { token url } } }');
  const customers = {};
  for (const [kind, name] of Object.entries(names)) {
    const adminEmail = `admin@${kind}.example`;
    const registered = await server.ask(users.operator, register, { input: { name, domain: `${kind}.example`, country: 'CN', adminName: name, adminEmail } });
    assert.deepEqual(registered.registerCustomer.userErrors, [], kind);
    customers[kind] = registered.registerCustomer.customer.id;
    const accepted = await server.ask(adminEmail, accept, { input: { token: requestRelationship.invite.token } });
    assert.deepEqual(accepted.acceptRelationship.userErrors, [], kind);
  }
  for (const viewport of [{ width: 1280, height: 900 }, { width: 360, height: 740 }]) {
    const partner = await open(t, server, users.partner, '/app/customers', { viewport });
    const pages = ['/app/customers', '/app/relationships', '/app/history', ...Object.values(customers).map(id => `/app/customers/${id}`)];
    for (const path of pages) {
      await partner.page.goto(path);
      await shown(partner.page);
      assert.equal(await partner.page.locator('main img').count(), 0, path);
      await fits(partner.page, `${path} at ${viewport.width}`);
    }
    await accessible(partner.page, 'a customer with a long name');
    for (const kind of Object.keys(names)) {
      const customer = await open(t, server, `admin@${kind}.example`, requestRelationship.invite.url, { viewport });
      await customer.page.waitForFunction(name => document.querySelector('main')?.innerText.includes(name), names[kind]);
      await fits(customer.page, `the link for ${kind} at ${viewport.width}`);
    }
    const operator = await open(t, server, users.operator, '/app/operator/customers', { viewport });
    await fits(operator.page, `the operator’s customers at ${viewport.width}`);
  }
});
