import { z } from 'zod';
import { MentionSummary } from './mentions.js';
import { id, probability } from './scalars.js';

export const TopicKey = z.string().min(1).max(100);
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
  group: z.string().nullable(),
  /** Complaints only. */
  mentions: z.number().int(),
  people: z.number().int(),
  weeks: z.array(TopicWeek),
});
export const TopicList = z.object({
  items: z.array(TopicView),
  /** Complaints, and those that carry no topic. */
  complaints: z.number().int(),
  untagged: z.number().int(),
  /** The same by week. */
  untaggedWeeks: z.array(
    z.object({ week: z.iso.date(), complaints: z.number().int(), untagged: z.number().int() }),
  ),
  /** Share of scheduled polls that the places answered, per week (0..1); null: nothing was polled. */
  coverage: z.array(z.object({ week: z.iso.date(), share: probability.nullable() })),
});
export const TopicQuotes = z.object({ items: z.array(MentionSummary) });
