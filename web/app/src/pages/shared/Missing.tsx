import type { CombinedError } from 'urql';
import { FailureState, Loading } from '../../ui/states';
import { NothingHere } from '../NotFound';

interface MissingProps {
  error: CombinedError | undefined;
  fetching: boolean;
  onRetry: () => void;
}

/**
 * What a page of one thing shows without it: it is still asked for, the server cannot tell, or there is no such thing.
 * An id that is none is refused as a value, where a strange one is not there (R27); to people it is the same.
 */
export function Missing({ error, fetching, onRetry }: MissingProps) {
  const noId = error?.graphQLErrors.some(one => one.extensions.code === 'VALIDATION_FAILED');
  if (error && !noId) return <FailureState error={error} onRetry={onRetry} />;
  return fetching ? <Loading rows={6} /> : <NothingHere />;
}
