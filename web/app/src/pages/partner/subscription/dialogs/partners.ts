import { useQuery } from 'urql';
import { graphql, type ResultOf } from '../../../../api/graphql';

const PartnersQuery = graphql(`
  query KnownPartners {
    partners(first: 100) { nodes { id name type status } }
    viewer { partner { id name resellers(first: 100) { nodes { id name } } } }
  }
`);

export type KnownPartner = NonNullable<ResultOf<typeof PartnersQuery>['partners']>['nodes'][number];

/** The partners that the viewer may see, the resellers paired with its own, and its own. */
export function useKnownPartners() {
  const [{ data, error, fetching }] = useQuery({ query: PartnersQuery });
  return {
    own: data?.viewer?.partner ?? null,
    known: data?.partners?.nodes ?? [],
    resellers: data?.viewer?.partner?.resellers?.nodes ?? [],
    error,
    fetching: fetching && !data,
  };
}
