import { z } from 'zod';
import { CHANGE_KINDS } from '../../domain/work.js';
import { QUEUE_NAMES } from '../../queue/queues.js';
import { id, time } from './scalars.js';

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
  kind: z.enum(CHANGE_KINDS),
  ids: z.array(id),
});
