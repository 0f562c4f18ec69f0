import { useSyncExternalStore } from 'react';
import { session } from './session';

/** The phase of the session, and the number of the user's time. */
export function useSession() {
  const state = useSyncExternalStore(session.subscribe, () => session.state);
  const stay = useSyncExternalStore(session.subscribe, () => session.stay);
  return { phase: state.phase, stay };
}
