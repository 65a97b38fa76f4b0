import type { DataSource } from 'typeorm';
import type { Change, SourceState, Vitals } from '../domain/health.js';
import { announce } from './changes.js';
import { tellOperators } from './notifications/operators.js';

/** A source, as its health is judged by, and its state as last written down. */
export interface WatchedSource extends Vitals {
  readonly id: string;
  readonly state: SourceState;
}

export interface SourceChange extends Change {
  readonly sourceId: string;
}

/** The states of sources as last written down, and what people were told of them. */
export class NoticesStore {
  constructor(private readonly database: DataSource) {}

  /** All sources that posts are heard from; nothing is heard from an import. */
  watched(): Promise<WatchedSource[]> {
    return this.database.query<WatchedSource[]>(
      `SELECT id, state, enabled, last_polled_at AS "lastPolledAt", last_answered_at AS "lastAnsweredAt",
              next_poll_at AS "nextPollAt", last_item_at AS "lastItemAt", failures,
              last_error_code AS "lastErrorCode", last_error AS "lastError",
              longest_gap_hours AS "longestGapHours", gap_count AS "gapCount"
         FROM source WHERE kind <> 'import'`,
    );
  }

  /**
   * Writes down new states, and a notice for each change that is worth one. Of several processes
   * that see the same change, one writes it.
   *
   * @returns the ids of the sources whose change was written by this call
   */
  async settle(changes: readonly SourceChange[]): Promise<string[]> {
    if (changes.length === 0) return [];
    return this.database.transaction(async (transaction) => {
      const rows = await transaction.query<{ id: string; noticeId: string | null }[]>(
        `WITH change AS (
           SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::boolean[])
                      AS change (id, before, after, reason, notable)
         ), settled AS (
           UPDATE source SET state = after, state_since = now() FROM change
            WHERE source.id = change.id AND source.state = before
           RETURNING source.id
         ), told AS (
           INSERT INTO notice (source_id, from_state, to_state, reason)
           SELECT id, before, after, reason FROM change JOIN settled USING (id) WHERE notable
            ORDER BY id
           RETURNING id, source_id)
         SELECT settled.id, told.id AS "noticeId" FROM settled LEFT JOIN told ON told.source_id = settled.id`,
        [
          changes.map(({ sourceId }) => sourceId),
          changes.map(({ from }) => from),
          changes.map(({ to }) => to),
          changes.map(({ reason }) => reason),
          changes.map(({ notable }) => notable),
        ],
      );
      const ids = rows.map(({ id }) => id);
      if (ids.length > 0) await announce(transaction, 'sources', ids);
      await tellOperators(transaction, rows, changes);
      return ids;
    });
  }
}
