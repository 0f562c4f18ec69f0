import { lazyRouteComponent } from '@tanstack/react-router';

/** A part of the application could not be fetched: there is no network, or the server has another build by now. */
export class NotFetched extends Error {}

function notFetched(cause: unknown): never {
  throw new NotFetched('a part of the application could not be fetched', { cause });
}

/**
 * A page that is fetched when it is first looked at. The router's own answer to a failure is to load everything anew,
 * which without a network leaves nothing; ours is PageCrash, within the frame.
 */
export function lazyPage<Module extends Record<string, unknown>, Name extends keyof Module & string>(fetchPage: () => Promise<Module>, name: Name) {
  return lazyRouteComponent<Module, Name>(() => fetchPage().catch(notFetched), name);
}
