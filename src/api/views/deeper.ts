import { z } from 'zod';
import { probability, time } from './scalars.js';
import { RateView } from './teaching.js';

const count = z.number().int().min(0);

/** What came of asking for one kind of work. */
export const DeeperSumView = z.object({
  /** Requests that were sent. */
  asked: count,
  /** An answer that stands. */
  decided: count,
  /** An answer that decided nothing: unsure itself, outside of our keys, or without a quote from the text. */
  open: count,
  /** Nothing was left of the day's budget. */
  refused: count,
  /** No answer as it should be. */
  failed: count,
  /** Not asked: it is left alone after failures, there was no time, or the text spoke to the model. */
  skipped: count,
  /** Milliseconds that half, and 95 in 100, of the answers took at most; null: there were none. */
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
});

/** What people say of a label that it decided, and what it counts for. */
export const DeeperLabelView = z.object({
  /** Texts that people were asked about. */
  asked: RateView,
  /** Texts that people came upon; mostly errors, so they say nothing of how often it is right. */
  corrected: RateView,
  /** Probability that readings give it; null: it is too often wrong, and not asked. */
  trust: probability.nullable(),
  /** Judgements that are missing before that is measured; 0: it is. */
  needed: count,
});

const Used = z.object({ used: z.number(), most: count });

export const DeeperCard = z.object({
  /** null: the deeper model is off. */
  server: z.object({ model: z.string(), host: z.string() }).nullable(),
  /** Sums are of so many days. */
  days: count,
  reading: DeeperSumView,
  theme: DeeperSumView,
  complaint: DeeperLabelView,
  sentiment: DeeperLabelView,
  /** Of the present day, UTC. */
  budget: z.object({ requests: Used, tokens: Used }),
  lastFailure: z.object({ at: time, why: z.string() }).nullable(),
});
