import type { Reading, SentimentLabel, ComplaintLabel } from './reading.js';

/** A reason for a priority, in words, and the points it gave. */
export interface Reason {
  readonly text: string;
  readonly points: number;
}

/** What a priority is made of. Followers and likes are left out on purpose: volume is not importance. */
export interface Case {
  readonly complaint: ComplaintLabel | null;
  readonly complaintProbability: number | null;
  readonly sentiment: SentimentLabel | null;
  readonly effort: Reading['effort'];
  readonly leaving: Reading['leaving'];
  readonly urgency: Reading['urgency'];
  readonly rating: number | null;
  /** Complaints of the same author on the same topic that were posted before this one. */
  readonly earlierComplaints: number;
  /** Written by one of our own accounts. */
  readonly ours: boolean;
}

export interface Priority {
  /** 0..100. */
  readonly score: number;
  /** Largest first. The points add up to the score unless it was cut at 100. */
  readonly reasons: readonly Reason[];
}

const LEAVING_POINTS: Readonly<Record<string, number>> = {
  wavering: 10,
  searching: 15,
  decided: 20,
  left: 10,
  'left-and-telling': 15,
};

/**
 * How soon a person should look at a mention, with the reasons in words.
 * Parts of the reading that are null give no points: not read is not the same as not there.
 */
export function priorityOf(given: Case): Priority {
  if (given.ours)
    return { score: 0, reasons: [{ text: 'written by one of our own accounts', points: 0 }] };
  const reasons: Reason[] = [];
  const because = (points: number, text: string): void => {
    if (points > 0) reasons.push({ text, points });
  };
  const percent = Math.round(100 * (given.complaintProbability ?? 0));
  if (given.complaint === 'complaint')
    because(40 + Math.round(percent / 10), `a complaint (${percent} % sure)`);
  if (given.complaint === 'unsure')
    because(25, `may be a complaint (${percent} %); a person should look`);
  if (given.sentiment === 'negative') because(10, 'negative feeling');
  if (given.rating !== null && given.rating <= 2 && given.complaint !== 'other')
    because(5, `rated ${given.rating}`);
  if (given.earlierComplaints > 0) {
    const times = given.earlierComplaints === 1 ? 'once' : `${given.earlierComplaints} times`;
    because(
      Math.min(10 + 5 * given.earlierComplaints, 20),
      `complained about this ${times} before`,
    );
  }
  because(
    Math.min(5 * (given.effort?.length ?? 0), 15),
    `had to make an effort: ${(given.effort ?? []).map((e) => e.kind).join(', ')}`,
  );
  if (given.leaving?.direction !== 'to-us')
    because(
      LEAVING_POINTS[given.leaving?.stage ?? ''] ?? 0,
      `signs of leaving: ${given.leaving?.stage}`,
    );
  if (given.urgency?.level === 'now') because(20, 'harm within about a day if nobody acts');
  if (given.urgency?.level === 'soon') because(10, 'harm within about a week if nobody acts');
  reasons.sort((a, b) => b.points - a.points);
  return {
    score: Math.min(
      100,
      reasons.reduce((sum, { points }) => sum + points, 0),
    ),
    reasons,
  };
}
