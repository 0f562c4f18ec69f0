/** Not here yet. */
export function SubscriptionPage() {
  return null;
}
