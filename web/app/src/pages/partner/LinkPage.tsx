/** Not here yet. */
export function LinkPage() {
  return null;
}
