import type { CombinedError } from 'urql';

/** Whether the address names nothing at all: an id that is none is refused as a value, where a strange one is not there (R27). */
export function namesNothing(error: CombinedError | undefined): boolean {
  return error?.graphQLErrors.some(one => one.extensions.code === 'VALIDATION_FAILED') ?? false;
}
