import { PlaceError } from '../../connectors/errors.js';
import { AllowanceSpent } from '../../domain/allowance.js';
import { POSTPONED_CODES } from '../../domain/health.js';

/** Why a poll brought nothing. */
export interface Trouble {
  /** `postponed`: the place was not asked, and has not failed. */
  readonly kind: 'failed' | 'postponed';
  readonly code: string;
  readonly message: string;
  /** Not to be asked before. */
  readonly retryAt: Date | null;
}

/** A kind of place that stays off until the operator switches it on; says how. */
export class SwitchedOff extends Error {}

/**
 * What keeps us from hearing a place stands in its health, also when the fault is our own: a
 * poll that only fails in the queue would leave the place looking as it did before.
 */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof AllowanceSpent)
    return {
      kind: 'postponed',
      code: 'allowance-spent',
      message: `Earshot waits: ${error.message}.`,
      retryAt: error.until,
    };
  if (error instanceof PlaceError) {
    const { code, message, retryAt } = error;
    return {
      kind: POSTPONED_CODES.includes(code) ? 'postponed' : 'failed',
      code,
      message,
      retryAt,
    };
  }
  return { kind: 'failed', retryAt: null, ...faultOf(error) };
}

function faultOf(error: unknown): Pick<Trouble, 'code' | 'message'> {
  const cause = error instanceof Error ? error : new Error(String(error));
  if (cause instanceof SwitchedOff) return { code: 'switched-off', message: cause.message };
  if (cause.name === 'TimeoutError')
    return {
      code: 'timed-out',
      message: 'The place was not done within the time of one poll. Earshot tries again.',
    };
  return {
    code: 'fault',
    message: `Earshot could not ask this place: ${cause.message}. If its settings are right, please report this.`,
  };
}
