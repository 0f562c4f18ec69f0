// What is done once, whatever happens to the answer and to the dialog that waited for it (R26).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { person } from './browser.mjs';
import { serve } from './server.mjs';
import { say } from './texts.mjs';
import { shown, signInAs, users } from './world.mjs';

const words = key => say('en', key);

test('an order whose answer was lost is done once, also from a dialog that is opened anew', async t => {
  const server = await serve(t);
  const question = '{ viewer { partner { customers(first: 1, filter: { search: "pinewood" }) { nodes { id subscriptions { totalCount } } } } } }';
  const pinewood = async () => (await server.ask(users.partner, question)).viewer.partner.customers.nodes[0];
  const { id, subscriptions: before } = await pinewood();
  const { context, page } = await person(t, server.base, { allowed: ['net::ERR'] });
  await page.goto('/?lang=en');
  await signInAs(page, users.partner);
  await page.goto(`/app/customers/${id}`);
  await shown(page);

  let lost = 0;
  await context.route('**/graphql', async route => {
    if (!route.request().postData()?.includes('provisionSubscription') || lost > 0) return route.fallback();
    lost++;
    await route.fetch();
    await route.abort();
  });
  const order = async () => {
    await page.getByRole('button', { name: words('partner:customer.order'), exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio').first().press('Space');
    await dialog.getByRole('button', { name: words('partner:order.submit'), exact: true }).click();
    return dialog;
  };
  const first = await order();
  await first.getByText(words('failure.unsure')).waitFor();
  await first.getByRole('button', { name: words('cancel'), exact: true }).click();
  await first.waitFor({ state: 'detached' });
  await (await order()).waitFor({ state: 'detached' });
  assert.equal(lost, 1);
  assert.equal((await pinewood()).subscriptions.totalCount, before.totalCount + 1);
});
