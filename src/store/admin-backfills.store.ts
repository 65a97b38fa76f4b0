import type { DataSource } from 'typeorm';
import { record } from './audit.store.js';
import { announce } from './changes.js';
import { Conflict, isDangling, isDuplicate } from './conflict.js';

/** A walk into the past of a place, as people see it. */
export interface StoredBackfill {
  readonly id: string;
  readonly since: Date;
  readonly status: 'running' | 'done' | 'failed' | 'cancelled';
  readonly pages: number;
  readonly items: number;
  readonly matched: number;
  readonly stored: number;
  readonly oldestAt: Date | null;
  readonly nextPageAt: Date;
  readonly error: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const COLUMNS = `id, since, status, pages, items, matched, stored, oldest_at AS "oldestAt",
  next_page_at AS "nextPageAt", error, created_at AS "createdAt", updated_at AS "updatedAt"`;

/** Of the source $1, latest first. */
export const LATEST_BACKFILLS = `
  SELECT ${COLUMNS} FROM backfill WHERE source_id = $1 ORDER BY id DESC LIMIT 5`;

/** Back-fills as people start and stop them; the pipeline does the work and keeps the rows. */
export class AdminBackfillsStore {
  constructor(private readonly database: DataSource) {}

  /**
   * @param since posts written before are not wanted
   * @returns null when there is no such source
   * @throws Conflict when one is under way already
   */
  async start(sourceId: string, since: Date, userId: string): Promise<StoredBackfill | null> {
    const started = this.database.transaction(async (transaction) => {
      const [backfill] = await transaction.query<StoredBackfill[]>(
        `INSERT INTO backfill (source_id, since) VALUES ($1, $2) RETURNING ${COLUMNS}`,
        [sourceId, since],
      );
      await record(transaction, {
        userId,
        action: `asked for the posts since ${since.toISOString().slice(0, 10)}`,
        subjectKind: 'source',
        subjectId: sourceId,
      });
      await announce(transaction, 'sources', [sourceId]);
      return backfill ?? null;
    });
    return started.catch((error: unknown) => {
      if (isDangling(error)) return null;
      if (isDuplicate(error)) throw new Conflict('Its past is being read already.');
      throw error;
    });
  }

  /** @returns false when none is under way */
  async cancel(sourceId: string, userId: string): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      const [, cancelled] = await transaction.query<[unknown, number]>(
        `UPDATE backfill SET status = 'cancelled', updated_at = now()
          WHERE source_id = $1 AND status = 'running'`,
        [sourceId],
      );
      if (cancelled === 0) return false;
      await record(transaction, {
        userId,
        action: 'stopped the reading of its past',
        subjectKind: 'source',
        subjectId: sourceId,
      });
      await announce(transaction, 'sources', [sourceId]);
      return true;
    });
  }
}
