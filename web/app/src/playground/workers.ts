// Tells Monaco where its workers are: on our own origin, as classic scripts, which every browser starts and for which the
// Content-Security-Policy needs no blob:.
import type {} from 'monaco-editor'; // which declares MonacoEnvironment
import EditorWorker from 'monaco-editor/esm/vs/editor/editor.worker.js?worker';
import JSONWorker from 'monaco-editor/esm/vs/language/json/json.worker.js?worker';
import GraphQLWorker from 'monaco-graphql/esm/graphql.worker.js?worker';

const workers: Record<string, new (options?: { name?: string }) => Worker> = { json: JSONWorker, graphql: GraphQLWorker };

window.MonacoEnvironment = {
  getWorker(_id: string, label: string) {
    return new (workers[label] ?? EditorWorker)({ name: label });
  },
};
