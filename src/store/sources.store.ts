import type { DataSource } from 'typeorm';
import type { Validators } from '../domain/validators.js';
import { cleanText, storableJson } from './bulk.js';
import { PollEntity } from './entities/poll.entity.js';
import { SourceEntity } from './entities/source.entity.js';

export interface ClaimLimits {
  /** Sources claimed at most. */
  readonly limit: number;
  /** Of these, at one host, those already under way counted in. */
  readonly perHost: number;
  /** After this a claimed source that nobody finished is due again. */
  readonly leaseSeconds: number;
}

/** A place to be polled. */
export interface NewSource {
  readonly kind: string;
  readonly name: string;
  /** What makes the place one and the same, its address in most kinds. */
  readonly locator: string;
  readonly host: string;
  readonly params: object;
  readonly ownedByMonitorId: string | null;
  readonly pace: {
    readonly intervalSeconds: number;
    readonly minIntervalSeconds: number;
    readonly maxIntervalSeconds: number;
  };
}

/** What a poll leaves behind on the row of its source. */
export interface PollRecord {
  readonly sourceId: string;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly items: number;
  readonly matched: number;
  readonly stored: number;
}

export interface Answered extends PollRecord {
  readonly outcome: 'items' | 'not-modified';
  /** Kept as it was when undefined. */
  readonly cursor?: unknown;
  readonly validators: Validators | null;
  /** Newest post in the answer; null when it had none. */
  readonly lastItemAt: Date | null;
  /** Longest silence that the answer shows; null when it shows none. */
  readonly gapHours: number | null;
  /** Of the posts without a usable date; kept as it was when undefined. */
  readonly undatedDigest?: string | null;
  readonly intervalSeconds: number;
  readonly delaySeconds: number;
}

export interface Failed extends PollRecord {
  readonly code: string;
  readonly message: string;
  readonly delaySeconds: number;
  /** The place is gone for good: never ask again by yourself. */
  readonly stop: boolean;
}

/** Characters kept of what went wrong. */
const LONGEST_MESSAGE = 500;

/** The schedule, cursor and health of every source. The row is the truth; whoever claims it polls it. */
export class SourcesStore {
  constructor(private readonly database: DataSource) {}

  find(id: string): Promise<SourceEntity | null> {
    return this.database.getRepository(SourceEntity).findOneBy({ id });
  }

  /**
   * The source that a person means.
   *
   * @param given id, address or name
   * @throws Error when there is none, or several of that name
   */
  async named(given: string): Promise<SourceEntity> {
    const id = /^\d{1,18}$/.test(given) ? [{ id: given }] : [];
    const found = await this.database
      .getRepository(SourceEntity)
      .find({ where: [...id, { locator: given }, { name: given }], take: 2 });
    if (found.length > 1) throw new Error(`several sources are called "${given}"; use the id`);
    if (!found[0]) throw new Error(`there is no source "${given}"; see: earshot source list`);
    return found[0];
  }

  /** @returns false when it is paused, or someone is polling it */
  async claim(id: string, leaseSeconds: number): Promise<boolean> {
    const [, claimed] = await this.database.query<[unknown, number]>(
      `UPDATE source SET claimed_until = now() + $2 * interval '1 second'
        WHERE id = $1 AND enabled AND coalesce(claimed_until, '-infinity') <= now()`,
      [id, leaseSeconds],
    );
    return claimed === 1;
  }

  /** How many there are, and the names of the polled ones whose last poll failed. */
  async census(): Promise<{ total: number; failing: string[] }> {
    const [row] = await this.database.query<[{ total: number; failing: string[] }]>(
      `SELECT count(*)::int AS total,
              coalesce(array_agg(name ORDER BY name) FILTER (WHERE enabled AND failures > 0), '{}') AS failing
         FROM source`,
    );
    return row;
  }

  lastPoll(sourceId: string): Promise<PollEntity | null> {
    return this.database
      .getRepository(PollEntity)
      .findOne({ where: { sourceId }, order: { id: 'DESC' } });
  }

  /**
   * Puts a place in; one that is there already stays as it is.
   *
   * @returns its row, and whether it is new
   */
  async add({ pace, ...given }: NewSource): Promise<{ source: SourceEntity; created: boolean }> {
    const made = await this.database.query<{ id: string }[]>(
      `INSERT INTO source (kind, name, locator, host, params, owned_by_monitor_id,
                           interval_seconds, min_interval_seconds, max_interval_seconds, enabled)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $1 <> 'import')
       ON CONFLICT (kind, locator) DO NOTHING RETURNING id`,
      [
        given.kind,
        given.name,
        given.locator,
        given.host,
        JSON.stringify(given.params),
        given.ownedByMonitorId,
        pace.intervalSeconds,
        pace.minIntervalSeconds,
        pace.maxIntervalSeconds,
      ],
    );
    const { kind, locator } = given;
    const source = await this.database
      .getRepository(SourceEntity)
      .findOneByOrFail({ kind, locator });
    return { source, created: made.length > 0 };
  }

