import { useCallback, useRef, useState } from 'react';
import { type AnyVariables, type CombinedError, type TypedDocumentNode, useClient } from 'urql';
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

/** A key for an input: the same until it was done, so that a repetition has one effect (R26). */
function useKeys(): { of: (input: string) => string; done: () => void } {
  const kept = useRef<{ input: string; key: string } | null>(null);
  return {
    of: input => {
      if (kept.current?.input !== input) kept.current = { input, key: randomKey() };
      return kept.current.key;
    },
    done: () => {
      kept.current = null;
    },
  };
}

function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * A mutation with one field and one input. It carries an idempotency key, so that a double click, a lost answer and a
 * retry do nothing twice.
 */
export function useAct<Data extends Record<string, unknown>, Input>(
  document: TypedDocumentNode<Data, { input: Input }>,
): Act<Input, Data[keyof Data]> {
  const client = useClient();
  const keys = useKeys();
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
      const variables = { input: { ...input, idempotencyKey: keys.of(JSON.stringify(input)) } };
      const { data, error } = await client.mutation<Data, AnyVariables>(document, variables).toPromise();
      const payload = data && (Object.values(data).find(value => typeof value === 'object') as Data[keyof Data]);
      if (error || !payload) {
        setFailure(error ?? null);
        return null;
      }
      keys.done();
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
