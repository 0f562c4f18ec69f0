// Every page by whom it is for, in both languages, light and dark, wide, zoomed and on a phone: axe finds nothing,
// nothing is wider than the window, and the first page is small.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, fits, keepsNoSecret, person } from './browser.mjs';
import { serve } from './server.mjs';
import { say } from './texts.mjs';
import { pagesOf, shown, signInAs, things, users } from './world.mjs';

const looks = [
  { lang: 'en', colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { lang: 'zh-CN', colorScheme: 'dark', viewport: { width: 360, height: 740 } },
];

for (const look of looks) {
  test(`every page, ${look.lang}, ${look.colorScheme}, ${look.viewport.width} px wide`, async t => {
    const server = await serve(t);
    const { all, url } = await pagesOf(server);
    const { page } = await person(t, server.base, look);
    await page.goto(`/?lang=${look.lang}`);
    for (const path of ['/', '/app/sign-in', '/app/sign-in?returnTo=%2Finvite%2Fx', url]) {
      await page.goto(path);
      await shown(page);
      await accessible(page, path);
      await fits(page, path);
    }
    for (const [who, paths] of Object.entries(all)) {
      await signInAs(page, users[who]);
      for (const path of paths) {
        await page.goto(`/app/${path}`);
        await shown(page);
        assert.notEqual(await page.getByRole('heading', { level: 1 }).innerText(), say(look.lang, 'notFound.title'), `${who}: ${path}`);
        await accessible(page, `${who}: ${path}`);
        await fits(page, `${who}: ${path}`);
        // Zoomed to 200 %, a window has half the room.
        await page.setViewportSize({ width: Math.max(320, look.viewport.width / 2), height: look.viewport.height });
        await fits(page, `${who}: ${path}, zoomed`);
        await page.setViewportSize(look.viewport);
      }
    }
    await keepsNoSecret(page);
  });
}

test('an address that leads nowhere, and what is not the viewer’s', async t => {
  const server = await serve(t);
  const { operator } = await things(server);
  const { page } = await person(t, server.base);
  await page.goto('/?lang=en');
  await signInAs(page, users.customer);
  for (const path of ['/app/nothing', '/app/relationships/rel_nothing', '/app/customers/%3Cscript%3E', `/app/${operator[0]}`]) {
    await page.goto(path);
    await shown(page);
    assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), say('en', 'notFound.title'), path);
    await accessible(page, path);
  }
});

test('the first pages are small, come from here, and stay where they are', async t => {
  const server = await serve(t);
  const { url } = await pagesOf(server);
  for (const path of ['/', url, '/app/sign-in', '/app/customers']) {
    const { page } = await person(t, server.base);
    await page.addInitScript(() => {
      globalThis.shifted = 0;
      new PerformanceObserver(list => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shifted += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    if (path === '/app/customers') await page.addInitScript(as => sessionStorage.setItem('accord.identity', as), users.partner);
    await page.goto(path);
    await shown(page);
    const { scripts, bytes, shifted } = await page.evaluate(() => {
      const entries = performance.getEntriesByType('resource').filter(entry => new URL(entry.name).pathname.endsWith('.js'));
      return { scripts: entries.map(e => e.name), bytes: entries.reduce((sum, e) => sum + e.encodedBodySize, 0), shifted: globalThis.shifted };
    });
    assert.ok(scripts.length > 0 && scripts.every(name => new URL(name).origin === server.base));
    assert.ok(bytes < 250 * 1024, `${path} loads ${bytes} bytes of JavaScript`);
    assert.ok(shifted < 0.1, `${path} shifts by ${shifted}`);
    t.diagnostic(`${new URL(path, server.base).pathname.split('/')[1] || 'start'}: ${Math.round(bytes / 1024)} KiB of JavaScript in ${scripts.length} files`);
  }
});
