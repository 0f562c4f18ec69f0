import { useCallback, useRef, useState } from 'react';
import { type AnyVariables, type Client, type CombinedError, createRequest, type TypedDocumentNode, useClient } from 'urql';
import { graphql, type ResultOf } from './graphql';

/** What every mutation asks of its refusals; `...Refusal` in `userErrors`. */
export const Refusal = graphql(`
  fragment Refusal on UserError @_unmask {
    code
    message
    path
    rule
  }
`);
export type Refusal = ResultOf<typeof Refusal>;

interface Payload {
  userErrors: readonly Refusal[];
}

export interface Act<Input, Result> {
  /** Sends the input; the payload when it was done, else null. While one is under way, another changes nothing. */
  act: (input: Input) => Promise<Result | null>;
  busy: boolean;
  /** Why the server did not do it, in the user's language. */
  refusals: readonly Refusal[];
  /** Why it is not known whether it was done; sending the same again is safe. */
  failure: CombinedError | null;
  reset: () => void;
}

/** The keys of what is not known to be done, by operation and input: they outlive the dialog that was closed over it. */
const unanswered = new WeakMap<Client, Map<string, string>>();

/** A key for an input: the same until it was answered, so that a repetition has one effect (R26). */
function keysOf(client: Client): { of: (what: string) => string; answered: (what: string) => void } {
  const kept = unanswered.get(client) ?? new Map<string, string>();
  unanswered.set(client, kept);
  return {
    of: what => {
      const key = kept.get(what) ?? randomKey();
      kept.set(what, key);
      return key;
    },
    answered: what => kept.delete(what),
  };
}

function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * A mutation with one field and one input. It carries an idempotency key, so that a double click, a lost answer and a
 * retry do nothing twice, even from another dialog.
 */
export function useAct<Data extends Record<string, unknown>, Input>(
  document: TypedDocumentNode<Data, { input: Input }>,
): Act<Input, Data[keyof Data]> {
  const client = useClient();
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const [failure, setFailure] = useState<CombinedError | null>(null);

  const reset = useCallback(() => {
    setRefusals([]);
    setFailure(null);
  }, []);

  async function act(input: Input): Promise<Data[keyof Data] | null> {
    if (running.current) return null;
    running.current = true;
    setBusy(true);
    reset();
    try {
      const keys = keysOf(client);
      const what = String(createRequest(document, { input }).key);
      const variables = { input: { ...input, idempotencyKey: keys.of(what) } };
      const { data, error } = await client.mutation<Data, AnyVariables>(document, variables).toPromise();
      const payload = data && (Object.values(data).find(value => typeof value === 'object') as Data[keyof Data]);
      if (error || !payload) {
        setFailure(error ?? null);
        return null;
      }
      keys.answered(what);
      const refused = (payload as unknown as Payload).userErrors;
      setRefusals(refused);
      return refused.length === 0 ? payload : null;
    } finally {
      running.current = false;
      setBusy(false);
    }
  }

  return { act, busy, refusals, failure, reset };
}
