import { graphql, type ResultOf } from '../../api/graphql';

/** The partners of the platform, by name. */
export const PartnersQuery = graphql(`
  query AllPartners($search: String, $first: Int, $after: String) {
    partners(search: $search, first: $first, after: $after) {
      nodes { id name type country status externalKey }
      pageInfo { hasNextPage endCursor }
      totalCount
    }
  }
`);

export type PartnerRow = NonNullable<ResultOf<typeof PartnersQuery>['partners']>['nodes'][number];

/** A partner, with whom it is paired. */
export const PartnerQuery = graphql(`
  query OnePartner($id: ID!) {
    partner(id: $id) {
      id
      name
      type
      country
      status
      version
      externalKey
      support { url email phone }
      agreement { version signedAt signedBy { id name } }
      provider { id name }
    }
  }
`);

export type Partner = NonNullable<ResultOf<typeof PartnerQuery>['partner']>;

/** The customers of the platform, by name or, of a search, the closest first. */
export const CustomersQuery = graphql(`
  query AllCustomers($search: String, $first: Int, $after: String) {
    customers(search: $search, first: $first, after: $after) {
      nodes { id name domain country externalKey }
      pageInfo { hasNextPage endCursor }
      totalCount
    }
  }
`);

export type CustomerRow = NonNullable<ResultOf<typeof CustomersQuery>['customers']>['nodes'][number];

/** The catalogue of services. */
export const ServicesQuery = graphql(`
  query AllServices($locale: String!) {
    services { id code name(locale: $locale) }
  }
`);
