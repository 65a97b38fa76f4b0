import { z } from 'zod';
import { SOURCE_STATES } from '../../domain/health.js';
import { askedTime, id, probability, time } from './scalars.js';

const webAddress = z.url({ protocol: /^https?$/ }).max(2000);
const kind = z.string().min(1).max(50);
const sourceName = z.string().trim().min(1).max(200);
/** In seconds: from a second to 30 days. */
const interval = z.number().int().min(1).max(2_592_000);
/** As the connector of the kind takes them; it judges them. */
const params = z.record(z.string().max(100), z.unknown());

/** How an hour was heard: by polls on schedule, only afterwards, not at all, not meant to be, not yet. */
export const HOUR_STATES = [
  'observed',
  'recovered',
  'missed',
  'paused',
  'awaited',
  'before',
] as const;
export const HourView = z.object({
  state: z.enum(HOUR_STATES),
  /** Share of the hour that polls on schedule covered. */
  observed: probability,
  /** Share of it that was only covered afterwards. */
  recovered: probability,
  polls: z.number().int(),
  failed: z.number().int(),
});
/** Hours one after the other up to now, and what was heard of them all. */
export const TimelineView = z.object({
  from: time,
  hours: z.array(HourView),
  /** Of the time that was meant to be heard, the share that was; null when there was none. */
  heard: probability.nullable(),
});

export const PollView = z.object({
  at: time,
  outcome: z.enum(['items', 'not-modified', 'failed', 'postponed']),
  durationMs: z.number().int(),
  items: z.number().int(),
  matched: z.number().int(),
  stored: z.number().int(),
  error: z.string().nullable(),
});

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
  /** Since when it has this state; null when it was only judged so just now. */
  stateSince: time.nullable(),
  lastPolledAt: time.nullable(),
  lastAnsweredAt: time.nullable(),
  lastItemAt: time.nullable(),
  nextPollAt: time,
  intervalSeconds: z.number().int(),
  minIntervalSeconds: z.number().int(),
  maxIntervalSeconds: z.number().int(),
  /** Mean time between the polls of the last day; null with fewer than two. */
  achievedIntervalSeconds: z.number().nullable(),
  failures: z.number().int(),
  lastError: z.string().nullable(),
  eraseWhenGone: z.boolean(),
  createdAt: time,
  mentionCount: z.number().int(),
  recentPolls: z.array(PollView),
  timeline: TimelineView,
});
export const SourceListQuery = z.object({
  hours: z.coerce.number().int().min(1).max(168).default(24).describe('length of the timelines'),
});
export const SourceList = z.object({ items: z.array(SourceView) });

export const BACKFILL_STATUSES = ['running', 'done', 'failed', 'cancelled'] as const;
/** A walk into the past of a place that a person asked for. */
export const BackfillView = z.object({
  id,
  /** Posts written before are not wanted. */
  since: time,
  status: z.enum(BACKFILL_STATUSES),
  pages: z.number().int(),
  items: z.number().int(),
  matched: z.number().int(),
  stored: z.number().int(),
  /** The oldest post reached so far. */
  oldestAt: time.nullable(),
  nextPageAt: time,
  error: z.string().nullable(),
  createdAt: time,
  updatedAt: time,
});
export const BackfillCreate = z.strictObject({
  since: askedTime
    .refine((at) => Date.parse(at) < Date.now(), 'must lie in the past')
    .describe('how far back to read'),
});

/** One of the clocks of the mentions of the last 7 days, from when they were posted. */
export const ClockView = z.object({
  clock: z.enum(['fetchable', 'fetched', 'actionable']),
  mentions: z.number().int(),
  /** Seconds; null without a mention. */
  p50: z.number().nullable(),
  p95: z.number().nullable(),
});

export const SourceDetail = SourceView.extend({
  params,
  clocks: z.array(ClockView),
  /** What the place itself told there was in the last 7 days, and what came; null: it does not tell. */
  audit: z.object({ told: z.number().int(), seen: z.number().int() }).nullable(),
  /** The latest, newest first, at most 50. */
  polls: z.array(PollView),
  /** Where permanent redirects lead; it is stored as the address after repeated sight. */
  moved: z.object({ to: z.string(), seen: z.number().int(), since: time.nullable() }).nullable(),
  host: z.object({
    name: z.string(),
    /** The host asked to be left alone until then. */
    pausedUntil: time.nullable(),
    /** Sources that ask this host, this one included. */
    sources: z.number().int(),
  }),
  /** Allowances of the kind that were used in their present period. */
  allowances: z.array(z.object({ name: z.string(), used: z.number(), since: time })),
  /** Latest first, at most 5. */
  backfills: z.array(BackfillView),
  /** A hub that pushes what is new (WebSub); null without one. */
  push: z
    .object({ status: z.enum(['asked', 'active', 'refused']), lastPushAt: time.nullable() })
    .nullable(),
});

const pace = {
  minIntervalSeconds: interval.optional(),
  maxIntervalSeconds: interval.optional(),
};
const paceInOrder = (given: {
  minIntervalSeconds?: number | undefined;
  maxIntervalSeconds?: number | undefined;
}): boolean => (given.minIntervalSeconds ?? 0) <= (given.maxIntervalSeconds ?? Infinity);
const OUT_OF_ORDER = {
  path: ['minIntervalSeconds'],
  error: 'must not be longer than the longest interval',
};

/** Either `params`, as the kind describes them, or the address alone as `url`. */
export const SourceCreate = z
  .strictObject({
    kind: kind.default('feed'),
    params: params.optional(),
    url: webAddress.optional(),
    name: sourceName.optional(),
    ownedBy: id.nullable().optional(),
    eraseWhenGone: z.boolean().optional().describe('as the terms of the kind demand, if not given'),
    ...pace,
  })
  .refine((given) => (given.url === undefined) !== (given.params === undefined), {
    path: ['url'],
    error: 'give an address, or the parameters of its kind',
  })
  .refine(paceInOrder, OUT_OF_ORDER);
export const SourcePatch = z
  .strictObject({
    name: sourceName.optional(),
    enabled: z.boolean().optional(),
    ownedBy: id.nullable().optional(),
    params: params.optional(),
    eraseWhenGone: z.boolean().optional(),
    ...pace,
  })
  .refine(paceInOrder, OUT_OF_ORDER);
