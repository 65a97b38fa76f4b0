import { Invalid } from '../http/invalid.js';
import type { BadParam } from '../places.js';

/**
 * A kind that there is not, or parameters that its connector does not read, are a fault of the
 * request.
 *
 * @throws Invalid instead of the RangeErrors of Places
 */
export function asked<Result>(describe: () => Result): Result {
  try {
    return describe();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    if (!hasFaults(error)) throw new Invalid([{ path: 'kind', message: error.message }]);
    throw new Invalid(
      error.faults.map(({ path, message }) => ({
        path: ['params', path].filter((part) => part !== '').join('.'),
        message,
      })),
    );
  }
}

function hasFaults(error: RangeError): error is RangeError & { faults: readonly BadParam[] } {
  return 'faults' in error && Array.isArray(error.faults);
}
