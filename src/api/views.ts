/**
 * Everything that crosses the wire, once: the type of the web, the 400s of the API
 * and the OpenAPI document all come from these schemas. Ids are text, times ISO 8601 UTC.
 */
import { z } from 'zod';
import { INBOX_STATUSES } from '../domain/mention.js';
import { compileQuery } from '../domain/query.js';
import { COMPLAINT_LABELS, SENTIMENT_LABELS } from '../domain/reading.js';
import { ROLES, TASK_OUTCOMES, TASK_STATUSES } from '../domain/work.js';
import { SOURCE_STATES } from '../domain/health.js';
import { QUEUE_NAMES } from '../queue/queues.js';

const LARGEST_ID = 2n ** 63n - 1n;
const id = z
  .string()
  .regex(/^\d{1,19}$/, 'an id is digits')
  .refine((text) => !/^\d{1,19}$/.test(text) || BigInt(text) <= LARGEST_ID, 'no id is so large');
const time = z.iso.datetime();
/** PostgreSQL knows no year 0. */
const askedTime = time.refine((text) => !text.startsWith('0000'), 'there was no year 0');
const probability = z.number().min(0).max(1);
const page = {
  cursor: z.string().max(200).optional().describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};
/** Given as `a,b` or as `a` and again `b`. */
const list = <T extends z.ZodType>(value: T) =>
  z.preprocess(
    (given) => (typeof given === 'string' ? given.split(',') : given),
    z.array(value).max(50),
  );
const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable() });

export const IdParam = id;
export const TopicKey = z.string().min(1).max(100);

// -- readings

export const EvidenceView = z.object({ for: z.string(), quote: z.string() });
export const ReadingView = z.object({
  language: z.object({ code: z.string(), probability }).nullable(),
  complaint: z
    .object({
      label: z.enum(COMPLAINT_LABELS),
      best: z.enum(['complaint', 'other']),
      probability,
    })
    .nullable(),
  sentiment: z
    .object({
      label: z.enum(SENTIMENT_LABELS),
      best: z.enum(['negative', 'neutral', 'positive']),
      probabilities: z.object({
        negative: probability,
        neutral: probability,
        positive: probability,
      }),
    })
    .nullable(),
  topics: z.array(z.object({ key: z.string(), probability })).nullable(),
  touchpoint: z.string().nullable(),
  effort: z.array(z.object({ kind: z.string(), quote: z.string() })).nullable(),
  leaving: z
    .object({ stage: z.string(), direction: z.enum(['from-us', 'to-us']).nullable(), probability })
    .nullable(),
  urgency: z.object({ level: z.string(), probability }).nullable(),
  evidence: z.array(EvidenceView),
  model: z.string(),
});

