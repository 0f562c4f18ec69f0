import { useCallback, useEffect } from 'react';
import type { CombinedError } from 'urql';
import { useEndless } from '../../api/endless';
import { language } from '../../i18n';
import { type OwnSubscription, SubscriptionsQuery } from './queries';

interface Subscriptions {
  /** Whether these are all there are: page after page is fetched until they are. */
  complete: boolean;
  error: CombinedError | null;
  retry: () => void;
  /** Those that a partner is billed for. */
  through: (partnerId: string) => readonly OwnSubscription[];
}

/** The customer's subscriptions, all of them: what each partner sells is told of the whole. */
export function useSubscriptions(): Subscriptions {
  const list = useEndless(
    SubscriptionsQuery,
    { locale: language() },
    data => data.viewer?.customer?.subscriptions,
    100,
  );
  const { rows, hasMore, more, fetching, error, retry } = list;
  useEffect(() => {
    if (hasMore) more();
  }, [hasMore, more]);
  const through = useCallback(
    (partnerId: string) => rows.filter(subscription => subscription.billedPartner?.id === partnerId),
    [rows],
  );
  return {
    complete: !fetching && !hasMore && error === null,
    error,
    retry,
    through,
  };
}
