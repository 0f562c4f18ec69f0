/** Not here yet. */
export function SubscriptionsPage() {
  return null;
}
