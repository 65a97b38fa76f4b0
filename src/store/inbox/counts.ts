import type { DataSource } from 'typeorm';
import { INBOX_STATUSES, type InboxStatus } from '../../domain/mention.js';

export interface Counts {
  readonly byStatus: Record<InboxStatus, number>;
  /** Not yet read and triaged. */
  readonly inPipeline: number;
  /** Of one person, unfinished. */
  readonly mine: number;
  readonly unowned: number;
  readonly overdue: number;
  readonly returnedToday: number;
}

/** So many rows are put together when they are met. */
const CROWD = 500;

/** Where a mention is counted, as the triggers of `mention` have it. */
const PLACE = `CASE WHEN copy_of IS NOT NULL THEN NULL WHEN actionable_at IS NOT NULL THEN status
  WHEN stage <> 'triaged' THEN 'coming' END`;
const UNFINISHED = `place IN ('new', 'doing', 'waiting')`;

interface Row {
  readonly places: Partial<Record<InboxStatus | 'coming', number>>;
  readonly mine: number;
  readonly unowned: number;
  readonly overdue: number;
  readonly returnedToday: number;
  readonly rows: number;
}

/**
 * How many mentions stand where. Exact at any size: every change of mentions adds its difference in its
 * own transaction, and waits for no other. What depends on the time of day is counted from indexes.
 */
export class InboxCounts {
  constructor(private readonly database: DataSource) {}

  async counts(userId: string | null): Promise<Counts> {
    const [row] = await this.database.query<[Row]>(
      `WITH tally AS (
         SELECT place, owner_id, sum(mentions)::int AS n, count(*)::int AS rows FROM inbox_tally GROUP BY 1, 2)
       SELECT (SELECT coalesce(jsonb_object_agg(place, n), '{}') FROM (
                 SELECT place, sum(n) AS n FROM tally GROUP BY 1) each) AS places,
              coalesce(sum(n) FILTER (WHERE owner_id = $1 AND ${UNFINISHED}), 0)::int AS mine,
              coalesce(sum(n) FILTER (WHERE owner_id IS NULL AND ${UNFINISHED}), 0)::int AS unowned,
              (SELECT count(*)::int FROM mention WHERE due_at < now() AND due_at IS NOT NULL AND copy_of IS NULL
                  AND status IN ('new', 'doing', 'waiting')) AS overdue,
              (SELECT count(*)::int FROM mention WHERE waiting_until IS NOT NULL AND status = 'new'
                  AND waiting_until > now() - interval '1 day' AND copy_of IS NULL) AS "returnedToday",
              coalesce(sum(rows), 0)::int AS rows
         FROM tally`,
      [userId],
    );
    if (row.rows > CROWD) await this.putTogether();
    const { coming = 0, ...places } = row.places;
    const byStatus = { new: 0, doing: 0, waiting: 0, done: 0, dismissed: 0, ...places };
    const { mine, unowned, overdue, returnedToday } = row;
    return { byStatus, inPipeline: coming, mine, unowned, overdue, returnedToday };
  }

  async ofStatuses(statuses: readonly InboxStatus[] = INBOX_STATUSES): Promise<number> {
    const [{ n }] = await this.database.query<[{ n: number }]>(
      'SELECT coalesce(sum(mentions), 0)::int AS n FROM inbox_tally WHERE place = ANY($1)',
      [statuses],
    );
    return n;
  }

  /** Makes many rows few. Rows that another process is putting together are left to it. */
  async putTogether(): Promise<void> {
    await this.database.query(
      `WITH many AS (
         DELETE FROM inbox_tally WHERE id IN (
           SELECT id FROM inbox_tally ORDER BY id LIMIT 20000 FOR UPDATE SKIP LOCKED)
         RETURNING place, owner_id, mentions)
       INSERT INTO inbox_tally (place, owner_id, mentions)
       SELECT place, owner_id, sum(mentions) FROM many GROUP BY 1, 2 HAVING sum(mentions) <> 0`,
    );
  }

  /** Where the tally differs from the mentions themselves; nothing when it is right. Reads them all. */
  differences(): Promise<{ place: string; ownerId: string | null; by: number }[]> {
    return this.database.query<{ place: string; ownerId: string | null; by: number }[]>(
      `SELECT place, owner_id AS "ownerId", sum(n)::int AS by FROM (
         SELECT place, owner_id, mentions AS n FROM inbox_tally
         UNION ALL
         SELECT place, owner_id, -count(*) FROM (SELECT ${PLACE} AS place, owner_id FROM mention) counted
          WHERE place IS NOT NULL GROUP BY 1, 2) both_ways
        GROUP BY 1, 2 HAVING sum(n) <> 0 ORDER BY 1, 2`,
    );
  }

  /** Counts everything anew. Nobody changes a mention meanwhile. */
  async rebuild(): Promise<void> {
    await this.database.transaction(async (transaction) => {
      await transaction.query('LOCK TABLE mention IN SHARE MODE');
      // Nor puts rows together.
      await transaction.query('LOCK TABLE inbox_tally IN SHARE ROW EXCLUSIVE MODE');
      await transaction.query('DELETE FROM inbox_tally');
      await transaction.query(
        `INSERT INTO inbox_tally (place, owner_id, mentions)
         SELECT place, owner_id, count(*) FROM (SELECT ${PLACE} AS place, owner_id FROM mention) counted
          WHERE place IS NOT NULL GROUP BY 1, 2`,
      );
    });
  }
}
