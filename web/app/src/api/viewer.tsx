import { createContext, type ReactNode, useContext } from 'react';
import type { Client } from 'urql';
import { config } from '../config';
import { FailureState, Loading } from '../ui/states';
import { graphql, type ResultOf } from './graphql';
import { useKeptQuery } from './kept';

const ViewerQuery = graphql(`
  query Viewer {
    viewer {
      user { id name email roles }
      partner { id name type status country agreement { version } }
      customer { id name country }
    }
  }
`);

type Answer = NonNullable<ResultOf<typeof ViewerQuery>['viewer']>;
export type Role = Answer['user']['roles'][number];

export interface Viewer extends Answer {
  kind: 'partner' | 'customer' | 'operator';
  /** Whether the user has one of these roles; the server decides all the same. */
  has: (...roles: Role[]) => boolean;
  /** The name of whoever this is for, or else the e-mail address. */
  called: string;
}

function viewerOf(answer: Answer): Viewer {
  const { user, partner, customer } = answer;
  return {
    ...answer,
    kind: partner ? 'partner' : customer ? 'customer' : 'operator',
    has: (...roles) => roles.some(role => user.roles.includes(role)),
    called: user.name || user.email || user.id,
  };
}

/** Whether a token is of the user whom the pages are showing; throws when the server cannot tell. */
export async function isSameUser(client: Client, token: string): Promise<boolean> {
  const shown = client.readQuery(ViewerQuery, {})?.data?.viewer?.user.id;
  const response = await fetch(config.endpoint, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: '{ viewer { user { id } } }' }),
  });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  const { data } = (await response.json()) as { data?: { viewer: { user: { id: string } } | null } };
  return shown !== undefined && data?.viewer?.user.id === shown;
}

const Context = createContext<Viewer | null>(null);

/** Who is signed in, within WithViewer. */
export function useViewer(): Viewer {
  const viewer = useContext(Context);
  if (!viewer) throw new Error('useViewer is for what WithViewer holds');
  return viewer;
}

/** The viewer's partner, on pages for partners. */
export function useOwnPartner(): NonNullable<Answer['partner']> {
  const { partner } = useViewer();
  if (!partner) throw new Error('this page is for partners');
  return partner;
}

/** The viewer's customer, on pages for customers. */
export function useOwnCustomer(): NonNullable<Answer['customer']> {
  const { customer } = useViewer();
  if (!customer) throw new Error('this page is for customers');
  return customer;
}

/** Asks once who is signed in; `unknown` stands where the server does not know the user. */
export function WithViewer({ children, unknown }: { children: ReactNode; unknown: ReactNode }) {
  const [{ data, error }, again] = useKeptQuery({ query: ViewerQuery });
  if (data?.viewer) return <Context value={viewerOf(data.viewer)}>{children}</Context>;
  if (data || error?.graphQLErrors.some(one => one.extensions.code === 'UNAUTHENTICATED')) return unknown;
  if (error) return <FailureState error={error} onRetry={() => again({ requestPolicy: 'network-only' })} />;
  return <Loading />;
}
