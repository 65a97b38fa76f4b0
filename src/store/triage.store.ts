import type { DataSource, EntityManager } from 'typeorm';
import type { Candidate, Triage } from '../domain/triage.js';
import { unnest } from './bulk.js';
import { announce } from './changes.js';
import { GIVEN, IN_FORCE, isGiven } from './labels-in-force.js';
import { closeEmpty, GONE, keyOf, NO_COMPLAINT, tasksOf, TOO_SMALL } from './tasks/triage-tasks.js';

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
         ${IN_FORCE.complaint} AS complaint, ${IN_FORCE.sentiment} AS sentiment, ${IN_FORCE.topics} AS topics,
         CASE WHEN ${isGiven('complaint')} THEN 1 ELSE (r.reading #>> '{complaint,probability}')::float8 END
           AS "complaintProbability",
         ${IN_FORCE.effort} AS effort, ${IN_FORCE.leaving} AS leaving, ${IN_FORCE.urgency} AS urgency,
         coalesce(lower(a.handle) = ANY(monitor.own_accounts), false) AS ours,
         t.id AS "taskId", t.monitor_id AS "taskMonitorId", t.subject AS "taskSubject", t.status AS "taskStatus"
    FROM mention m
    LEFT JOIN reading r ON r.mention_id = m.id
    LEFT JOIN ${GIVEN}
    LEFT JOIN author a ON a.id = m.author_id
    LEFT JOIN monitor ON monitor.id = m.monitor_ids[1]
    LEFT JOIN task t ON t.id = m.task_id`;

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
    const tasks = await tasksOf(transaction, problems);
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
    await closeEmpty(transaction, left, NO_COMPLAINT);
    await closeEmpty(transaction, leftGone, GONE);
    await closeEmpty(transaction, leftSmall, TOO_SMALL);
    await announce(
      transaction,
      'mentions',
      changed.map(({ id }) => id),
    );
    const touched = [...new Set([...tasks.values(), ...left, ...leftGone, ...leftSmall])];
    if (touched.length > 0) await announce(transaction, 'tasks', touched);
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
