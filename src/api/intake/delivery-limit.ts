const WINDOW_MS = 60_000;
/** Deliveries of one source in a minute; each may hold many posts. */
const MOST = 600;

/**
 * Counts what was taken in, by source, in this process. What is not signed does not count: with it
 * anybody could keep the right sender out.
 */
export class DeliveryLimit {
  private readonly counts = new Map<string, { count: number; until: number }>();

  constructor(private readonly most = MOST) {}

  /** @returns seconds until the next one is taken; 0 when it may come */
  waitSeconds(sourceId: string, nowMs: number): number {
    const known = this.counts.get(sourceId);
    if (!known || known.until <= nowMs || known.count < this.most) return 0;
    return Math.ceil((known.until - nowMs) / 1000);
  }

  taken(sourceId: string, nowMs: number): void {
    const known = this.counts.get(sourceId);
    const open = known && known.until > nowMs ? known : { count: 0, until: nowMs + WINDOW_MS };
    this.counts.set(sourceId, { ...open, count: open.count + 1 });
  }
}
