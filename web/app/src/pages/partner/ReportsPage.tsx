/** Not here yet. */
export function ReportsPage() {
  return null;
}
