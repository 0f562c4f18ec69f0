// Tells Monaco where its workers are: next to this bundle, on our own origin.
const workers = {
  json: './json.worker.js',
  graphql: './graphql.worker.js',
};

globalThis.MonacoEnvironment = {
  getWorker(_id, label) {
    const path = workers[label] ?? './editor.worker.js';
    return new Worker(new URL(path, import.meta.url), { name: label });
  },
};
