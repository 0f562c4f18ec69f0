import { graphql, type ResultOf } from '../../api/graphql';

/** One relationship of the customer, with everything that has been granted under it. */
export const RelationshipQuery = graphql(`
  query OwnRelationship($id: ID!, $locale: String!) {
    relationship(id: $id) {
      id
      status
      version
      acceptedAt
      acceptedBy { id name }
      endedAt
      consentVersion
      customer { id }
      partner { id name type country status support { url email phone } }
      reseller { id name type country status support { url email phone } }
      end {
        proposedBy
        proposedAt
        reason
        blockers { subscription { id seats offer { code name(locale: $locale) } } }
      }
      delegatedAdminPrivileges {
        id
        status
        grantedAt
        grantedBy { id name }
        endedAt
        endReason
        service { code name(locale: $locale) }
        partner { id name }
      }
    }
  }
`);

export type Relationship = NonNullable<ResultOf<typeof RelationshipQuery>['relationship']>;
export type Privilege = Relationship['delegatedAdminPrivileges'][number];
