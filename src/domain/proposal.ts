/** What people made of a proposed topic. */
export const PROPOSAL_STATES = ['open', 'accepted', 'merged', 'rejected'] as const;
export type ProposalState = (typeof PROPOSAL_STATES)[number];

/** Complaints of a proposal in one week. */
export interface ProposedWeek {
  /** Its Monday, UTC, as a date. */
  readonly week: string;
  readonly mentions: number;
  /** All complaints of that week, with whatever topic. */
  readonly complaints: number;
}

/** A pattern needs so many complaints, so that one has five to read. */
export const LEAST_MENTIONS = 5;
/** … and so many people: one who is angry five times is no pattern. */
export const LEAST_PEOPLE = 3;
/** Weeks back in which patterns are looked for. */
export const WEEKS_BACK = 4;

/** What became of its share among all complaints; `unknown`: too few were heard to tell. */
export type Trend = 'rising' | 'steady' | 'falling' | 'unknown';

/** Complaints that have to be heard in each half, of whatever kind, before a trend is told. */
const LEAST_HEARD = 20;
/** One-sided 5 %. */
const LEAST_Z = 1.64;

/**
 * Compares the share among all complaints in the later half of the weeks with that in the earlier one:
 * who began to listen a week ago has not seen a rise.
 *
 * Two Poisson counts under unequal exposure, conditioned on their sum (Przyborowski & Wilenski 1940),
 * by the normal approximation.
 *
 * @param weeks oldest first; an odd one in the middle belongs to neither half
 */
export function trendOf(weeks: readonly ProposedWeek[]): Trend {
  const half = Math.floor(weeks.length / 2);
  const [before, after] = [summed(weeks.slice(0, half)), summed(weeks.slice(weeks.length - half))];
  if (Math.min(before.complaints, after.complaints) < LEAST_HEARD) return 'unknown';
  const count = before.mentions + after.mentions;
  const share = after.complaints / (before.complaints + after.complaints);
  const deviation = Math.sqrt(count * share * (1 - share));
  const z = deviation === 0 ? 0 : (after.mentions - count * share) / deviation;
  if (Math.abs(z) < LEAST_Z) return 'steady';
  return z > 0 ? 'rising' : 'falling';
}

function summed(weeks: readonly ProposedWeek[]): { mentions: number; complaints: number } {
  return {
    mentions: weeks.reduce((total, { mentions }) => total + mentions, 0),
    complaints: weeks.reduce((total, { complaints }) => total + complaints, 0),
  };
}

const DAY_MS = 86_400_000;

/** The Monday of the week of a moment, UTC, as a date. */
export function mondayOf(at: Date): string {
  const today = Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate());
  const sinceMonday = (at.getUTCDay() + 6) % 7;
  return new Date(today - sinceMonday * DAY_MS).toISOString().slice(0, 10);
}

/** The Mondays of the weeks in which patterns are looked for, oldest first, up to that of a moment. */
export function weeksUpTo(at: Date): string[] {
  const last = Date.parse(mondayOf(at));
  return Array.from({ length: WEEKS_BACK }, (_, n) =>
    mondayOf(new Date(last - (WEEKS_BACK - 1 - n) * 7 * DAY_MS)),
  );
}
