/** How regularly a place posts, learned from its own past. */
export interface Rhythm {
  /** Gaps between posts seen so far. */
  readonly count: number;
  /** The longest silence that turned out to be none of trouble, in hours; null when none was seen. */
  readonly longestHours: number | null;
}

/** What one answer adds to it. */
export interface Observed {
  /** Time from post to post, in hours. */
  readonly gapsHours: readonly number[];
  /** How long the place had been silent at moments at which it was well, in hours. */
  readonly silencesHours: readonly number[];
}

/** A silence that is this unlikely (0..1) by the place's own rhythm is suspicious. */
const UNLIKELY = 0.02;
/** However long the past is: places are burstier than chance. */
const LEAST_FACTOR = 1.5;
/** Beyond it more of the past makes no difference. */
const MOST_COUNTED = 1_000;

const HALF_LIFE_HOURS = 30 * 24;
/** A place that posts monthly must not forget its months. */
const HALF_LIFE_GAPS = 10;

/**
 * Adds an answer to what is known of a place.
 *
 * The longest silence fades, with a half-life of 30 days (or ten times itself when that is
 * longer), so that one holiday does not make us deaf for ever.
 *
 * @param elapsedHours since the last answer; a clock that was set back counts as no time
 */
export function learn(rhythm: Rhythm, observed: Observed, elapsedHours: number): Rhythm {
  const { longestHours: before } = rhythm;
  const faded = before === null ? null : fade(before, Math.max(0, elapsedHours));
  // A silence that was suspicious was not one of a place that is well.
  const limit = suspiciousAfterHours(rhythm) ?? Infinity;
  const well = observed.silencesHours.filter((hours) => hours <= limit);
  const seen = [...observed.gapsHours, ...well];
  const longest = Math.max(faded ?? 0, ...seen);
  return {
    count: Math.min(MOST_COUNTED, rhythm.count + observed.gapsHours.length),
    longestHours: longest > 0 ? longest : null,
  };
}

function fade(hours: number, elapsedHours: number): number {
  return hours * 0.5 ** (elapsedHours / Math.max(HALF_LIFE_HOURS, HALF_LIFE_GAPS * hours));
}

/**
 * The silence from which on a place is suspiciously quiet, in hours: a multiple of its longest.
 *
 * The fewer gaps were seen, the less their longest says: with random (exponential) gaps, the
 * next one exceeds f times the longest of n with probability n! / ((f+1) (f+2) … (f+n)), by the
 * distribution of the largest of n. The multiple is the f that makes this 2 %, at least 1.5.
 *
 * @returns null when there is no past to judge by
 */
export function suspiciousAfterHours({ count, longestHours }: Rhythm): number | null {
  return longestHours === null || count < 1 ? null : factorOf(count) * longestHours;
}

/** Found by halving: the probability falls steadily with the factor. */
function factorOf(count: number): number {
  let [low, high] = [LEAST_FACTOR, 1 / UNLIKELY];
  if (exceeds(count, low) <= UNLIKELY) return low;
  while (high - low > 0.01) {
    const middle = (low + high) / 2;
    if (exceeds(count, middle) > UNLIKELY) low = middle;
    else high = middle;
  }
  return high;
}

/** Probability that the next of random gaps is longer than `factor` times the longest of `count`. */
function exceeds(count: number, factor: number): number {
  let probability = 1;
  for (let n = 1; n <= Math.min(count, MOST_COUNTED); n++) probability *= n / (n + factor);
  return probability;
}
