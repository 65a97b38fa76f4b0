import type { DataSource, EntityManager } from 'typeorm';
import type { TaskOutcome, TaskStatus } from '../../domain/work.js';
import { pageOf, readCursor } from '../cursor.js';
import { SUMMARY_COLUMNS, summaryTables, type StoredSummary } from './summary.js';

export interface StoredCustomerTask {
  readonly id: string;
  readonly topic: string | null;
  readonly status: TaskStatus;
  readonly outcome: TaskOutcome | null;
  readonly note: string | null;
  readonly owner: { id: string; name: string } | null;
  readonly mentionCount: number;
  readonly openedAt: Date;
  readonly resolvedAt: Date | null;
}

export interface StoredCustomer {
  readonly items: StoredSummary[];
  readonly next: string | null;
  readonly mentions: number;
  readonly complaints: number;
  readonly tasks: StoredCustomerTask[];
}

const NOBODY: StoredCustomer = { items: [], next: null, mentions: 0, complaints: 0, tasks: [] };
const MOST_TASKS = 20;
const ORDER = 'customer';

/** What else is known of the author of a mention: at this place and by this handle only. */
export class CustomerStore {
  constructor(private readonly database: DataSource) {}

  /**
   * Their other mentions, newest first, and the latest tasks for them.
   *
   * @returns null when there is no such mention; nothing when nobody knows who wrote it
   * @throws BadCursor when the cursor is not of this list
   */
  of(
    mentionId: string,
    page: { limit: number; cursor?: string | undefined },
  ): Promise<StoredCustomer | null> {
    const after = page.cursor === undefined ? null : readCursor(page.cursor, ORDER);
    return this.database.transaction('REPEATABLE READ', async (transaction) => {
      const [mention] = await transaction.query<{ authorId: string | null }[]>(
        'SELECT author_id AS "authorId" FROM mention WHERE id = $1',
        [mentionId],
      );
      if (!mention) return null;
      const { authorId } = mention;
      if (authorId === null) return NOBODY;
      const rows = await transaction.query<(StoredSummary & { key: string })[]>(PAGE, [
        authorId,
        mentionId,
        after?.key ?? null,
        after?.id ?? null,
        page.limit + 1,
      ]);
      const { items, next } = pageOf(rows, page.limit, ({ key, id }) => ({
        order: ORDER,
        key,
        id,
      }));
      const [counts] = await transaction.query<[{ mentions: number; complaints: number }]>(
        `SELECT count(*) FILTER (WHERE id <> $2)::int AS mentions,
                count(*) FILTER (WHERE complaint = 'complaint')::int AS complaints
           FROM mention WHERE author_id = $1`,
        [authorId, mentionId],
      );
      return {
        items: items.map(({ key: _key, ...summary }) => summary),
        next,
        ...counts,
        tasks: await tasksOf(transaction, authorId),
      };
    });
  }
}

const PAGE = `
  WITH page AS (
    SELECT m.*, (extract(epoch FROM m.occurred_at) * 1000000)::bigint::text AS key FROM mention m
     WHERE m.author_id = $1 AND m.id <> $2
       AND ($3::bigint IS NULL OR (m.occurred_at, m.id) <
            (timestamptz 'epoch' + $3::bigint * interval '1 microsecond', $4::bigint))
     ORDER BY m.occurred_at DESC, m.id DESC LIMIT $5)
  SELECT ${SUMMARY_COLUMNS}, m.key FROM ${summaryTables('page')} ORDER BY m.occurred_at DESC, m.id DESC`;

function tasksOf(transaction: EntityManager, authorId: string): Promise<StoredCustomerTask[]> {
  return transaction.query<StoredCustomerTask[]>(
    `SELECT t.id, t.topic, t.status, t.outcome, t.note,
            CASE WHEN u.id IS NOT NULL THEN jsonb_build_object('id', u.id::text, 'name', u.name) END AS owner,
            (SELECT count(*)::int FROM mention WHERE task_id = t.id) AS "mentionCount",
            t.opened_at AS "openedAt", t.resolved_at AS "resolvedAt"
       FROM task t LEFT JOIN app_user u ON u.id = t.owner_id
      WHERE t.author_id = $1 ORDER BY t.opened_at DESC, t.id DESC LIMIT ${MOST_TASKS}`,
    [authorId],
  );
}
