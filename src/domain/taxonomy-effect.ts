/** How one topic would change. */
export interface TopicEffect {
  readonly key: string;
  /** Mentions that carry it now (count). */
  readonly before: number;
  readonly gained: number;
  readonly lost: number;
}

/** A mention whose topics would change. */
export interface Move {
  readonly mentionId: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Words of it that carry a new topic; where it only loses some, those that carried these. */
  readonly quote: string;
}

/** What a changed taxonomy would do to the mentions that are stored. */
export interface TaxonomyEffect {
  /** Mentions that were looked at, newest first, and that there are (counts). */
  readonly looked: number;
  readonly stored: number;
  readonly moved: number;
  /** Complaints looked at; without a topic now; and then (counts). */
  readonly complaints: number;
  readonly untaggedBefore: number;
  readonly untaggedAfter: number;
  readonly topics: readonly TopicEffect[];
  /** Some of the moves, of every topic that is concerned. */
  readonly samples: readonly Move[];
}

/** Topics of one mention before and after. */
export interface Change extends Move {
  readonly complaint: boolean;
}

/** Samples shown of each topic, and in all. */
const SAMPLES_PER_TOPIC = 5;
const MOST_SAMPLES = 100;

/** Adds up what a changed taxonomy does, one mention after the other. */
export class EffectCount {
  private looked = 0;
  private moved = 0;
  private complaints = 0;
  private untaggedBefore = 0;
  private untaggedAfter = 0;
  private readonly topics = new Map<string, { before: number; gained: number; lost: number }>();
  private readonly samples: Move[] = [];
  private readonly shown = new Map<string, number>();

  add({ complaint, ...move }: Change): void {
    const { from, to } = move;
    this.looked++;
    if (complaint) {
      this.complaints++;
      if (from.length === 0) this.untaggedBefore++;
      if (to.length === 0) this.untaggedAfter++;
    }
    const gained = to.filter((key) => !from.includes(key));
    const lost = from.filter((key) => !to.includes(key));
    for (const key of from) this.of(key).before++;
    for (const key of gained) this.of(key).gained++;
    for (const key of lost) this.of(key).lost++;
    if (gained.length + lost.length === 0) return;
    this.moved++;
    this.sample(move, [...gained, ...lost]);
  }

  private of(key: string): { before: number; gained: number; lost: number } {
    const count = this.topics.get(key) ?? { before: 0, gained: 0, lost: 0 };
    this.topics.set(key, count);
    return count;
  }

  private sample(move: Move, keys: readonly string[]): void {
    const few = keys.filter((key) => (this.shown.get(key) ?? 0) < SAMPLES_PER_TOPIC);
    if (few.length === 0 || this.samples.length >= MOST_SAMPLES) return;
    for (const key of keys) this.shown.set(key, (this.shown.get(key) ?? 0) + 1);
    this.samples.push(move);
  }

  /** @param stored mentions that there are, also those that were not looked at */
  effect(stored: number): TaxonomyEffect {
    const { looked, moved, complaints, untaggedBefore, untaggedAfter, samples } = this;
    const topics = [...this.topics]
      .map(([key, count]) => ({ key, ...count }))
      .sort((a, b) => b.gained + b.lost - a.gained - a.lost || a.key.localeCompare(b.key));
    return { looked, stored, moved, complaints, untaggedBefore, untaggedAfter, topics, samples };
  }
}
