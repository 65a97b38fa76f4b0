import { DEEPER_LABELS, NOT_JUDGED, trustIn, type DeeperLabel } from '../domain/deeper.js';
import type { Rate } from '../domain/agreement.js';

/** How often people agreed with the deeper model, per label. */
export type Judged = Readonly<Record<DeeperLabel, Pick<Rate, 'n' | 'hits'>>>;

/** Probability of what it decides, per label; null: it is not asked. */
export type Trust = Readonly<Record<DeeperLabel, number | null>>;

/** For how long what people said may be missed (ms). */
const LOOK_AGAIN_MS = 600_000;

/** What the deeper model's word counts for, by what people say of it. */
export class TrustKeeper {
  private known: Judged = NOT_JUDGED;
  private lookedAt = -Infinity;

  /**
   * @param onFault told when people's judgements cannot be had; then the last known ones count
   * @param now milliseconds on a clock that never goes back
   */
  constructor(
    private readonly judged: () => Promise<Judged>,
    private readonly onFault: (error: unknown) => void,
    private readonly now: () => number,
  ) {}

  async trust(): Promise<Trust> {
    if (this.now() - this.lookedAt >= LOOK_AGAIN_MS) {
      this.lookedAt = this.now();
      this.known = await this.judged().catch((error: unknown) => {
        this.onFault(error);
        return this.known;
      });
    }
    const [complaint, sentiment] = DEEPER_LABELS.map((label) => trustIn(this.known[label]));
    return { complaint: complaint ?? null, sentiment: sentiment ?? null };
  }
}
