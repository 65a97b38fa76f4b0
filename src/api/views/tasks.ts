import { z } from 'zod';
import { TASK_OUTCOMES, TASK_STATUSES } from '../../domain/work.js';
import { AuthorView, MentionSummary, ReasonView } from './mentions.js';
import { id, list, page, pageOf, time } from './scalars.js';

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
