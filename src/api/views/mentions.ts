import { z } from 'zod';
import { QUERY_FAULTS } from '../../domain/inbox-query.js';
import { DISMISS_REASONS, INBOX_STATUSES, WANTS } from '../../domain/mention.js';
import {
  COMPLAINT_LABELS,
  EFFORT_KINDS,
  LEAVING_STAGES,
  SENTIMENT_LABELS,
  TOUCHPOINTS,
  URGENCY_LEVELS,
} from '../../domain/reading.js';
import { CORRECTABLE } from '../../domain/teaching.js';
import { LivenessView } from './liveness.js';
import { MatchView } from './matches.js';
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

/** A label of people's own, as they write it. */
export const OwnLabel = z.string().trim().min(1).max(50);

export const PersonView = z.object({ id, name: z.string() });

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
  /** The four clocks: posted, first fetchable, fetched, actionable. */
  publishedAt: time.nullable(),
  /** When a poll could first have had it; null when nobody knows when it was posted. */
  fetchableAt: time.nullable(),
  fetchedAt: time,
  /** When a person could first act on it. */
  actionableAt: time.nullable(),
  /** When it was found to be deleted at its place: it can no longer be answered. */
  goneAt: time.nullable(),
  /** When its text and author were erased here. */
  erasedAt: time.nullable(),
  status: z.enum(INBOX_STATUSES),
  /** When a waiting one comes back. */
  waitingUntil: time.nullable(),
  dismissedBecause: z.enum(DISMISS_REASONS).nullable(),
  owner: PersonView.nullable(),
  /** Who works on it right now; ends by itself. null when nobody does, or it ran out. */
  claim: z.object({ by: PersonView, until: time }).nullable(),
  /** When an answer is due. */
  dueAt: time.nullable(),
  /** What the customer asks for, with the words that say so. */
  want: z.object({ kind: z.enum(WANTS), quote: z.string() }).nullable(),
  /** Labels that people put on it. */
  ownLabels: z.array(z.string()),
  /** Other mentions that are folded under this one: exact copies. */
  copies: z.number().int(),
  /** Notes that people wrote beside it. */
  notes: z.number().int(),
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

/** Which mentions: every one of these that is given holds. */
export const MentionFilterQuery = z.object({
  status: list(z.enum(INBOX_STATUSES)).optional(),
  complaint: list(z.enum(COMPLAINT_LABELS)).optional(),
  sentiment: list(z.enum(SENTIMENT_LABELS)).optional(),
  topic: z.string().max(100).optional(),
  source: id.optional(),
  monitor: id.optional(),
  author: id.optional(),
  q: z
    .string()
    .max(20_000)
    .optional()
    .describe('words, "phrases", -exclusions, OR and fields; see GET /mentions/query'),
  from: askedTime.optional().describe('posted at or after'),
  to: askedTime.optional().describe('posted before'),
  zone: z
    .string()
    .max(50)
    .optional()
    .describe('IANA time zone in which the days of `q` begin; UTC without it'),
});

export const MENTION_SORTS = ['priority', 'newest', 'oldest', 'due', 'returning'] as const;

export const MentionQuery = MentionFilterQuery.extend({
  ...page,
  sort: z
    .enum(MENTION_SORTS)
    .default('priority')
    .describe(
      'due: soonest due first, only what has a due time; returning: soonest back first, only what waits',
    ),
  folded: z
    .enum(['true', 'false'])
    .default('true')
    .describe('exact copies are folded under the first of them'),
});
export const MentionPage = pageOf(MentionSummary);

/** All exact, whatever is filtered. */
export const MentionCounts = z.object({
  byStatus: z.record(z.enum(INBOX_STATUSES), z.number().int()),
  /** Not yet read and triaged: on their way to the inbox. */
  inPipeline: z.number().int(),
  /** Owned by you and neither done nor dismissed. */
  mine: z.number().int(),
  /** Owned by nobody and neither done nor dismissed. */
  unowned: z.number().int(),
  /** Due before now and neither done nor dismissed. */
  overdue: z.number().int(),
  /** Came back from waiting in the last 24 hours and is neither done nor dismissed. */
  returnedToday: z.number().int(),
});

/** The same filters as the list, and whether copies are folded. */
export const MentionCountQuery = MentionFilterQuery.extend({
  folded: MentionQuery.shape.folded,
});
export const MentionCount = z.object({
  count: z.number().int(),
  /** There are more than `count`: counting stopped there. */
  atLeast: z.boolean(),
});

/** What is typed in the search field, to be explained before or while it is used. */
export const QueryAsked = z.object({
  q: MentionFilterQuery.shape.q.default(''),
  zone: MentionFilterQuery.shape.zone,
  at: z.coerce
    .number()
    .int()
    .min(0)
    .max(20_000)
    .optional()
    .describe('where the cursor stands (UTF-16 units from the start): asks for completions there'),
});
/** Positions are UTF-16 units from the start of what was typed; ends are exclusive. */
const span = { start: z.number().int(), end: z.number().int() };
export const QueryExplanation = z.object({
  /** The same query as it would be written plainly; what was typed when it has faults. */
  q: z.string(),
  parts: z.array(
    z.object({
      ...span,
      /** null: words or a phrase of the text. */
      field: z.string().nullable(),
      not: z.boolean(),
      values: z.array(z.string()),
      /** In words: "source is Town talk or Reddit". */
      says: z.string(),
    }),
  ),
  /** While there is one, the query is refused. */
  faults: z.array(
    z.object({
      ...span,
      kind: z.enum(QUERY_FAULTS),
      /** The text that is at fault, as it was typed. */
      typed: z.string(),
      says: z.string(),
      /** What to write in its place; null when nothing suggests itself. */
      instead: z.string().nullable(),
    }),
  ),
  /** Every field there is, for help; `values` is empty where anything can be written. */
  fields: z.array(
    z.object({
      name: z.string(),
      says: z.string(),
      example: z.string(),
      values: z.array(z.object({ value: z.string(), says: z.string() })),
    }),
  ),
  /** What could stand at the cursor: `text` takes the place of start..end. Best first, at most 12. */
  completions: z.array(z.object({ ...span, text: z.string(), says: z.string() })),
});

export const MentionDetail = MentionSummary.extend({
  text: z.string(),
  updatedAt: time.nullable(),
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
  /** When its present reading was made. */
  readAt: time.nullable(),
  matchedBecause: z.array(MatchView),
  liveness: LivenessView,
  /** It answers another post, or stored ones answer it. */
  inThread: z.boolean(),
  /** The mention that it is folded under; null when it is folded under none. */
  copyOf: id.nullable(),
  history: z.array(z.object({ at: time, by: z.string(), what: z.string() })),
});

/** What a person changes of a mention; what is left out stays. */
export const MentionAction = z.strictObject({
  status: z.enum(INBOX_STATUSES).optional(),
  /** When a waiting one comes back: goes with `waiting`, which needs it. */
  waitingUntil: askedTime.optional(),
  /** Goes with `dismissed`. */
  dismissedBecause: z.enum(DISMISS_REASONS).optional(),
  /** A person's id; null: nobody's. */
  ownerId: id.nullable().optional(),
  addLabels: z.array(OwnLabel).max(20).optional(),
  removeLabels: z.array(OwnLabel).max(20).optional(),
});

export const MentionPatch = MentionAction.extend({
  /** The version that was on the screen. What others changed meanwhile is merged, or answered with 409. */
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
