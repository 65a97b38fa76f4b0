import { z } from 'zod';
import { id, time } from './scalars.js';

/** Rooms of the connectors, in the order that the form shows them. */
export const GENRES = ['feed', 'forums', 'social', 'reviews', 'sites', 'intake'] as const;

export const TermsView = z.object({
  /** `restricted`: paid, bound to an approval, or not wanted by the place; off until switched on. */
  access: z.enum(['open', 'key', 'restricted']),
  note: z.string(),
  eraseWhenGone: z.boolean(),
  attribution: z.string().nullable(),
});
export const CredentialView = z.object({
  /** The environment variable; its value is never shown. */
  env: z.string(),
  title: z.string(),
  required: z.boolean(),
  present: z.boolean(),
});
/** The part of JSON Schema that forms are drawn from. */
export const ParamsSchema = z.looseObject({
  properties: z.record(z.string(), z.looseObject({})).optional(),
  required: z.array(z.string()).optional(),
});
export const SourceKindView = z.object({
  kind: z.string(),
  name: z.string(),
  /** One line: what it reads. */
  title: z.string(),
  genre: z.enum(GENRES),
  terms: TermsView,
  credentials: z.array(CredentialView),
  /** Whether sources of this kind may be added; `whyOff` says what to do when not. */
  on: z.boolean(),
  whyOff: z.string().nullable(),
  intake: z.enum(['polled', 'pushed', 'imported']),
  /** Whether its past can be read (back-fill). */
  history: z.boolean(),
  /** Whether deleted and edited posts can be looked up. */
  rechecks: z.boolean(),
  params: ParamsSchema,
});
export const SourceKindList = z.object({ items: z.array(SourceKindView) });

/** Asks by an address of any kind of page, or with the parameters of a kind. */
export const SourceTest = z
  .strictObject({
    address: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .optional(),
    kind: z.string().min(1).max(50).optional(),
    params: z.record(z.string().max(100), z.unknown()).optional(),
    /** Lets Earshot reach a private address; only for places you run yourself. */
    allowPrivate: z.boolean().optional(),
  })
  .refine((given) => (given.address === undefined) !== (given.params === undefined), {
    path: ['address'],
    error: 'give an address, or a kind and its parameters',
  })
  .refine((given) => given.params === undefined || given.kind !== undefined, {
    path: ['kind'],
    error: 'say of which kind the parameters are',
  });

export const SamplePost = z.object({
  title: z.string().nullable(),
  excerpt: z.string(),
  url: z.string().nullable(),
  publishedAt: time.nullable(),
  /** Which monitor would keep it, and why; empty when none would. */
  matches: z.array(z.object({ monitor: z.string(), why: z.string() })),
});
/** One place behind what was asked, and what it would bring. */
export const Candidate = z.object({
  kind: z.string(),
  kindName: z.string(),
  params: z.record(z.string(), z.unknown()),
  name: z.string(),
  url: z.string().nullable(),
  /** How it was found, in words. */
  found: z.string(),
  terms: TermsView,
  /** The source that reads this very place already. */
  source: z.object({ id, name: z.string() }).nullable(),
  /** Whether the place answered as it should. */
  ok: z.boolean(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  title: z.string().nullable(),
  itemCount: z.number().int(),
  /** Posts of the last seven days. */
  lastWeek: z.number().int(),
  /** Posts that at least one monitor matches. */
  matching: z.number().int(),
  /** Middle of the times between its posts, in seconds; null with too few dates. */
  typicalSilenceSeconds: z.number().nullable(),
  /** How often it would be asked at first; null when it sends by itself. */
  firstIntervalSeconds: z.number().int().nullable(),
  sample: z.array(SamplePost),
  durationMs: z.number().int(),
});
export const SourceTestResult = z.object({
  candidates: z.array(Candidate),
  /** Why nothing was found, in words; null when something was. */
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  durationMs: z.number().int(),
});

/** A source changed its state for the worse, or came back; said once. */
export const NoticeView = z.object({
  id,
  at: time,
  source: z.object({ id, name: z.string(), kind: z.string() }),
  fromState: z.string(),
  toState: z.string(),
  /** In words: what happened and what to do. */
  reason: z.string(),
});
export const NoticeList = z.object({
  /** Not dismissed yet, newest first, at most 50. */
  items: z.array(NoticeView),
  total: z.number().int(),
});
/** Those up to this one: what came since then was not seen. */
export const NoticeDismiss = z.strictObject({ upTo: id });