  /**
   * The source that imported posts of this name belong to; it is never polled.
   *
   * @returns it as the place that its posts come from
   */
  async addImport(
    name: string,
    ownedByMonitorId: string | null,
    pace: NewSource['pace'],
  ): Promise<{ id: string; place: string; ownedByMonitorId: string | null }> {
    const { source } = await this.add({
      kind: 'import',
      name,
      locator: `import:${name}`,
      host: name,
      params: {},
      ownedByMonitorId,
      pace,
    });
    return { id: source.id, place: `import:${name}`, ownedByMonitorId };
  }

  /** Takes sources that are due, oldest first; no two callers get the same one. */
  async claimDue({ limit, perHost, leaseSeconds }: ClaimLimits): Promise<string[]> {
    const [rows] = await this.database.query<[{ id: string }[], number]>(
      `WITH busy AS (
         SELECT host, count(*) AS polls FROM source WHERE claimed_until > now() GROUP BY host
       ), due AS (
         SELECT id, next_poll_at, row_number() OVER (PARTITION BY host ORDER BY next_poll_at, id) AS turn, host
           FROM source
          WHERE enabled AND next_poll_at <= now() AND coalesce(claimed_until, '-infinity') <= now()
       ), chosen AS (
         SELECT id FROM source WHERE id IN (
           SELECT due.id FROM due LEFT JOIN busy USING (host)
            WHERE due.turn + coalesce(busy.polls, 0) <= $2
            ORDER BY due.next_poll_at, due.id LIMIT $1)
           AND next_poll_at <= now() AND coalesce(claimed_until, '-infinity') <= now()
         FOR UPDATE SKIP LOCKED
       )
       UPDATE source SET claimed_until = now() + $3 * interval '1 second'
         FROM chosen WHERE source.id = chosen.id
       RETURNING source.id`,
      [limit, perHost, leaseSeconds],
    );
    return rows.map(({ id }) => id);
  }

  /** Writes what an answer left behind; part of the transaction that stores its posts. */
  async recordAnswered(
    done: Answered,
    database: Pick<DataSource, 'query'> = this.database,
  ): Promise<void> {
    await database.query(
      `UPDATE source SET claimed_until = NULL, last_polled_at = $2, last_answered_at = $2,
              interval_seconds = $3, next_poll_at = now() + $4 * interval '1 second',
              cursor = CASE WHEN $5 THEN $6::jsonb ELSE cursor END,
              etag = coalesce($7, CASE WHEN $8 THEN etag END),
              last_modified = coalesce($9, CASE WHEN $8 THEN last_modified END),
              longest_gap_hours = greatest(longest_gap_hours, $10::real),
              last_item_at = greatest(last_item_at, $11::timestamptz),
              undated_digest = CASE WHEN $12 THEN $13 ELSE undated_digest END,
              failures = 0, last_error_code = NULL, last_error = NULL
        WHERE id = $1`,
      [
        done.sourceId,
        done.startedAt,
        done.intervalSeconds,
        done.delaySeconds,
        done.cursor !== undefined,
        storableJson(done.cursor ?? null),
        done.validators?.etag ?? null,
        done.outcome === 'not-modified',
        done.validators?.lastModified ?? null,
        done.gapHours,
        done.lastItemAt,
        done.undatedDigest !== undefined,
        done.undatedDigest ?? null,
      ],
    );
    await this.log(database, done, done.outcome, null);
  }

  async recordFailed(failed: Failed): Promise<void> {
    // It may quote what the place sent.
    const message = cleanText(failed.message).slice(0, LONGEST_MESSAGE);
    await this.database.transaction(async (transaction) => {
      await transaction.query(
        `UPDATE source SET claimed_until = NULL, last_polled_at = $2,
                next_poll_at = now() + $3 * interval '1 second', failures = failures + 1,
                last_error_code = $4, last_error = $5, enabled = enabled AND NOT $6
          WHERE id = $1`,
        [failed.sourceId, failed.startedAt, failed.delaySeconds, failed.code, message, failed.stop],
      );
      await this.log(transaction, failed, 'failed', message);
    });
  }

  private async log(
    database: Pick<DataSource, 'query'>,
    record: PollRecord,
    outcome: string,
    error: string | null,
  ): Promise<void> {
    await database.query(
      `INSERT INTO poll (source_id, at, duration_ms, outcome, items, matched, stored, error)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        record.sourceId,
        record.startedAt,
        record.durationMs,
        outcome,
        record.items,
        record.matched,
        record.stored,
        error,
      ],
    );
  }

  /** @returns how many rows of the log were older than `days` and are gone now */
  async forgetPolls(days: number): Promise<number> {
    const [, gone] = await this.database.query<[unknown, number]>(
      `DELETE FROM poll WHERE at < now() - $1 * interval '1 day'`,
      [days],
    );
    return gone;
  }
}
