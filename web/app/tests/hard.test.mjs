// Pages under hard conditions: no mouse, no network, the way back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { person } from './browser.mjs';
import { serve } from './server.mjs';
import { say } from './texts.mjs';
import { shown, signInAs, users } from './world.mjs';

const words = (key, values) => say('en', key, values);

/** Moves on by Tab until what has the focus is called so; whatever has it must be seen to have it. */
async function tabTo(page, name) {
  for (let i = 0; i < 120; i++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const one = document.activeElement;
      const styles = getComputedStyle(one);
      const mark = one.parentElement?.querySelector('.check-mark') ?? one.closest('label')?.querySelector('.check-mark');
      const seen = [styles, mark && getComputedStyle(mark)].some(style => style && style.outlineStyle !== 'none');
      const label = one.getAttribute('aria-label') ?? one.closest('label')?.innerText ?? one.innerText ?? '';
      return { label: label.trim(), seen, body: one === document.body };
    });
    if (at.body) continue;
    assert.ok(at.seen, `nothing shows that ${at.label} has the focus`);
    if (typeof name === 'string' ? at.label === name : name.test(at.label)) return;
  }
  assert.fail(`${name} is not reached by the keyboard`);
}

for (const width of [1280, 360]) {
  test(`by keyboard alone, ${width} px wide: a link is accepted, and privileges are taken back`, async t => {
    const server = await serve(t);
    const { requestRelationship } = await server.ask(users.partner, 'mutation { requestRelationship(input: {}) { invite { url } } }');
    const { page } = await person(t, server.base, { viewport: { width, height: 800 } });
    await page.goto(`${requestRelationship.invite.url}?lang=en`);
    await page.getByRole('link', { name: words('invite:signIn') }).waitFor();
    await tabTo(page, words('invite:signIn'));
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /Finn Zhao/ }).waitFor();
    await tabTo(page, /Finn Zhao/);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: words('invite:accept'), exact: true }).waitFor();
    // One service is left out.
    await tabTo(page, 'Azure');
    await page.keyboard.press('Space');
    await tabTo(page, words('invite:accept'));
    await page.keyboard.press('Enter');
    await page.locator('[data-accepted="now"]').waitFor();
    // The heading of what has come of it has the focus, so that a screen reader says it.
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1');
    assert.doesNotMatch(await page.locator('[data-accepted]').innerText(), /Azure/);
    await tabTo(page, words('invite:accepted.toPartners'));
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: words('customer:remove.buttonFor', { name: 'Brightcloud' }) }).waitFor();

    await tabTo(page, words('customer:remove.buttonFor', { name: 'Brightcloud' }));
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('alertdialog');
    await dialog.waitFor();
    // Escape leaves all as it was, and the focus comes back.
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    const focused = () => page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText);
    assert.equal(await focused(), words('customer:remove.buttonFor', { name: 'Brightcloud' }));
    await page.keyboard.press('Enter');
    await dialog.waitFor();
    await tabTo(page, words('customer:remove.submit'));
    await page.keyboard.press('Enter');
    await page.getByText(words('customer:remove.done')).waitFor();
  });
}

test('by keyboard alone, on a phone: the menu opens, leads on, and closes by Escape', async t => {
  const server = await serve(t);
  const { page } = await person(t, server.base, { viewport: { width: 360, height: 740 } });
  await page.goto('/?lang=en');
  await signInAs(page, users.customer);
  await page.goto('/app/partners');
  await shown(page);
  const menu = page.getByRole('button', { name: words('menu') });
  await tabTo(page, words('menu'));
  await page.keyboard.press('Enter');
  assert.equal(await menu.getAttribute('aria-expanded'), 'true');
  await page.keyboard.press('Escape');
  assert.equal(await menu.getAttribute('aria-expanded'), 'false');
  await page.keyboard.press('Enter');
  await tabTo(page, words('nav.history'));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: words('nav.history') }).waitFor();
  await page.waitForFunction(() => document.activeElement.tagName === 'H1');
});

test('without the network a page that was never visited says so within its frame, and comes when it is back', async t => {
  const server = await serve(t);
  const { page, context } = await person(t, server.base, { allowed: ['ERR_INTERNET_DISCONNECTED', 'could not be fetched'] });
  await page.goto('/?lang=en');
  await signInAs(page, users.partner);
  await page.goto('/app/customers');
  await page.getByRole('link', { name: /Pinewood/ }).waitFor();
  await context.setOffline(true);
  await page.getByRole('navigation').getByRole('link', { name: words('nav.bills') }).click();
  await page.getByRole('heading', { level: 1, name: words('failure.offlineTitle') }).waitFor();
  await page.getByRole('navigation').waitFor();
  await page.waitForFunction(() => !navigator.onLine);
  await page.getByRole('button', { name: words('retry') }).click();
  await page.getByRole('heading', { level: 1, name: words('failure.offlineTitle') }).waitFor();
  await context.setOffline(false);
  await page.getByRole('heading', { level: 1, name: /^Bill of / }).waitFor();
});

test('a slow server: what will be there is announced, and a search that was overtaken does not win', async t => {
  const server = await serve(t);
  const { page, context } = await person(t, server.base);
  await page.goto('/?lang=en');
  await signInAs(page, users.partner);
  let release = () => {};
  const held = new Promise(resolve => (release = resolve));
  await context.route('**/graphql', async route => {
    if (route.request().postData()?.includes('"search":"pine"')) await held;
    await route.fallback();
  });
  await page.goto('/app/customers');
  await page.getByRole('link', { name: /Pinewood/ }).waitFor();
  await page.getByRole('searchbox').fill('pine');
  await page.getByText(words('loading')).first().waitFor({ state: 'attached' });
  await page.getByRole('searchbox').fill('rivermint');
  await page.getByRole('link', { name: /Rivermint/ }).waitFor();
  release();
  await page.waitForLoadState('networkidle');
  assert.equal(await page.getByRole('link', { name: /Pinewood/ }).count(), 0);
});
