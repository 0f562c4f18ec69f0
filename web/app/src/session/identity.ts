/** How users sign in: the development identity, or a provider. */
export interface Identity {
  kind: 'development' | 'oidc';
  /** A token of who is still signed in, without the user's doing; null when nobody is. */
  resume(): Promise<string | null>;
  /** A token of that user, of the development identity alone. */
  choose(email: string): Promise<string>;
  /** Leaves this page to sign in, and comes back to a path of this origin. */
  begin(returnTo: string): Promise<void>;
  /**
   * Comes back from there. The token is null where the provider was asked quietly whether somebody is still signed in,
   * and nobody is.
   */
  finish(address: string): Promise<{ token: string | null; returnTo: string }>;
  /** Another token of the same user, without the user's doing; null when there is none to be had. */
  renew(): Promise<string | null>;
  /** Another token, with the user's doing, while this page stays. */
  again(): Promise<string | null>;
  /** Forgets who was signed in. */
  signOut(): Promise<void>;
}

/** A path of this origin that is safe to go to after sign-in; the start otherwise. */
export function safePath(path: string | null | undefined): string {
  if (!path?.startsWith('/') || !URL.canParse(path, location.origin)) return '/app';
  const url = new URL(path, location.origin);
  if (url.origin !== location.origin || url.pathname.startsWith('//')) return '/app';
  return url.pathname + url.search + url.hash;
}

/** Whether a path is one of the application's own, and not of another page of this origin. */
export function isOwnPath(path: string): boolean {
  return /^\/(app|invite)?(\/|$|\?)/.test(path);
}
