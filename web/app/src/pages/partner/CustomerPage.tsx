/** Not here yet. */
export function CustomerPage() {
  return null;
}
