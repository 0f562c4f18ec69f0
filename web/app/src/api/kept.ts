import { useRef } from 'react';
import { type AnyVariables, useQuery, type UseQueryArgs, type UseQueryResponse } from 'urql';

/**
 * useQuery, of which the last answer stays while asking anew fails: the error stands beside it, and nothing that was typed
 * into what it shows is lost.
 */
export function useKeptQuery<Data, Variables extends AnyVariables>(args: UseQueryArgs<Variables, Data>): UseQueryResponse<Data, Variables> {
  const [state, again] = useQuery<Data, Variables>(args);
  const asked = JSON.stringify(args.variables ?? null);
  const kept = useRef<{ asked: string; data: Data } | null>(null);
  if (state.data !== undefined) kept.current = { asked, data: state.data };
  const data = kept.current?.asked === asked ? kept.current.data : undefined;
  return [data === undefined ? state : { ...state, data }, again];
}
