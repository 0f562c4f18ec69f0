/** Not here yet. */
export function RelationshipsPage() {
  return null;
}
