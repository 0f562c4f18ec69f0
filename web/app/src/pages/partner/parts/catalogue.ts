import { useQuery } from 'urql';
import { graphql, type ResultOf } from '../../../api/graphql';
import { language } from '../../../i18n';
import type { Item } from '../../../ui/fields';

const ServicesQuery = graphql(`
  query Services($locale: String!) {
    services { id code name(locale: $locale) }
  }
`);

/** The services of the catalogue, to choose from; none until they are there. */
export function useServiceItems(): Item[] {
  const [{ data }] = useQuery({ query: ServicesQuery, variables: { locale: language() }, requestPolicy: 'cache-first' });
  return data?.services.map(({ code, name }) => ({ value: code, label: name })) ?? [];
}

const OffersQuery = graphql(`
  query Offers($locale: String!) {
    offers {
      id
      code
      name(locale: $locale)
      services { id code name(locale: $locale) }
      addOns { id code }
      minSeats
      maxSeats
      monthlyPrice { amount amountMinor currency }
    }
    viewer { partner { id pinnedOffers { id code } } }
  }
`);

export type CatalogueOffer = ResultOf<typeof OffersQuery>['offers'][number];

/** All that can be bought; prices where the viewer may see them. */
export function useOffers() {
  const [{ data, error }, again] = useQuery({ query: OffersQuery, variables: { locale: language() }, requestPolicy: 'cache-first' });
  return {
    offers: data?.offers ?? null,
    pinned: new Set(data?.viewer?.partner?.pinnedOffers?.map(offer => offer.code)),
    error,
    retry: () => again({ requestPolicy: 'network-only' }),
  };
}
