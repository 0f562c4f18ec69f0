import{t as e}from"./graphql-DFM3QPVt.js";var t=e(`
  query AllPartners($search: String, $first: Int, $after: String) {
    partners(search: $search, first: $first, after: $after) {
      nodes { id name type country status externalKey }
      pageInfo { hasNextPage endCursor }
      totalCount
    }
  }
`),n=e(`
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
`),r=e(`
  query AllCustomers($search: String, $first: Int, $after: String) {
    customers(search: $search, first: $first, after: $after) {
      nodes { id name domain country externalKey }
      pageInfo { hasNextPage endCursor }
      totalCount
    }
  }
`),i=e(`
  query AllServices($locale: String!) {
    services { id code name(locale: $locale) }
  }
`);export{i,n,t as r,r as t};