import type { DataSource } from 'typeorm';
import { announce, type Change } from './changes.js';

/**
 * Announces many small changes in few announcements. PostgreSQL lets one transaction at a time
 * commit that announces something, so that one for each poll would have the polls wait in line.
 *
 * They are hints for those who look: should one be lost with its process, nothing is wrong but
 * what is on a screen.
 */
export class Announcements {
  private readonly waiting = new Set<string>();
  private lastAt = -Infinity;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly database: DataSource,
    private readonly kind: Change['kind'],
    private readonly everyMs: number,
  ) {}

  /** At once when nothing was told for a while, else together with what else changes meanwhile. */
  async tell(id: string): Promise<void> {
    this.waiting.add(id);
    if (this.timer !== null) return;
    const restMs = this.lastAt + this.everyMs - performance.now();
    if (restMs <= 0) return this.flush();
    this.timer = setTimeout(() => {
      this.timer = null;
      this.flush().catch(() => undefined);
    }, restMs);
    this.timer.unref();
  }

  private async flush(): Promise<void> {
    this.lastAt = performance.now();
    const ids = [...this.waiting];
    this.waiting.clear();
    await announce(this.database, this.kind, ids);
  }
}
