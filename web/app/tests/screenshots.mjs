// Writes the screenshots that the README shows into docs/images: scripts/browser-story --screenshots.
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { person } from './browser.mjs';
import { serve } from './server.mjs';
import { languages } from './texts.mjs';
import { pagesOf, partnerPages, shown, users } from './world.mjs';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../../docs/images');

test('screenshots', async t => {
  const server = await serve(t);
  const { all, url } = await pagesOf(server);
  const [, customer, , subscription] = all.partner.slice(partnerPages.length);
  const views = [
    ['invite', users.customer, url, {}],
    ['request', users.partner, '/app/request', {}],
    ['customers', users.partner, '/app/customers', {}],
    ['customer', users.partner, `/app/${customer}`, {}],
    ['subscription', users.partner, `/app/${subscription}`, {}],
    ['reports', users.partner, '/app/reports?range=24m', {}],
    ['partners', users.customer, '/app/partners', {}],
    ['partners-zh-phone', users.customer, '/app/partners', { lang: 'zh-CN', colorScheme: 'dark', viewport: { width: 390, height: 844 } }],
    ['history', users.customer, '/app/history', { colorScheme: 'dark' }],
    ['operator', users.operator, '/app/operator/partners', {}],
  ];
  for (const [name, email, path, look] of views) {
    const { page } = await person(t, server.base, look);
    await page.addInitScript(as => sessionStorage.setItem('accord.identity', as), email);
    await page.goto(`${path}${path.includes('?') ? '&' : '?'}lang=${look.lang ?? languages[0]}`);
    await shown(page);
    await page.screenshot({ path: join(folder, `${name}.png`) });
  }
});
