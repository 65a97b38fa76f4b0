import type { DataSource, EntityManager } from 'typeorm';
import type { Candidate, Problem, Triage } from '../domain/triage.js';
import type { TaskOutcome } from '../domain/work.js';
import { unnest } from './bulk.js';
import { announce } from './changes.js';

interface CandidateRow extends Omit<Candidate, 'task' | 'topic'> {
  readonly topics: string[];
  readonly taskId: string | null;
  readonly taskMonitorId: string | null;
  readonly taskSubject: string | null;
  readonly taskStatus: 'open' | 'claimed' | 'resolved' | null;
}

const CANDIDATES = `
  SELECT m.id, m.monitor_ids[1] AS "monitorId", m.author_id AS "authorId",
         m.occurred_at AS "occurredAt", m.gone_at IS NOT NULL AS gone, m.rating,
         coalesce(c.labels ->> 'complaint', r.reading #>> '{complaint,label}') AS complaint,
         coalesce(c.labels ->> 'sentiment', r.reading #>> '{sentiment,label}') AS sentiment,
         coalesce(c.labels -> 'topics', jsonb_path_query_array(r.reading, '$.topics[*].key'), '[]') AS topics,
         CASE WHEN c.labels ->> 'complaint' IS NULL THEN (r.reading #>> '{complaint,probability}')::float8 ELSE 1 END
           AS "complaintProbability",
         nullif(r.reading -> 'effort', 'null') AS effort, nullif(r.reading -> 'leaving', 'null') AS leaving,
         nullif(r.reading -> 'urgency', 'null') AS urgency,
         coalesce(lower(a.handle) = ANY(monitor.own_accounts), false) AS ours,
         t.id AS "taskId", t.monitor_id AS "taskMonitorId", t.subject AS "taskSubject", t.status AS "taskStatus"
    FROM mention m
    LEFT JOIN reading r ON r.mention_id = m.id
    LEFT JOIN LATERAL (
      SELECT jsonb_object_agg(label, value) AS labels FROM correction WHERE mention_id = m.id) c ON true
    LEFT JOIN author a ON a.id = m.author_id
    LEFT JOIN monitor ON monitor.id = m.monitor_ids[1]
    LEFT JOIN task t ON t.id = m.task_id`;

interface Closing {
  readonly outcome: TaskOutcome;
  readonly action: string;
}
const NO_COMPLAINT: Closing = {
  outcome: 'not-a-complaint',
  action: 'closed the task: no complaint is left in it',
};
const TOO_SMALL: Closing = {
  outcome: 'no-reply-needed',
  action: 'closed the task: what is left of it is too small for outreach',
};

const GONE: Closing = {
  outcome: 'no-reply-needed',
  action: 'closed the task: what it was about was deleted by its place',
};

/** Priorities and tasks, decided under a lock on the customers concerned. */
export class TriageStore {
  constructor(private readonly database: DataSource) {}

  /**
   * Decides the mentions of a page whose present text was read, together with the other
   * complaints of their authors, and writes them once: labels in force (a person's correction,
   * else the reading's), priority, task. Running twice changes nothing.
   *
   * @returns the mentions that can be acted on now
   */
  async decide(
    ids: readonly string[],
    decide: (candidates: readonly Candidate[]) => Triage,
  ): Promise<string[]> {
    return this.database.transaction(async (transaction) => {
      // Authors first and in order: two pages that share customers wait for each other here, and never in a circle.
      const authors = await transaction.query<{ id: string }[]>(
        `SELECT id FROM author WHERE id IN (
           SELECT author_id FROM mention WHERE id = ANY($1::bigint[]) AND stage <> 'triaged')
          ORDER BY id FOR NO KEY UPDATE`,
        [ids],
      );
      const page = await transaction.query<{ id: string }[]>(
        `SELECT mention.id FROM mention
           JOIN reading ON reading.mention_id = mention.id AND reading.content_hash = mention.content_hash
          WHERE mention.id = ANY($1::bigint[]) AND mention.stage <> 'triaged'
          ORDER BY mention.id FOR NO KEY UPDATE OF mention`,
        [ids],
      );
      if (page.length === 0) return [];
      const pageIds = page.map(({ id }) => id);
      const authorIds = authors.map(({ id }) => id);
      // Nobody claims or ends one of their tasks between the look and the write.
      await transaction.query(
        `SELECT FROM task WHERE status <> 'resolved' AND id IN (
           SELECT id FROM task WHERE author_id = ANY($2::bigint[])
           UNION ALL SELECT task_id FROM mention WHERE id = ANY($1::bigint[]))
          ORDER BY id FOR NO KEY UPDATE`,
        [pageIds, authorIds],
      );
      const rows = await this.candidates(transaction, pageIds, authorIds);
      await this.write(transaction, pageIds, rows, decide(rows.map(asCandidate)));
      return pageIds;
    });
  }

