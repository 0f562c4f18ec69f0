// Builds the playground into web/static/playground, from where the Go server embeds it.
//
// The names of the files carry no hash: the server puts one hash over the whole set into their URL, so a rebuild
// changes the content of a file and never leaves a stale neighbour behind.
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(fileURLToPath(import.meta.url));
const outdir = join(root, '..', 'static', 'playground');

/** Monaco's modules import their own style sheets, which graphiql/style.css already holds: once is enough. */
const monacoStylesOnce = {
  name: 'monaco-styles-once',
  setup(b) {
    b.onLoad({ filter: /monaco-editor[\\/].*\.css$/ }, () => ({ contents: '', loader: 'css' }));
  },
};

const shared = {
  absWorkingDir: root,
  outdir,
  bundle: true,
  minify: true,
  sourcemap: false,
  metafile: true,
  legalComments: 'none', // THIRD-PARTY-NOTICES.txt holds the whole licence of every package instead
  charset: 'utf8',
  target: ['chrome111', 'firefox115', 'safari16.4'],
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'warning',
};

/** The page itself: one module without chunks, so a browser asks for three files and not for dozens. */
const page = {
  ...shared,
  entryPoints: { app: 'src/main.jsx' },
  format: 'esm',
  jsx: 'automatic',
  loader: { '.svg': 'dataurl' },
  alias: {
    'prettier/parser-graphql': 'prettier/plugins/graphql', // the same code, which else is bundled twice
    'prettier/parser-babel': './src/jsonc.js',
    'prettier/plugins/estree': './src/jsonc.js',
  },
  plugins: [monacoStylesOnce],
};

/** Monaco's workers, as classic scripts: every browser starts those, and the CSP needs no blob: for them. */
const workers = {
  ...shared,
  entryPoints: {
    'editor.worker': 'monaco-editor/esm/vs/editor/editor.worker.js',
    'json.worker': 'monaco-editor/esm/vs/language/json/json.worker.js',
    'graphql.worker': 'monaco-graphql/esm/graphql.worker.js',
  },
  format: 'iife',
};

/** The folder of the package that a bundled file belongs to, or null for our own files. */
function packageOf(input) {
  const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
  return match ? match[1] : null;
}

async function licenceText(folder) {
  const files = (await readdir(folder)).filter(name => /^(licen[cs]e|notice|thirdpartynotices|copying)/i.test(name));
  const texts = await Promise.all(files.sort().map(name => readFile(join(folder, name), 'utf8')));
  return texts.map(text => text.replaceAll('\r\n', '\n').trim()).join('\n\n');
}

/** One text with the licence of every package whose code is in the output; equal licences are printed once. */
async function notices(inputs) {
  const folders = [...new Set(inputs.map(packageOf).filter(Boolean))].sort();
  const byText = new Map();
  for (const folder of folders) {
    const { name, version, license } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
    const text = (await licenceText(join(root, folder))) || `The package names the licence ${license} and ships no text.`;
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  const parts = [...byText].map(([text, names]) => `${[...new Set(names)].join('\n')}\n\n${text}\n`);
  const rule = `\n${'-'.repeat(80)}\n\n`;
  return `The playground of Accord contains the following software of others.\n${rule}${parts.join(rule)}`;
}

/** The hash of every source, by which a test of the Go package tells whether the build is still theirs. */
async function sourceHashes() {
  const names = ['build.mjs', 'package-lock.json', 'package.json'];
  names.push(...(await readdir(join(root, 'src'))).map(name => `src/${name}`));
  const lines = names.sort().map(async name => {
    const text = (await readFile(join(root, name), 'utf8')).replaceAll('\r\n', '\n');
    return `${createHash('sha256').update(text).digest('hex')}  ${name}\n`;
  });
  return (await Promise.all(lines)).join('');
}

await rm(outdir, { recursive: true, force: true });
await mkdir(outdir, { recursive: true });
const results = [await build(page), await build(workers)];
const inputs = results.flatMap(result => Object.keys(result.metafile.inputs));
await writeFile(join(outdir, 'THIRD-PARTY-NOTICES.txt'), await notices(inputs));
await copyFile(join(root, 'src', 'icon.svg'), join(outdir, 'icon.svg'));
await writeFile(join(outdir, 'SOURCES.txt'), await sourceHashes());
