/** Not here yet. */
export function BillsPage() {
  return null;
}
