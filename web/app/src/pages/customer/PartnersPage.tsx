/** Not here yet. */
export function PartnersPage() {
  return null;
}
