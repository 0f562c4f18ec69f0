/** Not here yet. */
export function ChargesPage() {
  return null;
}
