import { z } from 'zod';
import { LOOK_OUTCOMES } from '../../domain/recheck.js';
import { id, time } from './scalars.js';

/** Whether the post still stands at its place, as far as we know. */
export const LivenessView = z.object({
  /** When it was last seen there, by a look or when it was fetched. */
  lastSeenAt: time,
  /** The latest look at it alone; null before the first one. */
  look: z
    .object({
      at: time,
      outcome: z.enum(LOOK_OUTCOMES),
      /** Why it could not be told, as far as the place said. */
      why: z.string().nullable(),
    })
    .nullable(),
  /** A look that somebody has asked for and that has yet to come back. */
  asked: z.object({ at: time, by: z.object({ id, name: z.string() }).nullable() }).nullable(),
  /** When it was first missed; it counts as gone only when it is missed again an hour later. */
  missedAt: time.nullable(),
  /** When it is looked up next; null when no more, or never. */
  nextAt: time.nullable(),
  /** Its source is paused: nobody asks the place. */
  paused: z.boolean(),
});
