import { ModelServerError } from './errors.js';

/** Failures in a row after which the server is left alone. */
const MOST_FAILURES = 3;
/** For how long at first, and at most; it doubles each time the trial afterwards fails. */
const REST_MS = 30_000;
const MAX_REST_MS = 1_800_000;
/** What does not go away by itself is tried more seldom from the beginning. */
const LASTING_REST_MS = 600_000;

/**
 * Leaves a server alone that fails (circuit breaker, Nygard 2007): after a while one request tries it,
 * and only when that is answered do the others follow.
 */
export class Breaker {
  private failures = 0;
  private restMs = 0;
  private openUntil = -Infinity;
  private trying = false;

  /** @param now milliseconds on a clock that never goes back */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Whether it may be asked now. Whoever may must tell how it went. */
  mayAsk(): boolean {
    if (this.restMs === 0) return true;
    if (this.trying || this.now() < this.openUntil) return false;
    this.trying = true;
    return true;
  }

  answered(): void {
    this.failures = 0;
    this.restMs = 0;
    this.trying = false;
  }

  /** It was not asked after all, or nothing can be said of how it went. */
  undecided(): void {
    this.trying = false;
  }

  failed(error: unknown): void {
    const what = error instanceof ModelServerError ? error.what : null;
    const trial = this.trying;
    this.trying = false;
    this.failures++;
    const asked = what?.waitMs ?? 0;
    const atOnce = what?.lasting === true || asked > 0;
    if (!trial && !atOnce && this.failures < MOST_FAILURES) return;
    const rest = what?.lasting === true ? LASTING_REST_MS : REST_MS;
    const doubled = trial ? 2 * this.restMs : this.restMs;
    this.restMs = Math.min(MAX_REST_MS, Math.max(rest, doubled));
    this.openUntil = Math.max(this.openUntil, this.now() + Math.max(this.restMs, asked));
  }
}
