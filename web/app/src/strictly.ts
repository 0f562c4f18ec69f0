/**
 * A route's validateSearch that lets nothing else pass. The router lays what the reader gives over what stands in the
 * address, so that what it leaves out, because it is malformed or unknown, would reach the page all the same.
 */
export function strictly<Search extends object>(read: (search: Record<string, unknown>) => Search): (search: Record<string, unknown>) => Search {
  return search => {
    const left = Object.fromEntries(Object.keys(search).map(key => [key, undefined]));
    return { ...left, ...read(search) } as Search;
  };
}