  private async candidates(
    transaction: EntityManager,
    pageIds: readonly string[],
    authorIds: readonly string[],
  ): Promise<CandidateRow[]> {
    return transaction.query<CandidateRow[]>(
      `${CANDIDATES} WHERE m.id = ANY($1::bigint[])
       UNION ALL
       ${CANDIDATES} WHERE m.author_id = ANY($2::bigint[]) AND m.complaint = 'complaint'
         AND m.stage <> 'new' AND m.id <> ALL($1::bigint[])`,
      [pageIds, authorIds],
    );
  }

  private async write(
    transaction: EntityManager,
    pageIds: readonly string[],
    candidates: readonly CandidateRow[],
    { priorities, problems, detached, gone, tooSmall }: Triage,
  ): Promise<void> {
    const left = await this.detach(transaction, detached);
    const leftGone = await this.detach(transaction, gone);
    const leftSmall = await this.detach(transaction, tooSmall);
    const tasks = await this.tasksOf(transaction, problems);
    const taskOf = new Map(
      problems.flatMap((problem) =>
        problem.unattached.map((id) => [id, tasks.get(keyOf(problem))]),
      ),
    );
    const rows = candidates.map(({ id, complaint, sentiment, topics }) => ({
      id,
      complaint,
      sentiment,
      topics,
      priority: priorities.get(id)?.score ?? 0,
      reasons: priorities.get(id)?.reasons ?? [],
      task_id: taskOf.get(id) ?? null,
    }));
    const { from, params } = unnest(rows, {
      id: 'bigint',
      complaint: 'text',
      sentiment: 'text',
      topics: 'jsonb',
      priority: 'smallint',
      reasons: 'jsonb',
      task_id: 'bigint',
    });
    const inPage = `mention.id = ANY($${params.length + 1}::bigint[])`;
    const [changed] = await transaction.query<[{ id: string }[], number]>(
      `UPDATE mention SET priority = row.priority, reasons = row.reasons,
              complaint = row.complaint, sentiment = row.sentiment,
              topics = ARRAY(SELECT jsonb_array_elements_text(row.topics)),
              task_id = coalesce(row.task_id, mention.task_id),
              stage = CASE WHEN ${inPage} THEN 'triaged' ELSE stage END,
              stage_since = CASE WHEN ${inPage} THEN now() ELSE stage_since END,
              actionable_at = coalesce(actionable_at, now())
         FROM ${from}
        WHERE mention.id = row.id AND (${inPage} OR mention.priority <> row.priority
           OR mention.reasons <> row.reasons OR row.task_id IS DISTINCT FROM mention.task_id AND row.task_id IS NOT NULL)
       RETURNING mention.id`,
      [...params, pageIds],
    );
    await this.closeEmpty(transaction, left, NO_COMPLAINT);
    await this.closeEmpty(transaction, leftGone, GONE);
    await this.closeEmpty(transaction, leftSmall, TOO_SMALL);
    await announce(
      transaction,
      'mentions',
      changed.map(({ id }) => id),
    );
    const touched = [...new Set([...tasks.values(), ...left, ...leftGone, ...leftSmall])];
    if (touched.length > 0) await announce(transaction, 'tasks', touched);
  }

  /** The task of each problem: one that someone has claimed, or an open one, if need be a new one, where it is due. */
  private async tasksOf(
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
    await this.reopen(transaction, from, params);
    const opened = await transaction.query<{ id: string }[]>(
      `INSERT INTO task (monitor_id, subject, author_id, topic, priority, reasons)
       SELECT monitor_id, subject, author_id, topic, priority, reasons FROM ${from}
        WHERE opens = 1 AND EXISTS (SELECT FROM monitor WHERE monitor.id = row.monitor_id)
        ORDER BY monitor_id, subject
       ON CONFLICT (monitor_id, subject) WHERE status <> 'resolved' DO NOTHING
       RETURNING id`,
      params,
    );
    await this.audit(
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
  private async reopen(
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
    await this.audit(
      transaction,
      reopened.map(({ id }) => id),
      'opened the task again',
    );
  }

  /** @returns the tasks that lost a mention */
  private async detach(transaction: EntityManager, ids: readonly string[]): Promise<string[]> {
    if (ids.length === 0) return [];
    const rows = await transaction.query<{ taskId: string }[]>(
      `WITH before AS (SELECT id, task_id FROM mention WHERE id = ANY($1::bigint[])),
       done AS (UPDATE mention SET task_id = NULL WHERE id = ANY($1::bigint[]))
       SELECT DISTINCT task_id AS "taskId" FROM before WHERE task_id IS NOT NULL`,
      [ids],
    );
    return rows.map(({ taskId }) => taskId);
  }

  /** An unclaimed task without a mention is done, and says why. */
  private async closeEmpty(
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
    await this.audit(
      transaction,
      closed.map(({ id }) => id),
      action,
    );
  }

  private async audit(
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
}

function asCandidate(found: CandidateRow): Candidate {
  const { taskId: id, taskMonitorId: monitorId, taskSubject: subject, taskStatus, ...rest } = found;
  const { topics, ...row } = rest;
  const task =
    id && monitorId && subject && taskStatus
      ? { id, monitorId, subject, status: taskStatus }
      : null;
  return { ...row, topic: topics[0] ?? null, task };
}

const keyOf = ({ monitorId, subject }: Problem): string => `${monitorId}/${subject}`;
