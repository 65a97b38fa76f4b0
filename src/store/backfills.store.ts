import type { DataSource, EntityManager } from 'typeorm';
import { cleanText } from './bulk.js';
import { BackfillEntity } from './entities/backfill.entity.js';

/** What a page of the past brought. */
export interface ReadPage {
  readonly next: string | null;
  readonly items: number;
  readonly matched: number;
  readonly stored: number;
  /** The oldest dated post on it; null when it has none. */
  readonly oldestAt: Date | null;
  /** Whether the past was read as far as it was asked for, or as it goes. */
  readonly done: boolean;
  /** Seconds until the next page. */
  readonly pauseSeconds: number;
}

/** The page was read by somebody else meanwhile, or nobody wants it any more. */
export class PageTaken extends Error {
  override readonly name = 'PageTaken';
}

const LONGEST_ERROR = 500;

/** How far the walks into the past are. The row is the truth; whoever claims it reads one page. */
export class BackfillsStore {
  constructor(private readonly database: DataSource) {}

  find(id: string): Promise<BackfillEntity | null> {
    return this.database.getRepository(BackfillEntity).findOneBy({ id });
  }

  /** Takes those whose next page is due; no two callers get the same one. */
  async claimDue(limit: number, leaseSeconds: number): Promise<string[]> {
    const [rows] = await this.database.query<[{ id: string }[], number]>(
      `UPDATE backfill SET claimed_until = now() + $2 * interval '1 second' WHERE id IN (
         SELECT id FROM backfill
          WHERE status = 'running' AND next_page_at <= now()
            AND coalesce(claimed_until, '-infinity') <= now()
          ORDER BY next_page_at, id LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING id`,
      [limit, leaseSeconds],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * Writes that a page was read; part of the transaction that stores its posts.
   *
   * @param before the row as it was when the page was asked for
   * @throws PageTaken when it is not so any more: then nothing of the page may be stored
   */
  async recordPage(
    transaction: EntityManager,
    before: Pick<BackfillEntity, 'id' | 'pages' | 'position'>,
    page: ReadPage,
  ): Promise<void> {
    const [, written] = await transaction.query<[unknown, number]>(
      `UPDATE backfill
          SET position = $4, pages = pages + 1, items = items + $5, matched = matched + $6,
              stored = stored + $7, oldest_at = least(oldest_at, $8::timestamptz),
              status = CASE WHEN $9 THEN 'done' ELSE status END, claimed_until = NULL,
              next_page_at = now() + $10 * interval '1 second', failures = 0, error = NULL,
              updated_at = now()
        WHERE id = $1 AND status = 'running' AND pages = $2 AND position IS NOT DISTINCT FROM $3`,
      [
        before.id,
        before.pages,
        before.position,
        page.next,
        page.items,
        page.matched,
        page.stored,
        page.oldestAt,
        page.done,
        page.pauseSeconds,
      ],
    );
    if (written === 0) throw new PageTaken('this page of the past was read already');
  }

  /** The page is tried again later. @param isFailure whether it counts, or we were only told to wait */
  async postpone(
    id: string,
    error: string,
    waitSeconds: number,
    isFailure: boolean,
  ): Promise<void> {
    await this.database.query(
      `UPDATE backfill SET claimed_until = NULL, next_page_at = now() + $2 * interval '1 second',
              failures = failures + $3, error = $4, updated_at = now()
        WHERE id = $1 AND status = 'running'`,
      [id, waitSeconds, isFailure ? 1 : 0, kept(error)],
    );
  }

  /** It is over: for good, or because nothing more is to be had. */
  async end(id: string, status: 'done' | 'failed', error: string | null): Promise<void> {
    await this.database.query(
      `UPDATE backfill SET status = $2, error = $3, claimed_until = NULL, updated_at = now()
        WHERE id = $1 AND status = 'running'`,
      [id, status, error === null ? null : kept(error)],
    );
  }
}

/** It may quote what the place sent. */
const kept = (error: string): string => cleanText(error).slice(0, LONGEST_ERROR);
