import { z } from 'zod';
import { DISMISS_REASONS } from '../../domain/mention.js';
import { id, time } from './scalars.js';

const count = z.number().int();

export const FilteredOutQuery = z.object({
  days: z.coerce.number().int().min(1).max(90).default(7).describe('days up to now'),
});

/** What the polls of one source brought. A post that a place shows for long is counted at each poll. */
const Fetched = {
  polls: count,
  /** Posts in the answers. */
  items: count,
  /** Of these, heard by a monitor. */
  matched: count,
  /** Of these, new or edited. */
  stored: count,
};

/** What was fetched, or stored, and does not stand in the inbox as work. */
export const FilteredOut = z.object({
  from: time,
  to: time,
  /** Polls before this are forgotten. */
  pollsKeptFrom: time,
  sources: z.array(
    z.object({
      id,
      name: z.string(),
      kind: z.string(),
      ...Fetched,
      /** UTC days with polls. */
      days: z.array(z.object({ day: z.iso.date(), ...Fetched })),
    }),
  ),
  /** Stored mentions that were posted in this time. One may be in several of these. */
  stored: z.object({
    all: count,
    /** By our own accounts. */
    ours: count,
    /** Folded under another one. */
    copies: count,
    /** Complaints that opened no task, since none of their author's reaches the limit. */
    belowTask: count,
    /** Deleted at their place; their text may be erased. */
    gone: count,
    erased: count,
    dismissed: z.record(z.enum(DISMISS_REASONS), count),
    /** Dismissed without a reason, as could be done before there were reasons. */
    dismissedWithout: count,
  }),
  /** Least priority (0..100) of a complaint that opens a task. */
  taskAbove: z.number(),
});
