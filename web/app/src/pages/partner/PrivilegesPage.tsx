/** Not here yet. */
export function PrivilegesPage() {
  return null;
}
