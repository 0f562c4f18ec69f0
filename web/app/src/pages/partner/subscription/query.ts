import { graphql, type ResultOf } from '../../../api/graphql';

export const SubscriptionQuery = graphql(`
  query Subscription($id: ID!, $locale: String!) {
    subscription(id: $id) {
      id
      customer { id name }
      service { id code name(locale: $locale) }
      offer {
        id
        code
        name(locale: $locale)
        minSeats
        maxSeats
        addOns { id code name(locale: $locale) minSeats maxSeats monthlyPrice { amount amountMinor currency } }
        upgradesTo {
          id
          code
          name(locale: $locale)
          minSeats
          maxSeats
          monthlyPrice { amount amountMinor currency }
          addOns { id code }
        }
      }
      seats
      status
      base { id offer { id name(locale: $locale) } }
      addOns { id seats status offer { id code name(locale: $locale) } }
      soldByOperator
      originalReseller { id name }
      billedPartner { id name }
      partnerOfRecord { id name }
      delegatedAdmin { id name }
      supportContact { id name }
      unitPrice { amount currency }
      term { startsOn endsOn firstBilledOn }
      orderedAt
      suspendedAt
      suspensionReason
      deletionDueAt
      cancelledAt
      transfer { to { id name } offeredAt }
      externalKey
      capabilities { action allowed reason }
      version
    }
  }
`);

export type Subscription = NonNullable<ResultOf<typeof SubscriptionQuery>['subscription']>;

/** What every dialog about a subscription is given. */
export interface DialogProps {
  subscription: Subscription;
  onClose: () => void;
  /** Asks anew for the subscription, where somebody else has changed it. */
  onReload: () => void;
  /** Says what has been done; the dialog closes. */
  onDone: (text: string) => void;
}
