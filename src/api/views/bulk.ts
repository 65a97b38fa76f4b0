import { z } from 'zod';
import { MentionAction, MentionCountQuery } from './mentions.js';
import { Problem } from './operation.js';
import { id, time } from './scalars.js';

export const BULK_STATES = [
  'waiting',
  'running',
  'done',
  'stopped',
  'failed',
  'undoing',
  'undone',
] as const;

/** One action on the mentions that are named, or on all that a filter matches now. */
export const BulkRequest = z
  .strictObject({
    action: MentionAction,
    ids: z.array(id).min(1).max(10_000).optional(),
    /** The versions of `ids` that were on the screen, in their order; without them, the present ones. */
    versions: z.array(z.int32()).max(10_000).optional(),
    /** As the list takes it; texts, as in an address. */
    filter: MentionCountQuery.optional(),
    /** How many the person saw. When it is another number by now, nothing is done, and 409 says so. */
    expect: z.int32().min(0).optional(),
  })
  .refine(
    ({ ids, filter }) => (ids === undefined) !== (filter === undefined),
    'give either ids or a filter',
  )
  .refine(
    ({ ids, versions }) => versions === undefined || versions.length === ids?.length,
    'give one version for each id',
  );

export const BulkRun = z.object({
  id,
  action: MentionAction,
  /** null when mentions were named. */
  filter: z.record(z.string(), z.unknown()).nullable(),
  state: z.enum(BULK_STATES),
  /** How many mentions it is about; while it is taken back, how many are to be taken back. */
  total: z.number().int(),
  /** Changed, or found as wanted; while it is taken back, those that are as they were before. */
  done: z.number().int(),
  /** Left alone, because of what another person had done meanwhile. */
  skipped: z.number().int(),
  createdAt: time,
  finishedAt: time.nullable(),
  /** It can be taken back until then; null when it cannot, or is under way. */
  undoUntil: time.nullable(),
  failure: z.string().nullable(),
});

/** The answer of 409 when another number of mentions matches than was seen. */
export const CountConflict = Problem.extend({ count: z.number().int() });

export const ExactCount = z.object({ count: z.number().int() });

export const BulkRunList = z.object({ items: z.array(BulkRun) });
