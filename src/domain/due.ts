import type { ComplaintLabel, Reading } from './reading.js';

/** Hours within which a complaint is to be answered, by its urgency. */
export interface AnswerWithin {
  readonly now: number;
  readonly soon: number;
  /** Where nothing says that it is urgent. */
  readonly other: number;
}

export interface ToAnswer {
  readonly complaint: ComplaintLabel | null;
  readonly urgency: Reading['urgency'];
  /** Written by one of our own accounts. */
  readonly ours: boolean;
  /** Deleted at its place: nobody can answer it any more. */
  readonly gone: boolean;
}

const HOUR_MS = 3_600_000;

/**
 * When an answer is due. The one place that decides it: promises will have their say here.
 *
 * @param since when a person could first act on it
 * @returns null when nothing is to be answered; what may be a complaint is looked at first
 */
export function dueAt(given: ToAnswer, since: Date, within: AnswerWithin): Date | null {
  if (given.complaint !== 'complaint' || given.ours || given.gone) return null;
  const level = given.urgency?.level;
  const hours = level === 'now' || level === 'soon' ? within[level] : within.other;
  return new Date(since.getTime() + hours * HOUR_MS);
}
