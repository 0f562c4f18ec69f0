// The playground: GraphiQL on this origin's /graphql, with a bar to choose who asks and what.
import './workers';
import 'graphiql/style.css';
import '@graphiql/plugin-explorer/style.css';
import './page.css';
import { DOC_EXPLORER_PLUGIN, DocExplorerStore } from '@graphiql/plugin-doc-explorer';
import { explorerPlugin } from '@graphiql/plugin-explorer';
import { HISTORY_PLUGIN, HistoryStore } from '@graphiql/plugin-history';
import { GraphiQLProvider } from '@graphiql/react';
import { GraphiQL, GraphiQLInterface } from 'graphiql';
import { createRoot } from 'react-dom/client';
import { session } from '../session/session';
import { ConnectedBar, welcome } from './connected';
import { fetcher } from './page';
import { createStorage } from './storage';

const plugins = [DOC_EXPLORER_PLUGIN, HISTORY_PLUGIN, explorerPlugin()];
const storage = createStorage();

function App({ problem }: { problem: string | null }) {
  return (
    <GraphiQLProvider
      fetcher={fetcher}
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
          <ConnectedBar problem={problem} />
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

/** Finds out who acts before anything is shown; gives what went wrong, if anything did. */
async function signIn(): Promise<string | null> {
  try {
    await session.arrive();
    return null;
  } catch (error) {
    return `Sign-in did not succeed. ${(error as Error).message} You act as nobody.`;
  }
}

const problem = await signIn();
const root = document.getElementById('playground');
if (root) createRoot(root).render(<App problem={problem} />);
