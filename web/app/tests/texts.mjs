// The words of the pages, from their own modules: a test finds a button by what it says in either language.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

async function load(lang) {
  const { module } = await runnerImport(`${root}/src/i18n/${lang}/index.ts`, { root, configFile: false });
  return module.default;
}

export const languages = ['en', 'zh-CN'];

const texts = Object.fromEntries(await Promise.all(languages.map(async lang => [lang, await load(lang)])));

/** The text of a key such as `invite:accept`, with its values filled in. */
export function say(lang, key, values = {}) {
  const [namespace, path] = key.includes(':') ? key.split(':') : ['common', key];
  const text = path.split('.').reduce((part, name) => part?.[name], texts[lang][namespace]);
  if (typeof text !== 'string') throw new Error(`no text ${key}`);
  return text.replace(/\{\{(\w+)\}\}/g, (_, name) => String(values[name] ?? ''));
}
