import { AllowanceSpent } from '../domain/allowance.js';
import type { DeeperEnd, DeeperTally } from '../domain/deeper.js';
import { LeftAlone, OutOfTime } from './errors.js';

/** Counts what came of asking. */
export class Tally implements DeeperTally {
  readonly ends: Record<DeeperEnd, number> = {
    decided: 0,
    open: 0,
    refused: 0,
    failed: 0,
    skipped: 0,
  };
  readonly tookMs: number[] = [];
  failure: string | null = null;

  answered(end: 'decided' | 'open', tookMs: number): void {
    this.ends[end]++;
    this.tookMs.push(tookMs);
  }

  skipped(): void {
    this.ends.skipped++;
  }

  /** It was not answered. */
  missed(error: unknown): void {
    if (error instanceof AllowanceSpent) this.ends.refused++;
    else if (error instanceof LeftAlone || error instanceof OutOfTime) this.ends.skipped++;
    else {
      this.ends.failed++;
      this.failure = error instanceof Error ? error.message : String(error);
    }
  }
}
