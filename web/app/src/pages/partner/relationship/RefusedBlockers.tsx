import { useQuery } from 'urql';
import type { Refusal } from '../../../api/act';
import { graphql } from '../../../api/graphql';
import { language } from '../../../i18n';
import { Blockers } from './Blockers';

const BlockersQuery = graphql(`
  query Blockers($ids: [ID!]!, $locale: String!) {
    nodes(ids: $ids) {
      __typename
      id
      ... on CustomerSubscription { seats offer { id name(locale: $locale) } }
    }
  }
`);

type Blocking = Refusal & { blockers: readonly { subscription: { id: string } | null }[] };

function blocks(refusal: Refusal): refusal is Blocking {
  return 'blockers' in refusal;
}

/** What a refusal names as blockers, in the user's language. A request names at most 100. */
export function RefusedBlockers({ refusals }: { refusals: readonly Refusal[] }) {
  const ids = refusals.filter(blocks).flatMap(({ blockers }) => blockers.flatMap(({ subscription }) => subscription?.id ?? []));
  const [{ data }] = useQuery({
    query: BlockersQuery,
    variables: { ids: ids.slice(0, 100), locale: language() },
    pause: ids.length === 0,
  });
  if (ids.length === 0 || !data) return null;
  const subscriptions = data.nodes.filter(node => node?.__typename === 'CustomerSubscription');
  return <Blockers blockers={subscriptions.map(subscription => ({ subscription }))} />;
}
