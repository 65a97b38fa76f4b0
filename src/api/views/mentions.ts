import { z } from 'zod';
import { INBOX_STATUSES } from '../../domain/mention.js';
import {
  COMPLAINT_LABELS,
  EFFORT_KINDS,
  LEAVING_STAGES,
  SENTIMENT_LABELS,
  TOUCHPOINTS,
  URGENCY_LEVELS,
} from '../../domain/reading.js';
import { CORRECTABLE } from '../../domain/teaching.js';
import { ReadingView } from './readings.js';
import { askedTime, id, list, page, pageOf, time } from './scalars.js';

export const AuthorView = z.object({
  id,
  name: z.string().nullable(),
  handle: z.string().nullable(),
  url: z.string().nullable(),
  /** One of our own accounts: its posts open no work. */
  ours: z.boolean(),
});

/** A reason of a priority: what, and by how many points (0..100 in all). */
export const ReasonView = z.object({ text: z.string(), points: z.number() });

export const MentionSummary = z.object({
  id,
  sourceId: id,
  sourceName: z.string(),
  sourceKind: z.string(),
  monitors: z.array(z.object({ id, name: z.string() })),
  author: AuthorView.nullable(),
  url: z.string().nullable(),
  title: z.string().nullable(),
  /** First 280 characters of the text. */
  excerpt: z.string(),
  rating: z.number().nullable(),
  publishedAt: time.nullable(),
  fetchedAt: time,
  /** When it was found to be deleted at its place: it can no longer be answered. */
  goneAt: time.nullable(),
  /** When its text and author were erased here. */
  erasedAt: time.nullable(),
  status: z.enum(INBOX_STATUSES),
  /** null until it was read; a person's correction wins over the model. */
  complaint: z.enum(COMPLAINT_LABELS).nullable(),
  sentiment: z.enum(SENTIMENT_LABELS).nullable(),
  topics: z.array(z.string()),
  corrected: z.boolean(),
  /** 0..100; null until it was triaged. */
  priority: z.number().nullable(),
  reasons: z.array(ReasonView),
  taskId: id.nullable(),
  version: z.number().int(),
});

export const MentionQuery = z.object({
  ...page,
  status: list(z.enum(INBOX_STATUSES)).optional(),
  complaint: list(z.enum(COMPLAINT_LABELS)).optional(),
  sentiment: list(z.enum(SENTIMENT_LABELS)).optional(),
  topic: z.string().max(100).optional(),
  source: id.optional(),
  monitor: id.optional(),
  author: id.optional(),
  q: z.string().max(200).optional().describe('words that the title or text holds'),
  from: askedTime.optional().describe('posted at or after'),
  to: askedTime.optional().describe('posted before'),
  sort: z.enum(['priority', 'newest']).default('priority'),
});
export const MentionPage = pageOf(MentionSummary);
export const MentionCounts = z.object({
  byStatus: z.record(z.enum(INBOX_STATUSES), z.number().int()),
  /** Not yet read and triaged: on their way to the inbox. */
  inPipeline: z.number().int(),
});

export const MentionDetail = MentionSummary.extend({
  text: z.string(),
  updatedAt: time.nullable(),
  /** When a poll could first have had it; null when nobody knows when it was posted. */
  fetchableAt: time.nullable(),
  /** When a person could first act on it. */
  actionableAt: time.nullable(),
  reading: ReadingView.nullable(),
  /** The labels in force that a list does not show: a person's correction wins over the model. */
  labels: ReadingView.pick({ touchpoint: true, effort: true, leaving: true, urgency: true }),
  corrections: z.array(
    z.object({
      label: z.enum(CORRECTABLE),
      value: z.unknown(),
      /** Said of an exact copy of this text, so it counts here, too. */
      ofCopy: z.boolean(),
      by: z.string(),
      at: time,
    }),
  ),
  revisions: z.array(z.object({ title: z.string().nullable(), text: z.string(), seenAt: time })),
  /** The words of the monitor that matched, for "why is this here". */
  matchedBecause: z.array(z.object({ monitor: z.string(), why: z.string() })),
  /** Other mentions by the same author, newest first, at most 10. */
  earlier: z.array(MentionSummary),
  history: z.array(z.object({ at: time, by: z.string(), what: z.string() })),
});

export const MentionPatch = z.strictObject({
  status: z.enum(INBOX_STATUSES),
  /** The version that was on the screen; another one is answered with 409. */
  version: z.int32(),
});

/** All that a person says of the labels; a label that is left out is the reading's again. */
export const Correction = z
  .strictObject({
    complaint: z.enum(['complaint', 'other']).optional(),
    sentiment: z.enum(['negative', 'neutral', 'positive']).optional(),
    /** Most important first. */
    topics: z.array(z.string().trim().min(1).max(100)).max(10).optional(),
    touchpoint: z.enum(TOUCHPOINTS).nullable().optional(),
    /** Those that the text shows. */
    effort: z.array(z.enum(EFFORT_KINDS)).max(EFFORT_KINDS.length).optional(),
    /** Away from us. */
    leaving: z.enum(LEAVING_STAGES).optional(),
    urgency: z.enum(URGENCY_LEVELS).optional(),
  })
  .refine(
    (given) => Object.values(given).some((label) => label !== undefined),
    'give at least one label; DELETE takes the correction back',
  );
