import type { DataSource } from 'typeorm';
import { SUMMARY_COLUMNS, summaryTables, type StoredSummary } from './summary.js';

export interface StoredCopies {
  readonly lead: StoredSummary | null;
  readonly items: StoredSummary[];
  readonly total: number;
  readonly people: number;
}

const MOST = 100;

/** Where else the same was posted, and by whom. */
export class CopiesStore {
  constructor(private readonly database: DataSource) {}

  /** @returns null when there is no such mention */
  find(id: string): Promise<StoredCopies | null> {
    return this.database.transaction('REPEATABLE READ', async (transaction) => {
      const [fold] = await transaction.query<{ leadId: string }[]>(
        'SELECT coalesce(copy_of, id) AS "leadId" FROM mention WHERE id = $1',
        [id],
      );
      if (!fold) return null;
      const { leadId } = fold;
      const items = await transaction.query<StoredSummary[]>(
        `SELECT ${SUMMARY_COLUMNS} FROM ${summaryTables()} WHERE m.copy_of = $1 AND m.id <> $2
          ORDER BY m.occurred_at DESC, m.id DESC LIMIT ${MOST}`,
        [leadId, id],
      );
      const [lead = null] =
        leadId === id
          ? []
          : await transaction.query<StoredSummary[]>(
              `SELECT ${SUMMARY_COLUMNS} FROM ${summaryTables()} WHERE m.id = $1`,
              [leadId],
            );
      const [counts] = await transaction.query<[{ total: number; people: number }]>(
        `SELECT count(*)::int AS total, count(DISTINCT author_id)::int AS people
           FROM mention WHERE (copy_of = $1 OR id = $1) AND id <> $2`,
        [leadId, id],
      );
      return { lead, items, ...counts };
    });
  }
}
