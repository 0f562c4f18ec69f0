/** Not here yet. */
export function HistoryPage() {
  return null;
}
