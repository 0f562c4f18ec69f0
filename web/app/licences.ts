// Writes THIRD-PARTY-NOTICES.txt: the licence of every package whose code or style is in what was built.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin, Rolldown } from 'vite';

const heading = 'The pages and the playground of Accord contain the following software of others.\n';

interface Manifest {
  name: string;
  version: string;
  license?: string;
}

/** The folder of the package that a module belongs to; null for our own. */
function packageOf(id: string, root: string): string | null {
  const built = /^\0(vite|rolldown)\//.exec(id)?.[1]; // what the tools themselves add to the output
  if (built !== undefined) return join(root, 'node_modules', built);
  return /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(id)?.[1] ?? null;
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

function licenceOf(folder: string, { license }: Manifest): string {
  const files = readdirSync(folder).filter(name => /^(licen[cs]e|notice|thirdpartynotices|copying)/i.test(name));
  const texts = files.sort().map(name => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim());
  return texts.join('\n\n') || `The package names the licence ${license ?? 'nowhere'} and ships no text.`;
}

/** One text with all the licences; equal ones stand there once. */
function notices(folders: Iterable<string>): string {
  const byText = new Map<string, Set<string>>();
  const packages = [...folders].map(folder => ({ folder, manifest: manifestOf(folder) }));
  packages.sort((a, b) => (titleOf(a.manifest) < titleOf(b.manifest) ? -1 : 1)); // wherever they are installed
  for (const { folder, manifest } of packages) {
    const text = licenceOf(folder, manifest);
    byText.set(text, (byText.get(text) ?? new Set()).add(titleOf(manifest)));
  }
  const parts = [...byText].map(([text, titles]) => `${[...titles].join('\n')}\n\n${text}\n`);
  const rule = `\n${'-'.repeat(80)}\n\n`;
  return heading + rule + parts.join(rule);
}

function titleOf({ name, version, license }: Manifest): string {
  return `${name} ${version} (${license ?? 'no licence named'})`;
}

/** The modules whose code or style is in an output. */
function* modulesIn(bundle: Rolldown.OutputBundle, all: Iterable<string>): Generator<string> {
  for (const output of Object.values(bundle)) {
    if (output.type !== 'chunk') continue;
    for (const [id, { renderedLength }] of Object.entries(output.modules)) if (renderedLength > 0) yield id;
  }
  for (const id of all) if (/\.css($|\?)/.test(id)) yield id;
}

/** The plugins of one build: of the pages, which writes the file, and of the workers, which are built before it. */
export function licences(): { pages: Plugin; workers: () => Plugin[] } {
  const folders = new Set<string>();
  let root = '';
  const note = (bundle: Rolldown.OutputBundle, all: Iterable<string>) => {
    for (const id of modulesIn(bundle, all)) {
      const folder = packageOf(id, root);
      if (folder !== null && existsSync(join(folder, 'package.json'))) folders.add(folder);
    }
  };
  const pages: Plugin = {
    name: 'licences',
    apply: 'build',
    configResolved(config) {
      root = config.root;
    },
    generateBundle(_options, bundle) {
      note(bundle, this.getModuleIds());
      this.emitFile({ type: 'asset', fileName: 'assets/THIRD-PARTY-NOTICES.txt', source: notices(folders) });
    },
  };
  const worker: Plugin = {
    name: 'licences-of-workers',
    generateBundle(_options, bundle) {
      note(bundle, this.getModuleIds());
    },
  };
  return { pages, workers: () => [worker] };
}
