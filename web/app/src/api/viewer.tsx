import { notFound } from '@tanstack/react-router';
import { createContext, type ReactNode, useContext } from 'react';
import { type Client, useQuery } from 'urql';
import { FailureState, Loading } from '../ui/states';
import { graphql, type ResultOf } from './graphql';

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

/** Whether who is signed in now is who was when the pages last asked. */
export async function isSameUser(client: Client): Promise<boolean> {
  const before = client.readQuery(ViewerQuery, {})?.data?.viewer?.user.id;
  const now = await client.query(ViewerQuery, {}, { requestPolicy: 'network-only' }).toPromise();
  return before === undefined || now.data?.viewer?.user.id === before;
}

const Context = createContext<Viewer | null>(null);

/** Who is signed in, within WithViewer. */
export function useViewer(): Viewer {
  const viewer = useContext(Context);
  if (!viewer) throw new Error('useViewer is for what WithViewer holds');
  return viewer;
}

/** For a page of users of one kind: for others there is nothing there. */
export function useKind(kind: Viewer['kind']): void {
  if (useViewer().kind !== kind) throw notFound();
}

/** The viewer's partner, on pages for partners; for others there is nothing there. */
export function useOwnPartner(): NonNullable<Answer['partner']> {
  const { partner } = useViewer();
  if (!partner) throw notFound();
  return partner;
}

/** The viewer's customer, on pages for customers; for others there is nothing there. */
export function useOwnCustomer(): NonNullable<Answer['customer']> {
  const { customer } = useViewer();
  if (!customer) throw notFound();
  return customer;
}

/** Asks once who is signed in; `unknown` stands where the server does not know the user. */
export function WithViewer({ children, unknown }: { children: ReactNode; unknown: ReactNode }) {
  const [{ data, error }, again] = useQuery({ query: ViewerQuery });
  if (data?.viewer) return <Context value={viewerOf(data.viewer)}>{children}</Context>;
  if (error && !error.response) return <FailureState error={error} onRetry={() => again({ requestPolicy: 'network-only' })} />;
  if (data || error) return unknown;
  return <Loading />;
}
