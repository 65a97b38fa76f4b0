import type { DataSource } from 'typeorm';
import type { Reason } from '../../domain/priority.js';
import type { TaskOutcome, TaskStatus } from '../../domain/work.js';
import { historyOf, type HistoryLine } from '../audit.store.js';
import { pageOf, readCursor } from '../cursor.js';
import {
  authorOf,
  SUMMARY_COLUMNS,
  summaryTables,
  type StoredAuthor,
  type StoredSummary,
} from '../inbox/summary.js';

export interface StoredTask {
  readonly id: string;
  readonly monitor: { id: string; name: string };
  readonly author: StoredAuthor | null;
  readonly topic: string | null;
  readonly status: TaskStatus;
  readonly owner: { id: string; name: string } | null;
  readonly priority: number;
  readonly reasons: Reason[];
  readonly mentionCount: number;
  readonly openedAt: Date;
  readonly updatedAt: Date;
  readonly resolvedAt: Date | null;
  readonly outcome: TaskOutcome | null;
  readonly note: string | null;
  readonly version: number;
}

export interface StoredTaskDetail extends StoredTask {
  readonly mentions: StoredSummary[];
  readonly history: HistoryLine[];
}

export interface TaskListing {
  readonly status?: readonly TaskStatus[] | undefined;
  /** Id of a person; null: nobody's. */
  readonly ownerId?: string | null | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

const COLUMNS = `
  t.id, jsonb_build_object('id', monitor.id::text, 'name', monitor.name) AS monitor,
  ${authorOf('monitor')} AS author, t.topic, t.status,
  CASE WHEN u.id IS NOT NULL THEN jsonb_build_object('id', u.id::text, 'name', u.name) END AS owner,
  t.priority, t.reasons,
  (SELECT count(*)::int FROM mention WHERE mention.task_id = t.id) AS "mentionCount",
  t.opened_at AS "openedAt", t.updated_at AS "updatedAt", t.resolved_at AS "resolvedAt",
  t.outcome, t.note, t.version`;
const tables = (tasks = 'task'): string => `
  ${tasks} t JOIN monitor ON monitor.id = t.monitor_id LEFT JOIN author a ON a.id = t.author_id
  LEFT JOIN app_user u ON u.id = t.owner_id`;

const ORDER = 'priority';

/** Outreach work as people see it, most pressing first. */
export class TasksStore {
  constructor(private readonly database: DataSource) {}

  /** @throws BadCursor when the cursor is not of this list */
  async list(listing: TaskListing): Promise<{ items: StoredTask[]; next: string | null }> {
    const { sql, params } = taskListStatement(listing);
    const rows = await this.database.query<StoredTask[]>(sql, params);
    return pageOf(rows, listing.limit, ({ id, priority }) => ({
      order: ORDER,
      key: String(priority),
      id,
    }));
  }

  /** @returns null when there is no such task */
  find(id: string): Promise<StoredTaskDetail | null> {
    // All of one moment: a claim that comes in between must not show in one half of the answer.
    return this.database.transaction('REPEATABLE READ', async (transaction) => {
      const [task] = await transaction.query<StoredTask[]>(
        `SELECT ${COLUMNS} FROM ${tables()} WHERE t.id = $1`,
        [id],
      );
      if (!task) return null;
      const mentions = await transaction.query<StoredSummary[]>(
        `SELECT ${SUMMARY_COLUMNS} FROM ${summaryTables()} WHERE m.task_id = $1
          ORDER BY m.occurred_at DESC, m.id DESC`,
        [id],
      );
      return { ...task, mentions, history: await historyOf(transaction, 'task', id) };
    });
  }

  /** How many tasks have each status. */
  async counts(): Promise<Record<TaskStatus, number>> {
    const rows = await this.database.query<{ status: TaskStatus; count: number }[]>(
      'SELECT status, count(*)::int AS count FROM task GROUP BY status',
    );
    const counts: Record<TaskStatus, number> = { open: 0, claimed: 0, resolved: 0 };
    for (const { status, count } of rows) counts[status] = count;
    return counts;
  }
}

/** The statement of a list and its parameters, apart from its running so that its plan can be read. */
export function taskListStatement(listing: TaskListing): { sql: string; params: unknown[] } {
  const params: unknown[] = [];
  const parameter = (value: unknown): string => `$${params.push(value)}`;
  const conditions = ['true'];
  const [status, ...more] = listing.status ?? [];
  if (more.length > 0) conditions.push(`t.status = ANY(${parameter(listing.status)})`);
  // One status alone lets the index give the rows in order.
  else if (status !== undefined) conditions.push(`t.status = ${parameter(status)}`);
  if (listing.ownerId === null) conditions.push('t.owner_id IS NULL');
  else if (listing.ownerId !== undefined)
    conditions.push(`t.owner_id = ${parameter(listing.ownerId)}`);
  if (listing.cursor !== undefined) {
    const { key, id } = readCursor(listing.cursor, ORDER);
    conditions.push(`(t.priority, t.id) < (${parameter(key)}::bigint, ${parameter(id)}::bigint)`);
  }
  const sql = `
    WITH page AS (
      SELECT t.* FROM task t WHERE ${conditions.join(' AND ')}
       ORDER BY t.priority DESC, t.id DESC LIMIT ${parameter(listing.limit + 1)})
    SELECT ${COLUMNS} FROM ${tables('page')} ORDER BY t.priority DESC, t.id DESC`;
  return { sql, params };
}
