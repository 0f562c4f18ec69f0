// What GraphiQL may remember between two visits.
//
// GraphiQL keeps tabs, variables and a history in localStorage. Here those can hold the token of an invitation, which
// is as good as a key, so they stay in memory and end with the page. Only what the page looks like is kept.
const prefix = 'graphiql:';
const keptNames = new Set(['theme', 'visiblePlugin', 'docExplorerFlex', 'editorFlex', 'secondaryEditorFlex']);

function isKept(key: string): boolean {
  return key.startsWith(prefix) && keptNames.has(key.slice(prefix.length));
}

/** Runs an access to localStorage; a browser that forbids storage must not break the page. */
function attempt<T>(access: () => T): T | null {
  try {
    return access();
  } catch {
    return null;
  }
}

/** A Storage-like object that writes looks to localStorage and everything else to memory. */
export function createStorage() {
  const memory = new Map<string, string>();
  return {
    getItem: (key: string) => (isKept(key) ? attempt(() => localStorage.getItem(key)) : (memory.get(key) ?? null)),
    setItem: (key: string, value: string) => {
      if (isKept(key)) attempt(() => localStorage.setItem(key, value));
      else memory.set(key, value);
    },
    removeItem: (key: string) => {
      if (isKept(key)) attempt(() => localStorage.removeItem(key));
      else memory.delete(key);
    },
    clear: () => {
      memory.clear();
      for (const name of keptNames) attempt(() => localStorage.removeItem(prefix + name));
    },
    get length() {
      return memory.size;
    },
  };
}
