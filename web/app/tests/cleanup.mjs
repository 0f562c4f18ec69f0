// What tests have begun ends in the reverse order: pages before the server that they ask.
const begun = new WeakMap();

/** Has a function run when the test has ended. */
export function cleanup(t, end) {
  if (!begun.has(t)) {
    const ends = [];
    begun.set(t, ends);
    t.after(async () => {
      const failures = [];
      for (const one of ends.reverse()) await Promise.resolve(one()).catch(error => failures.push(error));
      if (failures.length > 0) throw failures[0];
    });
  }
  begun.get(t).push(end);
}
