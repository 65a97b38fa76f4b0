/** Rows by falling score; rows with the same score stand together and count as one step. */
export interface Ranking {
  readonly order: Int32Array;
  /** For each step the place behind its last row. */
  readonly ends: Int32Array;
}

export function rank(scores: ArrayLike<number>): Ranking {
  const at = (row: number | undefined): number => scores[row ?? 0] ?? 0;
  const order = Int32Array.from({ length: scores.length }, (_, row) => row);
  order.sort((a, b) => at(b) - at(a) || a - b);
  const ends: number[] = [];
  for (let place = 1; place <= order.length; place++) {
    if (place === order.length || at(order[place]) !== at(order[place - 1])) ends.push(place);
  }
  return { order, ends: Int32Array.from(ends) };
}

/** How well a score tells the rows of a class from the others. */
export interface Separation {
  /**
   * Area under the ROC curve: the chance that a row of the class scores above another one, ties
   * counted half (Mann-Whitney). NaN when there are only rows of the class, or none.
   */
  readonly auc: number;
  /** Most of the class that can be found while at least `precision` of what is found is right (0..1). */
  readonly recall: number;
}

/**
 * @param holds 1 for the rows of the class
 * @param times how often each row counts
 * @param precision least share of right ones among the found (0..1)
 */
export function separation(
  { order, ends }: Ranking,
  holds: ArrayLike<number>,
  times: ArrayLike<number>,
  precision: number,
): Separation {
  const [others, its] = totals(holds, times);
  let found = 0;
  let wrong = 0;
  let pairs = 0;
  let enough = 0;
  let place = 0;
  for (const end of ends) {
    let more = 0;
    let moreWrong = 0;
    for (; place < end; place++) {
      const row = order[place] ?? 0;
      if (holds[row] === 1) more += times[row] ?? 0;
      else moreWrong += times[row] ?? 0;
    }
    found += more;
    pairs += more * (others - wrong - moreWrong / 2);
    wrong += moreWrong;
    if (found > 0 && found >= precision * (found + wrong)) enough = found;
  }
  return { auc: pairs / (its * others), recall: its === 0 ? NaN : enough / its };
}

/** Of the rows that do not hold, and of those that do. */
function totals(holds: ArrayLike<number>, times: ArrayLike<number>): [number, number] {
  let its = 0;
  let others = 0;
  for (let row = 0; row < holds.length; row++) {
    if (holds[row] === 1) its += times[row] ?? 0;
    else others += times[row] ?? 0;
  }
  return [others, its];
}

/**
 * Share of right rows among the surest ones, for several shares of all rows. Where a share ends
 * within a step, the step's rows count in part.
 *
 * @param right 1 for the rows that were answered rightly
 * @param shares rising (0..1]
 */
export function accuracyAmongSurest(
  { order, ends }: Ranking,
  right: ArrayLike<number>,
  times: ArrayLike<number>,
  shares: readonly number[],
): number[] {
  const [wrong, good] = totals(right, times);
  const found: number[] = [];
  let rows = 0;
  let hits = 0;
  let place = 0;
  for (const end of ends) {
    let more = 0;
    let moreHits = 0;
    for (; place < end; place++) {
      const row = order[place] ?? 0;
      more += times[row] ?? 0;
      if (right[row] === 1) moreHits += times[row] ?? 0;
    }
    for (let share = shares[found.length]; share !== undefined; share = shares[found.length]) {
      const wanted = share * (wrong + good);
      if (wanted > rows + more + 1e-9) break;
      found.push((hits + (more === 0 ? 0 : (moreHits * (wanted - rows)) / more)) / wanted);
    }
    rows += more;
    hits += moreHits;
  }
  return found;
}

/** Bins of equal width over the probability from 0 to 1. */
export const BINS = 10;

/**
 * Expected calibration error in `BINS` bins (0..1; Naeini et al. 2015): how far the stated
 * probability lies from the share that came true, on the mean.
 *
 * @param stated probability of each row
 * @param came 1 where what was stated is so
 */
export function calibrationError(
  stated: ArrayLike<number>,
  came: ArrayLike<number>,
  times: ArrayLike<number>,
): number {
  const apart = new Float64Array(BINS);
  let rows = 0;
  for (let row = 0; row < stated.length; row++) {
    const p = stated[row] ?? 0;
    const bin = Math.min(BINS - 1, Math.floor(p * BINS));
    const count = times[row] ?? 0;
    rows += count;
    apart[bin] = (apart[bin] ?? 0) + count * (p - (came[row] === 1 ? 1 : 0));
  }
  return apart.reduce((sum, difference) => sum + Math.abs(difference), 0) / rows;
}
