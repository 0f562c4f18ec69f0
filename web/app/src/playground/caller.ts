// Who asks: whoever the session has signed in, unless a token was pasted, which goes before. A pasted token lives in this
// object and nowhere else: not in storage, not in the editor of headers, not in the address.
import { session } from '../session/session';

export interface Caller {
  /** The bearer token of the next request; null for nobody. */
  readonly token: string | null;
  /** Takes a token that the user has from elsewhere; an empty one goes back to who is signed in. */
  paste(token: string): void;
  /** Replaces a token that the server takes no longer; false when there is no way to. */
  renew(): Promise<boolean>;
}

/** The caller of this page; onChange runs when it becomes somebody else. */
export function createCaller(onChange: () => void): Caller {
  let pasted: string | null = null;
  session.subscribe(onChange);
  return {
    get token() {
      return pasted ?? session.token;
    },
    paste(token) {
      pasted = token.trim().replace(/^Bearer\s+/i, '') || null;
      onChange();
    },
    async renew() {
      return pasted === null && session.token !== null && session.renew();
    },
  };
}
