/** Not here yet. */
export function LinksPage() {
  return null;
}
