import { graphql, type ResultOf } from '../../../api/graphql';

export const RelationshipQuery = graphql(`
  query Relationship($id: ID!, $locale: String!) {
    relationship(id: $id) {
      id
      status
      acceptedAt
      acceptedBy { id name }
      endedAt
      consentVersion
      version
      partner { id name }
      reseller { id name }
      customer { id name domain }
      delegatedAdminPrivileges {
        id
        status
        grantedAt
        endedAt
        endReason
        partner { id name }
        service { id code name(locale: $locale) }
      }
      end {
        proposedBy
        proposedAt
        reason
        blockers { subscription { id offer { id name(locale: $locale) } seats } }
      }
    }
  }
`);

export type Relationship = NonNullable<ResultOf<typeof RelationshipQuery>['relationship']>;
export type Privilege = Relationship['delegatedAdminPrivileges'][number];
export type Blocker = NonNullable<Relationship['end']>['blockers'][number];

/** What every dialog about a relationship is given. */
export interface DialogProps {
  relationship: Relationship;
  onClose: () => void;
  onReload: () => void;
  onDone: (text: string) => void;
}
