/** Not here yet. */
export function OperatorCustomersPage() {
  return null;
}
