/** Not here yet. */
export function CustomersPage() {
  return null;
}
