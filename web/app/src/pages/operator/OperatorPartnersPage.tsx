/** Not here yet. */
export function OperatorPartnersPage() {
  return null;
}
