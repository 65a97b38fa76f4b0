const WINDOW_MS = 10 * 60_000;
/** Links hold 256 random bits, so this only keeps the log and the database quiet. */
const MOST_FAILURES = 50;
const MOST_ADDRESSES = 10_000;

/** Counts failed sign-ins by address, in this process. */
export class SignInLimit {
  private readonly failures = new Map<string, { count: number; until: number }>();

  /** @returns seconds to wait before another try; 0 when it may be tried */
  waitSeconds(address: string, nowMs: number): number {
    const known = this.failures.get(address);
    if (!known || known.until <= nowMs || known.count < MOST_FAILURES) return 0;
    return Math.ceil((known.until - nowMs) / 1000);
  }

  failed(address: string, nowMs: number): void {
    const known = this.failures.get(address);
    const current = known && known.until > nowMs ? known : { count: 0, until: nowMs + WINDOW_MS };
    this.failures.delete(address);
    this.failures.set(address, { ...current, count: current.count + 1 });
    // The one that failed longest ago makes room.
    const [oldest] = this.failures.keys();
    if (this.failures.size > MOST_ADDRESSES && oldest !== undefined) this.failures.delete(oldest);
  }
}
