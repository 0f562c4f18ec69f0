/** Not here yet. */
export function PartnerPage() {
  return null;
}
