import { fileURLToPath } from 'node:url';
import optimizeLocales from '@react-aria/optimize-locales-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { licences } from './licences.ts';

/** Where a server that runs beside `npm run dev` is asked. */
const server = process.env.ACCORD_URL ?? 'http://127.0.0.1:8080';

/**
 * In development, what the server would write into the page: the templates' actions are the server's, so that they
 * survive the build as they are.
 */
function templateActions(): Plugin {
  const values: Record<string, string> = {
    '{{.Config}}': JSON.stringify({ endpoint: '/graphql', identity: 'development', examples: [] }),
    '{{.Lang}}': 'en',
    '{{.Title}}': 'Accord',
    '{{.Content}}': '',
  };
  return {
    name: 'template-actions',
    apply: 'serve',
    transformIndexHtml: html => html.replace(/\{\{\.\w+\}\}/g, action => values[action] ?? ''),
  };
}

/** Monaco's modules import their own style sheets, which graphiql/style.css already holds: once is enough. */
function monacoStylesOnce(): Plugin {
  return {
    name: 'monaco-styles-once',
    enforce: 'pre',
    load: { filter: { id: /monaco-editor[\\/].*\.css$/ }, handler: () => '' },
  };
}

const { pages, workers } = licences();

export default defineConfig({
  // optimizeLocales leaves the texts of React Aria in our two languages.
  plugins: [react(), { ...optimizeLocales.vite({ locales: ['en-US', 'zh-CN'] }), enforce: 'pre' }, templateActions(), monacoStylesOnce(), pages],
  worker: { plugins: workers },
  resolve: {
    alias: {
      'prettier/parser-graphql': 'prettier/plugins/graphql', // the same code, which else is bundled twice
      'prettier/parser-babel': fileURLToPath(new URL('src/playground/jsonc.ts', import.meta.url)),
      'prettier/plugins/estree': fileURLToPath(new URL('src/playground/jsonc.ts', import.meta.url)),
    },
  },
  publicDir: false,
  build: {
    outDir: '../static',
    emptyOutDir: true,
    assetsInlineLimit: 0, // no data: addresses, which the Content-Security-Policy would have to allow
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 6000, // the playground's editor, which the first page does not load
    rollupOptions: {
      input: ['index.html', 'playground.html'],
      onwarn(warning, warn) {
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning); // "use no memo", for a compiler that does not run here
      },
    },
  },
  server: {
    proxy: {
      '/graphql': { target: server, ws: true },
      '/identity': server,
      '/exports': server,
    },
  },
});
