import optimizeLocales from '@react-aria/optimize-locales-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

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

export default defineConfig({
  // optimizeLocales leaves the texts of React Aria in our two languages.
  plugins: [react(), { ...optimizeLocales.vite({ locales: ['en-US', 'zh-CN'] }), enforce: 'pre' }, templateActions()],
  publicDir: false,
  build: {
    outDir: '../static',
    emptyOutDir: true,
    assetsInlineLimit: 0, // no data: addresses, which the Content-Security-Policy would have to allow
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 6000, // the playground's editor, which the first page does not load
    rollupOptions: { input: ['index.html', 'playground.html'] },
  },
  server: {
    proxy: {
      '/graphql': { target: server, ws: true },
      '/identity': server,
      '/exports': server,
    },
  },
});
