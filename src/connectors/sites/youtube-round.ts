import { AllowanceSpent } from '../../domain/allowance.js';
import type { Item } from '../../domain/mention.js';
import { PlaceError, RateLimited } from '../errors.js';
import { longest } from '../paged.js';

/** What the parts of one poll brought; one that fails does not take the others with it. */
export class Round {
  readonly items = new Map<string, Item>();
  readonly failures: (PlaceError | AllowanceSpent)[] = [];
  private answered = 0;

  async part(read: () => Promise<readonly Item[]>): Promise<void> {
    if (this.failures.some(isPause)) return;
    try {
      for (const item of await read()) this.items.set(item.externalId, item);
      this.answered++;
    } catch (error) {
      if (!(error instanceof PlaceError || error instanceof AllowanceSpent)) throw error;
      this.failures.push(error);
    }
  }

  /** @throws the first failure, when nothing was answered at all */
  end(): void {
    const [failure] = this.failures;
    if (failure !== undefined && this.answered === 0) throw failure;
  }

  /** Seconds until there is more to be had; null when nobody said. */
  pause(now = Date.now()): number | null {
    const until = this.failures.map((failure) =>
      failure instanceof PlaceError ? failure.retryAt : failure.until,
    );
    return longest(
      ...until.map((time) =>
        time === null ? null : Math.max(0, Math.ceil((time.getTime() - now) / 1000)),
      ),
    );
  }
}

/** After which it is of no use, or not polite, to ask on. */
function isPause(failure: PlaceError | AllowanceSpent): boolean {
  return failure instanceof AllowanceSpent || failure instanceof RateLimited;
}
