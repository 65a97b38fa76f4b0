/** A stretch of time: from the first moment on, up to and without the second. */
export interface Stretch {
  readonly from: Date;
  readonly to: Date;
}

/** What a successful poll says about the time since the one before. */
export interface Reach {
  /** Until when the place was covered before; for its first answer, since when it is a source. */
  readonly coveredUntil: Date;
  /** When it was asked. */
  readonly at: Date;
  /** In which time it was to be asked again, in seconds. */
  readonly declaredSeconds: number;
  /** The oldest post of an answer that does not reach back to known ones; null when it reaches. */
  readonly onlyBackTo: Date | null;
}

/** Seconds of one hour that were covered. */
export interface CoveredHour {
  readonly hour: Date;
  readonly seconds: number;
}

export interface Credit {
  /** `recovered`: nobody looked on schedule, but the answer reached back so far. */
  readonly kind: 'observed' | 'recovered';
  readonly hours: readonly CoveredHour[];
}

const HOUR_MS = 3_600_000;
/** A stretch of more than so many intervals was not observed on schedule. */
const LATE_INTERVALS = 2;
/** More of the past than this is not looked at: such an old gap is a new beginning. */
const LONGEST_DAYS = 92;

/**
 * The time that an answer covers: what was posted since the last one was in it, or is known to
 * be missed and counts as not observed.
 *
 * @returns no hours when the clock was set back, or nothing was reached
 */
export function creditOf({ coveredUntil, at, declaredSeconds, onlyBackTo }: Reach): Credit {
  const begins = Math.max(coveredUntil.getTime(), onlyBackTo?.getTime() ?? -Infinity);
  const late = at.getTime() - coveredUntil.getTime() > LATE_INTERVALS * declaredSeconds * 1000;
  const from = new Date(Math.max(begins, at.getTime() - LONGEST_DAYS * 24 * HOUR_MS));
  return { kind: late ? 'recovered' : 'observed', hours: hoursOf({ from, to: at }) };
}

/** Cuts a stretch at the full hours of UTC; an empty or reversed one gives none. */
export function hoursOf({ from, to }: Stretch): CoveredHour[] {
  const hours: CoveredHour[] = [];
  for (let start = from.getTime(); start < to.getTime();) {
    const hour = Math.floor(start / HOUR_MS) * HOUR_MS;
    const end = Math.min(hour + HOUR_MS, to.getTime());
    hours.push({ hour: new Date(hour), seconds: (end - start) / 1000 });
    start = end;
  }
  return hours;
}