// -- mentions

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
  reading: ReadingView.nullable(),
  corrections: z.array(
    z.object({
      label: z.enum(['complaint', 'sentiment', 'topics']),
      value: z.unknown(),
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
  })
  .refine(
    (given) => Object.values(given).some((label) => label !== undefined),
    'give at least one label; DELETE takes the correction back',
  );

// -- tasks

export const TaskSummary = z.object({
  id,
  title: z.string(),
  monitor: z.object({ id, name: z.string() }),
  author: AuthorView.nullable(),
  topic: z.string().nullable(),
  status: z.enum(TASK_STATUSES),
  owner: z.object({ id, name: z.string() }).nullable(),
  priority: z.number(),
  reasons: z.array(ReasonView),
  mentionCount: z.number().int(),
  openedAt: time,
  updatedAt: time,
  resolvedAt: time.nullable(),
  outcome: z.enum(TASK_OUTCOMES).nullable(),
  note: z.string().nullable(),
  version: z.number().int(),
});
export const TaskQuery = z.object({
  ...page,
  status: list(z.enum(TASK_STATUSES)).optional(),
  owner: z.union([id, z.literal('me'), z.literal('none')]).optional(),
});
export const TaskPage = pageOf(TaskSummary);
export const TaskDetail = TaskSummary.extend({
  mentions: z.array(MentionSummary),
  history: z.array(z.object({ at: time, by: z.string(), what: z.string() })),
});
export const TaskStep = z.strictObject({ version: z.int32() });
export const TaskResolve = z.strictObject({
  version: z.int32(),
  outcome: z.enum(TASK_OUTCOMES),
  note: z.string().max(2000).optional(),
});

// -- sources and monitors

export const SourceView = z.object({
  id,
  kind: z.string(),
  name: z.string(),
  url: z.string().nullable(),
  enabled: z.boolean(),
  /** Everything here is about this monitor, whatever its words are. */
  ownedBy: z.object({ id, name: z.string() }).nullable(),
  state: z.enum(SOURCE_STATES),
  /** The state in words, and what to do about it. */
  stateReason: z.string(),
  lastPolledAt: time.nullable(),
  lastAnsweredAt: time.nullable(),
  lastItemAt: time.nullable(),
  nextPollAt: time,
  intervalSeconds: z.number().int(),
  /** Mean time between the polls of the last day; null with fewer than two. */
  achievedIntervalSeconds: z.number().nullable(),
  failures: z.number().int(),
  lastError: z.string().nullable(),
  mentionCount: z.number().int(),
  recentPolls: z.array(
    z.object({
      at: time,
      outcome: z.enum(['items', 'not-modified', 'failed']),
      durationMs: z.number().int(),
      items: z.number().int(),
      matched: z.number().int(),
      stored: z.number().int(),
      error: z.string().nullable(),
    }),
  ),
});
export const SourceList = z.object({ items: z.array(SourceView) });
export const SourceCreate = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(2000),
  kind: z.string().max(50).default('feed'),
  name: z.string().trim().min(1).max(200).optional(),
  ownedBy: id.nullable().optional(),
});
export const SourcePatch = z.strictObject({
  name: z.string().trim().min(1).max(200).optional(),
  enabled: z.boolean().optional(),
  ownedBy: id.nullable().optional(),
});
export const SourceTest = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(2000),
  kind: z.string().max(50).default('feed'),
});
/** What a place would bring, without storing anything. */
export const SourceTestResult = z.object({
  ok: z.boolean(),
  /** The address to add: the feed itself, also when a page that names one was given. */
  url: z.string(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  title: z.string().nullable(),
  itemCount: z.number().int(),
  /** Items of the last seven days. */
  lastWeek: z.number().int(),
  /** Items that at least one monitor matches. */
  matching: z.number().int(),
  sample: z.array(
    z.object({
      title: z.string().nullable(),
      excerpt: z.string(),
      url: z.string().nullable(),
      publishedAt: time.nullable(),
    }),
  ),
  durationMs: z.number().int(),
});

const term = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .superRefine((given, context) => {
    try {
      compileQuery({ any: [given], all: [], none: [] });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
    }
  });
const terms = z.array(term).max(200);
/** A handle as authors have it: `@Apex_Support` is `apex_support`. */
const account = z
  .string()
  .trim()
  .max(200)
  .transform((given) => given.replace(/^@/, '').toLowerCase())
  .pipe(z.string().min(1, 'an account has a name'));
export const MonitorView = z.object({
  id,
  name: z.string(),
  any: z.array(z.string()),
  all: z.array(z.string()),
  none: z.array(z.string()),
  /** Our own handles: their posts open no work. */
  ownAccounts: z.array(z.string()),
});
export const MonitorList = z.object({ items: z.array(MonitorView) });
export const MonitorWrite = z.strictObject({
  name: z.string().trim().min(1).max(200),
  any: terms.default([]),
  all: terms.default([]),
  none: terms.default([]),
  ownAccounts: z.array(account).max(200).default([]),
});

// -- topics

export const TopicQuery = z.object({
  weeks: z.coerce.number().int().min(1).max(52).default(8),
  monitor: id.optional(),
});
export const TopicWeek = z.object({
  /** Monday of the week, UTC. */
  week: z.iso.date(),
  mentions: z.number().int(),
  people: z.number().int(),
});
export const TopicView = z.object({
  key: z.string(),
  name: z.string(),
  touchpoint: z.string().nullable(),
  /** Complaints only. */
  mentions: z.number().int(),
  people: z.number().int(),
  weeks: z.array(TopicWeek),
});
export const TopicList = z.object({
  items: z.array(TopicView),
  /** Complaints that carry no topic. */
  untagged: z.number().int(),
  /** Share of scheduled polls that the places answered, per week (0..1); null: nothing was polled. */
  coverage: z.array(z.object({ week: z.iso.date(), share: probability.nullable() })),
});
export const TopicQuotes = z.object({ items: z.array(MentionSummary) });
export const Taxonomy = z.object({
  version: z.string(),
  topics: z.array(
    z.object({ key: z.string(), name: z.string(), touchpoint: z.string().nullable() }),
  ),
});

// -- people, tokens, operation

export const UserView = z.object({ id, name: z.string(), email: z.string(), role: z.enum(ROLES) });
export const UserList = z.object({ items: z.array(UserView) });
export const UserCreate = z.strictObject({
  name: z.string().trim().min(1).max(100),
  email: z.email().max(200).toLowerCase(),
  role: z.enum(ROLES),
});
export const UserCreated = UserView.extend({
  signInLink: z.string().describe('works once; shown once'),
});
export const SignIn = z.strictObject({ token: z.string().min(20).max(200) });
export const SessionView = z.object({ user: UserView, version: z.string() });
export const TokenView = z.object({
  id,
  name: z.string(),
  createdAt: time,
  lastUsedAt: time.nullable(),
});
export const TokenList = z.object({ items: z.array(TokenView) });
export const TokenCreate = z.strictObject({ name: z.string().trim().min(1).max(100) });
export const TokenCreated = TokenView.extend({ token: z.string().describe('shown once') });

export const QueueView = z.object({
  name: z.string(),
  waiting: z.number().int(),
  active: z.number().int(),
  delayed: z.number().int(),
  dead: z.number().int(),
});
export const DeadLetter = z.object({
  id: z.string(),
  queue: z.string(),
  failedAt: time,
  attempts: z.number().int(),
  error: z.string(),
  payload: z.unknown(),
});
export const OperationView = z.object({
  backend: z.enum(['postgres', 'redis']),
  queues: z.array(QueueView),
  deadLetters: z.array(DeadLetter),
});

export const DeadLetterQueue = z.enum(QUEUE_NAMES);
export const DeadLetterId = z.string().min(1).max(200);

export const Health = z.object({
  status: z.enum(['ok', 'unavailable']),
  /** What is the matter, by part. */
  parts: z.record(z.string(), z.string()),
});

/** RFC 9457. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  /** Names this one occurrence; the log has the rest under it. */
  instance: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

/** One line of the event stream: something changed, ask for it again. */
export const ServerEvent = z.object({
  kind: z.enum(['mentions', 'tasks', 'sources']),
  ids: z.array(id),
});

export type View<T extends z.ZodType> = z.output<T>;
