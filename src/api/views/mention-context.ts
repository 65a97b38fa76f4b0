import { z } from 'zod';
import { TASK_OUTCOMES, TASK_STATUSES } from '../../domain/work.js';
import { LivenessView } from './liveness.js';
import { MentionSummary, PersonView } from './mentions.js';
import { id, page, pageOf, time } from './scalars.js';

/** What became of asking for a look. */
export const CheckView = z.object({
  /** `cannot`: this kind of place cannot be asked for one post. `paused`: its source is. `erased`: nothing is left to look for. */
  answer: z.enum(['asked', 'cannot', 'paused', 'erased']),
  liveness: LivenessView,
});

export const ThreadView = z.object({
  /** Oldest first below their parents. */
  items: z.array(
    z.object({
      mention: MentionSummary,
      /** 0 for the first one that is stored. */
      depth: z.number().int(),
      relation: z.enum(['above', 'sibling', 'self', 'below']),
    }),
  ),
  /** It, or the first one above it that is stored, answers a post that is not stored here. */
  startsElsewhere: z.boolean(),
  /** There are more answers here than are given. */
  cut: z.boolean(),
});

export const CustomerQuery = z.object({ ...page, limit: page.limit.default(10) });
/** What else we know of its author: at this place, by this handle. */
export const CustomerView = pageOf(MentionSummary).extend({
  /** Their mentions here without this one, and how many of all are complaints. */
  mentions: z.number().int(),
  complaints: z.number().int(),
  /** The latest outreach tasks for them, at most 20. */
  tasks: z.array(
    z.object({
      id,
      topic: z.string().nullable(),
      status: z.enum(TASK_STATUSES),
      outcome: z.enum(TASK_OUTCOMES).nullable(),
      note: z.string().nullable(),
      owner: PersonView.nullable(),
      mentionCount: z.number().int(),
      openedAt: time,
      resolvedAt: time.nullable(),
    }),
  ),
});

/** Exact copies of it that are folded under the same one: newest first, at most 100. */
export const CopyList = z.object({
  /** The one that the others are folded under, when that is another one. */
  lead: MentionSummary.nullable(),
  items: z.array(MentionSummary),
  /** Of all of them, those given or not. */
  total: z.number().int(),
  /** Different authors among them. */
  people: z.number().int(),
});
