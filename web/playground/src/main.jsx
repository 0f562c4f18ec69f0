// The playground: GraphiQL on this origin's /graphql, with a bar to choose who asks and what.
import './workers.js';
import 'graphiql/style.css';
import './page.css';
import { DOC_EXPLORER_PLUGIN, DocExplorerStore } from '@graphiql/plugin-doc-explorer';
import { HISTORY_PLUGIN, HistoryStore } from '@graphiql/plugin-history';
import { GraphiQLProvider, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { GraphiQL, GraphiQLInterface } from 'graphiql';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Bar, ExamplePicker, IdentityPicker, TokenField, wants } from './bar.jsx';
import { createFetcher } from './fetcher.js';
import { createSession } from './session.js';
import { createStorage } from './storage.js';

const config = JSON.parse(document.getElementById('config').textContent);
const Identity = config.picker ? IdentityPicker : TokenField;
const plugins = [DOC_EXPLORER_PLUGIN, HISTORY_PLUGIN];
const listening = 'Listening. Events appear as they happen; the button stops it.';
const welcome = '# Choose an example above,\n# or write your own operation here.\n';

/** The variables of examples whose values come from earlier results, by how these values begin. */
const kept = { inv_: 'token', rel_: 'relationshipId', cus_: 'customerId' };

/** The values to keep of a result: the first of each kind. */
function valuesIn(result, found = {}) {
  for (const value of Object.values(result ?? {})) {
    if (typeof value === 'object') valuesIn(value, found);
    const name = typeof value === 'string' && kept[value.slice(0, 4)];
    if (name && !(name in found)) found[name] = value;
  }
  return found;
}

/**
 * What lives as long as the page and is not state of React. The latest token of an invitation, relationship and
 * customer are kept, so that the next examples of the story can be run without copying them by hand; a month is this one.
 */
function createPage() {
  const listeners = { identityChanged: () => {}, observer: {} };
  let latest = { month: new Date().toISOString().slice(0, 7) };
  const session = createSession(() => {
    requests.reset(); // a running subscription belongs to the earlier identity
    listeners.identityChanged();
  });
  const observer = {
    listening: () => listeners.observer.listening?.(),
    answered: result => {
      latest = { ...latest, ...valuesIn(result?.data) };
      listeners.observer.answered?.(result);
    },
    refused: () => listeners.observer.refused?.(),
    failed: () => listeners.observer.failed?.(),
    ended: () => listeners.observer.ended?.(),
  };
  const requests = createFetcher({ endpoint: config.endpoint, session, observer });
  return {
    session,
    listeners,
    fetcher: requests.fetcher,
    variablesOf: ({ variables }) =>
      variables &&
      Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, value || (latest[name] ?? '')])),
  };
}

const page = createPage();
const storage = createStorage();

/**
 * Puts an example into the editors: into this tab when nothing of the user's own would be lost, else into a new one.
 * An example counts as chosen until its text is changed, so that it can then be chosen again.
 */
function useExamples(say) {
  const { addTab, stop } = useGraphiQLActions();
  const { queryEditor, variableEditor, responseEditor } = useGraphiQL(state => ({
    queryEditor: state.queryEditor,
    variableEditor: state.variableEditor,
    responseEditor: state.responseEditor,
  }));
  const [chosen, setChosen] = useState('');
  const own = useMemo(() => new Set(['', welcome.trim(), ...config.examples.map(e => e.query.trim())]), []);
  const ready = Boolean(queryEditor && variableEditor && responseEditor);

  const put = useCallback(
    example => {
      stop();
      if (!own.has(queryEditor.getValue().trim())) addTab();
      const variables = page.variablesOf(example);
      queryEditor.setValue(example.query);
      variableEditor.setValue(variables ? JSON.stringify(variables, null, 2) : '');
      responseEditor.setValue(''); // the result of another operation would mislead
      setChosen(example.name);
      const open = Object.keys(variables ?? {}).filter(name => variables[name] === '');
      const hint = open.length > 0 ? ` Fill in ${open.join(' and ')} below.` : '';
      say(`${example.about} Run it ${wants(example)}.${hint}`);
    },
    [addTab, stop, own, queryEditor, variableEditor, responseEditor, say],
  );

  useEffect(() => {
    if (!ready) return undefined;
    const texts = new Map(config.examples.map(e => [e.name, e.query]));
    const listener = queryEditor.onDidChangeModelContent(() => {
      setChosen(name => (texts.get(name) === queryEditor.getValue() ? name : ''));
    });
    return () => listener.dispose();
  }, [ready, queryEditor]);

  return { put, chosen, ready };
}

/** Fetches the schema again when the first try failed and somebody else is signed in now. */
function useSchemaRetry() {
  const { introspect } = useGraphiQLActions();
  const schema = useGraphiQL(state => state.schema);
  const hasSchema = useRef(false);
  hasSchema.current = Boolean(schema);
  useEffect(() => {
    page.listeners.identityChanged = () => {
      if (!hasSchema.current) introspect();
    };
  }, [introspect]);
}

/** The bar, and the count of answers by which a test knows that its operation is done. */
function ConnectedBar() {
  const [status, setStatus] = useState({ text: 'You act as nobody.', kind: 'info' });
  const [answers, setAnswers] = useState(0);
  const say = useCallback((text, kind = 'info') => setStatus({ text, kind }), []);
  const { put, chosen, ready } = useExamples(say);
  const { run } = useGraphiQLActions();
  useSchemaRetry();

  useEffect(() => {
    const count = () => setAnswers(n => n + 1);
    page.listeners.observer = {
      listening: () => say(listening),
      answered: count,
      // Whatever was said after the start is newer and stays.
      ended: () => setStatus(now => (now.text === listening ? { text: 'Stopped listening.', kind: 'info' } : now)),
      failed: count,
      refused: () => {
        say('The server refused this token. It may have expired: sign in again.', 'error');
        count();
      },
    };
  }, [say]);

  useEffect(() => {
    document.body.dataset.answers = String(answers);
    document.body.dataset.ready = String(ready);
  }, [answers, ready]);

  return (
    <Bar status={status} onRun={run}>
      <Identity session={page.session} say={say} />
      <ExamplePicker examples={config.examples} chosen={chosen} disabled={!ready} onChoose={put} />
    </Bar>
  );
}

function App() {
  return (
    <GraphiQLProvider
      fetcher={page.fetcher}
      storage={storage}
      plugins={plugins}
      referencePlugin={DOC_EXPLORER_PLUGIN}
      defaultQuery={welcome}
      shouldPersistHeaders={false}
      inputValueDeprecation
      schemaDescription
    >
      <HistoryStore>
        <DocExplorerStore>
          <ConnectedBar />
          <main>
            <GraphiQLInterface defaultEditorToolsVisibility="variables" showPersistHeadersSettings={false}>
              <GraphiQL.Logo>
                <span className="graphiql-logo-link">
                  Graph<em>i</em>QL
                </span>
              </GraphiQL.Logo>
            </GraphiQLInterface>
          </main>
        </DocExplorerStore>
      </HistoryStore>
    </GraphiQLProvider>
  );
}

createRoot(document.getElementById('playground')).render(<App />);
