import { z } from 'zod';
import { id } from './scalars.js';

/** Why it was heard: the monitor, what it listens for, and the words of the text that answered to it. */
export const MatchView = z.object({
  monitorId: id,
  monitor: z.string(),
  /** In words. */
  why: z.string(),
  /** As it listens now; it may have been changed since. */
  query: z.object({
    any: z.array(z.string()),
    all: z.array(z.string()),
    none: z.array(z.string()),
  }),
  /** Words of the title or text, exactly as they stand there. */
  words: z.array(z.string()),
});
