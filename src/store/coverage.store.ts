import type { DataSource } from 'typeorm';
import { hoursOf, type Credit } from '../domain/coverage.js';
import { unnest } from './bulk.js';

/** Which source was asked when, and as which generation of it. */
export interface Asked {
  readonly sourceId: string;
  readonly generation: number;
  readonly startedAt: Date;
}

/** What a poll that was answered covers. */
export interface Covered {
  /** Until when the source was covered when it was asked; another poll may have been quicker. */
  readonly since: Date | null;
  /** Until when it is covered now; null: as before. */
  readonly until: Date | null;
  readonly credit: Credit;
  /** Of a place that tells its own total: what it told, and what came. */
  readonly audit: { readonly told: number; readonly seen: number } | null;
}

/** One hour of one source. */
export interface SourceHour {
  readonly sourceId: string;
  readonly hour: Date;
  /** Seconds that polls on schedule covered. */
  readonly observedSeconds: number;
  /** Seconds covered only afterwards. */
  readonly recoveredSeconds: number;
  readonly polls: number;
  readonly failedPolls: number;
  /** Posts that the place says there were in its last answer of the hour, and those that came. */
  readonly told: number | null;
  readonly seen: number | null;
}

const SUM = (column: string): string => `least(3600, coverage.${column} + excluded.${column})`;

/**
 * Writes down that a source was asked, and what its answer covers; part of the transaction that
 * writes what the poll left on the source. Where another poll of it was quicker, its credit
 * stands: no second is counted twice. Nothing is covered when it is another generation by now.
 *
 * @param covered null when it failed
 */
export async function creditPoll(
  database: Pick<DataSource, 'query'>,
  { sourceId, generation, startedAt }: Asked,
  covered: Covered | null,
): Promise<void> {
  const [asked] = hoursOf({ from: startedAt, to: new Date(startedAt.getTime() + 1) });
  const rows = (covered?.credit.hours ?? []).map(({ hour, seconds }) => ({
    hour,
    observed: covered?.credit.kind === 'observed' ? seconds : 0,
    recovered: covered?.credit.kind === 'recovered' ? seconds : 0,
  }));
  const { from, params } = unnest(rows, {
    hour: 'timestamptz',
    observed: 'real',
    recovered: 'real',
  });
  await database.query(
    `WITH known AS (SELECT covered_until, generation FROM source WHERE id = $4 FOR NO KEY UPDATE)
     INSERT INTO coverage (source_id, hour, observed_seconds, recovered_seconds, polls, failed_polls, told, seen)
     SELECT $4::bigint, hour, sum(observed), sum(recovered), sum(polls), sum(failed), max(told), max(seen)
       FROM (SELECT hour, observed, recovered, 0 AS polls, 0 AS failed, NULL::integer AS told, NULL::integer AS seen
               FROM ${from}, known
              WHERE known.covered_until IS NOT DISTINCT FROM $5::timestamptz AND generation = $10
              UNION ALL SELECT $6::timestamptz, 0, 0, 1, $7::integer, $8::integer, $9::integer) AS credited
      WHERE EXISTS (SELECT FROM known)
      GROUP BY hour ORDER BY hour
     ON CONFLICT (source_id, hour) DO UPDATE
        SET observed_seconds = ${SUM('observed_seconds')}, recovered_seconds = ${SUM('recovered_seconds')},
            polls = coverage.polls + excluded.polls,
            failed_polls = coverage.failed_polls + excluded.failed_polls,
            told = coalesce(excluded.told, coverage.told), seen = coalesce(excluded.seen, coverage.seen)`,
    [
      ...params,
      sourceId,
      covered?.since ?? null,
      asked?.hour ?? startedAt,
      covered === null ? 1 : 0,
      covered?.audit?.told ?? null,
      covered?.audit?.seen ?? null,
      generation,
    ],
  );
}

/** How much of each hour of each source was observed. */
export class CoverageStore {
  constructor(private readonly database: DataSource) {}

  /**
   * The hours of these sources that anything is known of, oldest first.
   *
   * @param sinceHours full hours before the present one
   */
  hours(sourceIds: readonly string[], sinceHours: number): Promise<SourceHour[]> {
    return this.database.query<SourceHour[]>(
      `SELECT source_id AS "sourceId", hour, observed_seconds AS "observedSeconds",
              recovered_seconds AS "recoveredSeconds", polls, failed_polls AS "failedPolls", told, seen
         FROM coverage
        WHERE source_id = ANY($1::bigint[])
          AND hour >= date_trunc('hour', now(), 'UTC') - $2 * interval '1 hour'
        ORDER BY source_id, hour`,
      [sourceIds, sinceHours],
    );
  }
}
