import type { EntityManager } from 'typeorm';
import type { Problem } from '../../domain/triage.js';
import type { TaskOutcome } from '../../domain/work.js';
import { unnest } from '../bulk.js';

/** Why a task is closed by itself: its outcome, and what the audit log says. */
interface Closing {
  readonly outcome: TaskOutcome;
  readonly action: string;
}
export const NO_COMPLAINT: Closing = {
  outcome: 'not-a-complaint',
  action: 'closed the task: no complaint is left in it',
};
export const TOO_SMALL: Closing = {
  outcome: 'no-reply-needed',
  action: 'closed the task: what is left of it is too small for outreach',
};

export const GONE: Closing = {
  outcome: 'no-reply-needed',
  action: 'closed the task: what it was about was deleted by its place',
};

/** By which the task of a problem is found in what `tasksOf` returns. */
export const keyOf = ({ monitorId, subject }: Problem): string => `${monitorId}/${subject}`;

/** The task of each problem: one that someone has claimed, or an open one, if need be a new one, where it is due. */
export async function tasksOf(
  transaction: EntityManager,
  problems: readonly Problem[],
): Promise<Map<string, string>> {
  if (problems.length === 0) return new Map();
  const { from, params } = unnest(
    problems.map(({ monitorId, subject, authorId, topic, priority, opensTask }) => ({
      monitor_id: monitorId,
      subject,
      author_id: authorId,
      topic,
      priority: priority.score,
      reasons: priority.reasons,
      opens: opensTask ? 1 : 0,
    })),
    {
      monitor_id: 'bigint',
      subject: 'text',
      author_id: 'bigint',
      topic: 'text',
      priority: 'smallint',
      reasons: 'jsonb',
      opens: 'smallint',
    },
  );
  await transaction.query(
    `UPDATE task SET priority = row.priority, reasons = row.reasons, updated_at = now()
       FROM ${from}
      WHERE task.monitor_id = row.monitor_id AND task.subject = row.subject
        AND (task.status = 'claimed' OR (task.status = 'open' AND row.opens = 1))
        AND (task.priority <> row.priority OR task.reasons <> row.reasons)`,
    params,
  );
  await reopen(transaction, from, params);
  const opened = await transaction.query<{ id: string }[]>(
    `INSERT INTO task (monitor_id, subject, author_id, topic, priority, reasons)
     SELECT monitor_id, subject, author_id, topic, priority, reasons FROM ${from}
      WHERE opens = 1 AND EXISTS (SELECT FROM monitor WHERE monitor.id = row.monitor_id)
      ORDER BY monitor_id, subject
     ON CONFLICT (monitor_id, subject) WHERE status <> 'resolved' DO NOTHING
     RETURNING id`,
    params,
  );
  await audit(
    transaction,
    opened.map(({ id }) => id),
    'opened the task',
  );
  const tasks = await transaction.query<{ id: string; key: string }[]>(
    `SELECT task.id, task.monitor_id || '/' || task.subject AS key FROM task JOIN ${from}
         ON task.monitor_id = row.monitor_id AND task.subject = row.subject
      WHERE task.status = 'claimed' OR (task.status = 'open' AND row.opens = 1)`,
    params,
  );
  return new Map(tasks.map(({ id, key }) => [key, id]));
}

/**
 * A task that we closed ourselves and nobody ever had is opened again rather than a second one
 * beside it: which of its complaints went and which came first must not matter.
 */
async function reopen(
  transaction: EntityManager,
  from: string,
  params: unknown[][],
): Promise<void> {
  const [reopened] = await transaction.query<[{ id: string }[], number]>(
    `UPDATE task SET status = 'open', outcome = NULL, note = NULL, resolved_at = NULL, updated_at = now(),
            version = version + 1, priority = row.priority, reasons = row.reasons
       FROM ${from}
      WHERE row.opens = 1 AND task.id = (
        SELECT max(closed.id) FROM task closed
         WHERE closed.author_id = row.author_id AND closed.monitor_id = row.monitor_id
           AND closed.subject = row.subject AND closed.status = 'resolved' AND closed.owner_id IS NULL)
        AND task.status = 'resolved' AND NOT EXISTS (
        SELECT FROM task unfinished WHERE unfinished.monitor_id = row.monitor_id
           AND unfinished.subject = row.subject AND unfinished.status <> 'resolved')
     RETURNING task.id`,
    params,
  );
  await audit(
    transaction,
    reopened.map(({ id }) => id),
    'opened the task again',
  );
}

/** An unclaimed task without a mention is done, and says why. */
export async function closeEmpty(
  transaction: EntityManager,
  taskIds: readonly string[],
  { outcome, action }: Closing,
): Promise<void> {
  if (taskIds.length === 0) return;
  const [closed] = await transaction.query<[{ id: string }[], number]>(
    `UPDATE task SET status = 'resolved', outcome = $2, resolved_at = now(),
            updated_at = now(), version = version + 1
      WHERE id = ANY($1::bigint[]) AND status = 'open'
        AND NOT EXISTS (SELECT FROM mention WHERE mention.task_id = task.id)
     RETURNING id`,
    [taskIds, outcome],
  );
  await audit(
    transaction,
    closed.map(({ id }) => id),
    action,
  );
}

async function audit(
  transaction: EntityManager,
  taskIds: readonly string[],
  action: string,
): Promise<void> {
  if (taskIds.length === 0) return;
  await transaction.query(
    `INSERT INTO audit_entry (action, subject_kind, subject_id)
     SELECT $2, 'task', id FROM unnest($1::text[]) AS id`,
    [taskIds, action],
  );
}
