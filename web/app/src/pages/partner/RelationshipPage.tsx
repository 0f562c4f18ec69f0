/** Not here yet. */
export function RelationshipPage() {
  return null;
}
