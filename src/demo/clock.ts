/**
 * How long the script of the demo plays, in seconds of demo time. A place shows a post this
 * long after the post's own date, so that no date ever lies in the future.
 */
export const SCRIPT_SECONDS = 240;

/** How many steps the script is cut into when the caller, not the clock, drives it. */
export const PHASES = 3;

interface ClockReading {
  readonly startedAt: Date;
  readonly now: Date;
  /** Demo seconds per second of the wall clock (> 0). */
  readonly speed?: number;
}

/**
 * Demo time for a wall time: pure, so a restarted process goes on where the killed one was.
 *
 * @returns seconds in [-SCRIPT_SECONDS, 0]; 0 is the end of the script, when all has happened
 * @throws RangeError if the speed is not above 0
 */
export function demoTime({ startedAt, now, speed = 1 }: ClockReading): number {
  if (!(speed > 0)) throw new RangeError(`the speed must be above 0, not ${speed}`);
  const played = Math.max(0, ((now.getTime() - startedAt.getTime()) / 1000) * speed);
  return Math.min(0, played - SCRIPT_SECONDS);
}

/**
 * Demo time at which a phase stands still.
 *
 * @param phase 0 (only the history is there) to PHASES - 1 (all has happened)
 * @throws RangeError outside of that
 */
export function phaseTime(phase: number): number {
  if (!Number.isInteger(phase) || phase < 0 || phase >= PHASES)
    throw new RangeError(`there is no phase ${phase}, only 0 to ${PHASES - 1}`);
  return (SCRIPT_SECONDS * phase) / (PHASES - 1) - SCRIPT_SECONDS;
}

/** Wall time of a moment of the script, on the second: feeds and HTTP dates know no finer one. */
export function wallTime(startedAt: Date, seconds: number): Date {
  return new Date((Math.floor(startedAt.getTime() / 1000) + seconds) * 1000);
}
