import{t as e}from"./graphql-DFM3QPVt.js";var t=e(`
  query Customers(
    $partnerId: ID!
    $filter: CustomerFilter
    $orderBy: RelationshipOrder
    $first: Int
    $after: String
    $locale: String!
  ) {
    partner(id: $partnerId) {
      id
      customers(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          id
          name
          domain
          country
          relationships(first: 5) {
            nodes {
              id
              status
              acceptedAt
              delegatedAdminPrivileges(status: ACTIVE) {
                id
                partner { id }
                service { id code name(locale: $locale) }
              }
            }
          }
        }
      }
    }
  }
`);function n(e){return e?.nodes.filter(({status:e})=>e!==`ENDED`)??[]}export{n,t};