/** Not here yet. */
export function OperatorPartnerPage() {
  return null;
}
