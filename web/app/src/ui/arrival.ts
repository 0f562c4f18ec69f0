// Where somebody who reads with the ears or the keyboard is, after the page has changed: at its heading.
let expected = false;

/** The next heading that is shown gets the focus. */
export function expectArrival(): void {
  expected = true;
}

/** Whether a heading is to get the focus; it is told once. */
export function takeArrival(): boolean {
  const taken = expected;
  expected = false;
  return taken;
}
