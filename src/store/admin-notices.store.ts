import type { DataSource } from 'typeorm';
import { announce } from './changes.js';

/** A source changed its state, and nobody has dismissed it yet. */
export interface OpenNotice {
  readonly id: string;
  readonly at: Date;
  readonly source: { id: string; name: string; kind: string };
  readonly fromState: string;
  readonly toState: string;
  readonly reason: string;
}

const MOST = 50;

/** Notices as people read and dismiss them; the pipeline writes them. */
export class AdminNoticesStore {
  constructor(private readonly database: DataSource) {}

  /** Newest first, at most 50, and how many there are in all. */
  async open(): Promise<{ items: OpenNotice[]; total: number }> {
    const rows = await this.database.query<(OpenNotice & { total: number })[]>(
      `SELECT n.id, n.at, n.from_state AS "fromState", n.to_state AS "toState", n.reason,
              jsonb_build_object('id', s.id::text, 'name', s.name, 'kind', s.kind) AS source,
              count(*) OVER ()::int AS total
         FROM notice n JOIN source s ON s.id = n.source_id
        WHERE n.dismissed_at IS NULL ORDER BY n.id DESC LIMIT ${MOST}`,
    );
    return {
      items: rows.map(({ total: _total, ...notice }) => notice),
      total: rows[0]?.total ?? 0,
    };
  }

  /**
   * Dismisses one, or all up to it. Doing so twice changes nothing.
   *
   * @returns false when there is no such notice
   */
  async dismiss(id: string, scope: 'one' | 'up-to'): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      const known = await transaction.query<unknown[]>('SELECT FROM notice WHERE id = $1', [id]);
      if (known.length === 0 && scope === 'one') return false;
      const [rows] = await transaction.query<[{ sourceId: string }[], number]>(
        `UPDATE notice SET dismissed_at = now()
          WHERE dismissed_at IS NULL AND ${scope === 'one' ? 'id = $1' : 'id <= $1'}
          RETURNING source_id AS "sourceId"`,
        [id],
      );
      if (rows.length > 0)
        await announce(transaction, 'sources', [...new Set(rows.map((row) => row.sourceId))]);
      return true;
    });
  }
}
