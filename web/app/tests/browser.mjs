// Chromium, cut off from everything but loopback, with an eye on what pages do: whoever opens a page is told of every
// console error, every violation of the policy, and every request that leaves the origin.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';
import { cleanup } from './cleanup.mjs';

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let launching = null;
let users = 0;

/** One browser for all tests of a file; it ends when the last context has. */
async function browser() {
  launching ??= chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    ignoreDefaultArgs: ['--disable-back-forward-cache'], // which users' browsers have
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), // Chromium's sandbox refuses to start as root
      '--disable-quic',
      '--disable-component-update',
      '--no-proxy-server',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
  return launching;
}

/**
 * A person's browser window, with its own storage. It closes with the test, which fails if a page did what it must not;
 * `allowed` are parts of console errors that a test provokes.
 */
export async function person(t, base, { lang = 'en', allowed = [], origins = [], ...options } = {}) {
  users++;
  const context = await (await browser()).newContext({
    baseURL: base,
    locale: lang,
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  });
  context.setDefaultTimeout(30_000);
  const wrongs = [];
  const mayReach = [base, ...origins];
  context.on('page', page => {
    page.on('console', message => {
      if (message.type() === 'error' && !allowed.some(part => message.text().includes(part))) wrongs.push(`console: ${message.text()}`);
    });
    page.on('pageerror', error => wrongs.push(`page error: ${error.message}`));
    page.on('request', request => {
      const { origin, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && !mayReach.includes(origin)) wrongs.push(`a request has left the origin: ${request.url()}`);
      if (protocol === 'data:' || protocol === 'blob:') return;
    });
  });
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', event => {
      console.error(`policy violated: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  cleanup(t, async () => {
    await context.close();
    users--;
    if (users === 0) {
      await (await launching).close();
      launching = null;
    }
    assert.deepEqual(wrongs, []);
  });
  return { context, page: await context.newPage(), wrongs };
}

/** Axe finds nothing on the page. */
export async function accessible(page, what) {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }),
  );
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map(node => node.html.slice(0, 200)).join('\n  ')}`);
  assert.deepEqual(found, [], `axe on ${what}`);
}

/** Nothing on the page is wider than the window, once charts have been drawn anew. */
export async function fits(page, what) {
  const narrow = () => document.documentElement.scrollWidth <= document.documentElement.clientWidth;
  await page.waitForFunction(narrow, undefined, { timeout: 5_000 }).catch(() => {});
  const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(wide <= room, `${what} is ${wide} px wide in a window of ${room}`);
}

/** What the browser keeps: nothing secret. */
export async function keepsNoSecret(page) {
  const kept = await page.evaluate(() => JSON.stringify({ local: { ...localStorage }, session: { ...sessionStorage }, cookie: document.cookie }));
  for (const secret of ['eyJ', 'Bearer', 'inv_']) assert.ok(!kept.includes(secret), `the browser keeps ${secret}: ${kept}`);
}
