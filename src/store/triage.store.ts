import type { DataSource, EntityManager } from 'typeorm';
import { dueAt, type AnswerWithin } from '../domain/due.js';
import type { Candidate, Triage } from '../domain/triage.js';
import { wantOf } from '../domain/want.js';
import { unnest } from './bulk.js';
import { announce } from './changes.js';
import { foldPage, lockWithKin } from './inbox/folds.js';
import { marksOf } from './inbox/marks.js';
import { tellLater } from './notifications/notify.js';
import { GIVEN, IN_FORCE, isGiven } from './labels-in-force.js';
import { recordPriorities } from './priority-history.js';
import { closeEmpty, GONE, keyOf, NO_COMPLAINT, tasksOf, TOO_SMALL } from './tasks/triage-tasks.js';

interface CandidateRow extends Omit<Candidate, 'task' | 'topic'> {
  readonly topics: string[];
  readonly taskId: string | null;
  readonly taskMonitorId: string | null;
  readonly taskSubject: string | null;
  readonly taskStatus: 'open' | 'claimed' | 'resolved' | null;
  readonly touchpoint: string | null;
  readonly language: string | null;
  /** When a person could first act on it; now, if nobody could. */
  readonly since: Date;
  /** Of the page only: of the others it is decided already. */
  readonly title: string | null;
  readonly text: string | null;
}

const CANDIDATES = `
  SELECT m.id, m.monitor_ids[1] AS "monitorId", m.author_id AS "authorId",
         m.occurred_at AS "occurredAt", m.gone_at IS NOT NULL AS gone, m.rating,
         ${IN_FORCE.complaint} AS complaint, ${IN_FORCE.sentiment} AS sentiment, ${IN_FORCE.topics} AS topics,
         CASE WHEN ${isGiven('complaint')} THEN 1 ELSE (r.reading #>> '{complaint,probability}')::float8 END
           AS "complaintProbability",
         ${IN_FORCE.effort} AS effort, ${IN_FORCE.leaving} AS leaving, ${IN_FORCE.urgency} AS urgency,
         ${IN_FORCE.touchpoint} AS touchpoint, coalesce(m.language, r.reading #>> '{language,code}') AS language,
         coalesce(m.actionable_at, now()) AS since,
         CASE WHEN m.id = ANY($1::bigint[]) THEN m.title END AS title,
         CASE WHEN m.id = ANY($1::bigint[]) THEN m.text END AS text,
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
   * else the reading's), priority, task, due time, what is asked for, and what it is folded under.
   * Running twice changes nothing.
   *
   * @param within null: nothing is due
   * @returns the mentions that can be acted on now
   */
  async decide(
    ids: readonly string[],
    decide: (candidates: readonly Candidate[]) => Triage,
    within: AnswerWithin | null = null,
  ): Promise<string[]> {
    return this.database.transaction(async (transaction) => {
      // Authors first and in order: two pages that share customers wait for each other here, and never in a circle.
      const authors = await transaction.query<{ id: string }[]>(
        `SELECT id FROM author WHERE id IN (
           SELECT author_id FROM mention WHERE id = ANY($1::bigint[]) AND stage <> 'triaged')
          ORDER BY id FOR NO KEY UPDATE`,
        [ids],
      );
      await lockWithKin(transaction, ids);
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
      const refolded = await foldPage(transaction, pageIds);
      await this.write(transaction, pageIds, rows, {
        ...decide(rows.map(asCandidate)),
        within,
        refolded,
      });
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
    { priorities, problems, detached, gone, tooSmall, within, refolded }: Decided,
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
    const rows = candidates.map((it) => ({
      ...labelsOf(it, within),
      priority: priorities.get(it.id)?.score ?? 0,
      reasons: priorities.get(it.id)?.reasons ?? [],
      task_id: taskOf.get(it.id) ?? null,
    }));
    const { from, params } = unnest(rows, {
      id: 'bigint',
      complaint: 'text',
      sentiment: 'text',
      topics: 'jsonb',
      priority: 'smallint',
      reasons: 'jsonb',
      task_id: 'bigint',
      due_at: 'timestamptz',
      want: 'jsonb',
      marks: 'jsonb',
    });
    await recordPriorities(transaction, rows);
    const inPage = `mention.id = ANY($${params.length + 1}::bigint[])`;
    const [changed] = await transaction.query<[{ id: string }[], number]>(
      `UPDATE mention SET priority = row.priority, reasons = row.reasons,
              complaint = row.complaint, sentiment = row.sentiment,
              topics = ARRAY(SELECT jsonb_array_elements_text(row.topics)),
              task_id = coalesce(row.task_id, mention.task_id),
              due_at = CASE WHEN ${inPage} THEN row.due_at ELSE mention.due_at END,
              want = CASE WHEN ${inPage} THEN row.want ELSE mention.want END,
              marks = CASE WHEN ${inPage} THEN ARRAY(SELECT jsonb_array_elements_text(row.marks)) ELSE mention.marks END,
              stage = CASE WHEN ${inPage} THEN 'triaged' ELSE stage END,
              stage_since = CASE WHEN ${inPage} THEN now() ELSE stage_since END,
              actionable_at = coalesce(actionable_at, now())
         FROM ${from}
        WHERE mention.id = row.id AND (${inPage} OR mention.priority <> row.priority
           OR mention.reasons <> row.reasons OR row.task_id IS DISTINCT FROM mention.task_id AND row.task_id IS NOT NULL)
       RETURNING mention.id`,
      [...params, pageIds],
    );
    await tellLater(transaction, pageIds);
    await closeEmpty(transaction, left, NO_COMPLAINT);
    await closeEmpty(transaction, leftGone, GONE);
    await closeEmpty(transaction, leftSmall, TOO_SMALL);
    await announce(transaction, 'mentions', [
      ...new Set([...changed.map(({ id }) => id), ...refolded]),
    ]);
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

interface Decided extends Triage {
  readonly within: AnswerWithin | null;
  /** Folded otherwise than before. */
  readonly refolded: readonly string[];
}

/** What is written of a mention besides its priority and its task. */
function labelsOf(row: CandidateRow, within: AnswerWithin | null) {
  const { id, complaint, sentiment, topics } = row;
  const want = row.text === null ? null : wantOf({ title: row.title, text: row.text });
  return {
    ...{ id, complaint, sentiment, topics },
    due_at: within === null ? null : dueAt(row, row.since, within),
    want,
    marks: marksOf({ ...row, want }),
  };
}

function asCandidate(found: CandidateRow): Candidate {
  const { taskId: id, taskMonitorId: monitorId, taskSubject: subject, taskStatus, ...rest } = found;
  const {
    topics,
    touchpoint: _at,
    language: _in,
    since: _since,
    title: _title,
    text: _text,
    ...row
  } = rest;
  const task =
    id && monitorId && subject && taskStatus
      ? { id, monitorId, subject, status: taskStatus }
      : null;
  return { ...row, topic: topics[0] ?? null, task };
}
