/** Not here yet. */
export function OperatorCustomerPage() {
  return null;
}
