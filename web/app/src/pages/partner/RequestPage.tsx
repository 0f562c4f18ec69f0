/** Not here yet. */
export function RequestPage() {
  return null;
}
