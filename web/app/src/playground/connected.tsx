// The bar, put together with GraphiQL's state.
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Example } from '../config';
import { pickedUser } from '../session/development';
import { session } from '../session/session';
import { Bar, ExamplePicker, type Say, type Status, wants } from './bar';
import { IdentityPicker, ProviderIdentity } from './identity';
import { examples, listeners, variablesOf } from './page';

/** What the editor shows before anything was chosen. */
export const welcome = '# Choose an example above,\n# or write your own operation here.\n';

const listening = 'Listening. Events appear as they happen; the button stops it.';
const texts = new Map(examples.map(e => [e.name, e.query]));
const ours = new Set(['', welcome.trim(), ...examples.map(e => e.query.trim())]);

/**
 * Puts an example into the editors: into this tab when nothing of the user's own would be lost, else into a new one.
 * An example counts as chosen until its text is changed, so that it can then be chosen again.
 */
function useExamples(say: Say) {
  const { addTab, stop } = useGraphiQLActions();
  const queryEditor = useGraphiQL(state => state.queryEditor);
  const variableEditor = useGraphiQL(state => state.variableEditor);
  const responseEditor = useGraphiQL(state => state.responseEditor);
  const [chosen, setChosen] = useState('');

  const put = useCallback(
    (example: Example) => {
      if (!queryEditor || !variableEditor || !responseEditor) return;
      stop();
      if (!ours.has(queryEditor.getValue().trim())) addTab();
      const variables = variablesOf(example);
      const names = Object.keys(variables);
      queryEditor.setValue(example.query);
      variableEditor.setValue(names.length > 0 ? JSON.stringify(variables, null, 2) : '');
      responseEditor.setValue(''); // the result of another operation would mislead
      setChosen(example.name);
      const open = names.filter(name => variables[name] === '');
      const hint = open.length > 0 ? ` Fill in ${open.join(' and ')} below.` : '';
      say(`${example.about} Run it ${wants(example)}.${hint}`);
    },
    [addTab, stop, queryEditor, variableEditor, responseEditor, say],
  );

  useEffect(() => {
    const listener = queryEditor?.onDidChangeModelContent(() => {
      setChosen(name => (texts.get(name) === queryEditor.getValue() ? name : ''));
    });
    return () => listener?.dispose();
  }, [queryEditor]);

  return { put, chosen, ready: Boolean(queryEditor && variableEditor && responseEditor) };
}

/** Fetches the schema again when the first try failed and somebody else is signed in now. */
function useSchemaRetry(): void {
  const { introspect } = useGraphiQLActions();
  const schema = useGraphiQL(state => state.schema);
  const missing = useRef(true);
  useEffect(() => {
    missing.current = !schema;
  }, [schema]);
  useEffect(() => {
    listeners.identityChanged = () => {
      if (missing.current) void introspect();
    };
  }, [introspect]);
}

/** Counts the answers, by which a test knows that its operation is done, and says what becomes of operations. */
function useAnswers(say: Say, update: (change: (now: Status) => Status) => void): number {
  const [answers, setAnswers] = useState(0);
  useEffect(() => {
    const count = () => setAnswers(n => n + 1);
    listeners.observer = {
      listening: () => say(listening),
      answered: count,
      // Whatever was said after the start is newer and stays.
      ended: () => update(now => (now.text === listening ? { text: 'Stopped listening.', kind: 'info' } : now)),
      failed: count,
      refused: () => {
        say('The server refused this token. It may have expired: sign in again.', 'error');
        count();
      },
    };
  }, [say, update]);
  return answers;
}

const Identity = session.identity.kind === 'development' ? IdentityPicker : ProviderIdentity;

/** Says who acts when the page begins. */
function greet(): string {
  if (session.state.phase !== 'somebody') return 'You act as nobody.';
  return session.identity.kind === 'development' ? `You act as ${pickedUser()}.` : 'You are signed in.';
}

/** The bar with all that it does. */
export function ConnectedBar({ problem }: { problem: string | null }) {
  const [status, setStatus] = useState<Status>(() =>
    problem === null ? { text: greet(), kind: 'info' } : { text: problem, kind: 'error' },
  );
  const say = useCallback<Say>((text, kind = 'info') => setStatus({ text, kind }), []);
  const { put, chosen, ready } = useExamples(say);
  const { run } = useGraphiQLActions();
  const answers = useAnswers(say, setStatus);
  useSchemaRetry();

  useEffect(() => {
    document.body.dataset.answers = String(answers);
    document.body.dataset.ready = String(ready);
  }, [answers, ready]);

  return (
    <Bar status={status} onRun={() => void run()}>
      <Identity say={say} />
      <ExamplePicker examples={examples} chosen={chosen} disabled={!ready} onChoose={put} />
    </Bar>
  );
}
