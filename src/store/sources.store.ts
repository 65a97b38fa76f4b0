import type { DataSource } from 'typeorm';
import { PollEntity } from './entities/poll.entity.js';
import { SourceEntity } from './entities/source.entity.js';
import {
  writeAnswered,
  writeFailed,
  writePostponed,
  type Answered,
  type Failed,
  type Postponed,
} from './poll-records.js';

export interface ClaimLimits {
  /** Sources claimed at most. */
  readonly limit: number;
  /** Of these, at one host, those already under way counted in. */
  readonly perHost: number;
  /** Sources whose last poll took as long as `slowMs`: so many under way at most, everywhere. */
  readonly slow: number;
  readonly slowMs: number;
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
  /** What was deleted there is erased here, too; not unless given. */
  readonly eraseWhenGone?: boolean;
  readonly pace: {
    readonly intervalSeconds: number;
    readonly minIntervalSeconds: number;
    readonly maxIntervalSeconds: number;
  };
}

/** Polls that told nothing are kept in the log for so long. */
const EMPTY_POLL_DAYS = 7;

const SLOW = 'coalesce(last_duration_ms >= $5, false)';
const FREE = `next_poll_at <= now() AND coalesce(claimed_until, '-infinity') <= now()`;
const CLAIM = `
  WITH under_way AS (
    SELECT host, ${SLOW} AS slow FROM source WHERE claimed_until > now()
  ), busy AS (
    SELECT host, count(*) AS polls FROM under_way GROUP BY host
  ), due AS (
    SELECT id, next_poll_at, host, ${SLOW} AS slow,
           row_number() OVER (PARTITION BY host ORDER BY next_poll_at, id) AS turn
      FROM source
     WHERE enabled AND ${FREE}
       AND host NOT IN (SELECT host FROM host WHERE paused_until > now())
  ), fit AS (
    SELECT id, next_poll_at, slow,
           row_number() OVER (PARTITION BY slow ORDER BY next_poll_at, id) AS turn
      FROM due LEFT JOIN busy USING (host) WHERE turn + coalesce(polls, 0) <= $2
  ), chosen AS (
    SELECT id FROM source WHERE id IN (
      SELECT id FROM fit
       WHERE NOT slow OR turn + (SELECT count(*) FROM under_way WHERE slow) <= $4
       ORDER BY next_poll_at, id LIMIT $1)
      AND ${FREE}
    FOR UPDATE SKIP LOCKED
  )
  UPDATE source SET claimed_until = now() + $3 * interval '1 second'
    FROM chosen WHERE source.id = chosen.id
  RETURNING source.id`;

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
                           interval_seconds, min_interval_seconds, max_interval_seconds, erase_when_gone, enabled)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $1 <> 'import')
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
        given.eraseWhenGone ?? false,
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

  /**
   * Takes sources that are due, oldest first; no two callers get the same one.
   *
   * Hosts that asked for a pause are left alone. Slow places take only so many of the turns, so
   * that the others never wait for them.
   */
  async claimDue(limits: ClaimLimits): Promise<string[]> {
    const [rows] = await this.database.query<[{ id: string }[], number]>(CLAIM, [
      limits.limit,
      limits.perHost,
      limits.leaseSeconds,
      limits.slow,
      limits.slowMs,
    ]);
    return rows.map(({ id }) => id);
  }

  /**
   * Brings schedules back that a clock left far ahead when it was set back: nothing would be
   * asked until it has come there again. They are spread over their interval, so that they do
   * not all come at once.
   *
   * @returns how many there were
   */
  async mendSchedules(leaseSeconds: number): Promise<number> {
    const [, mended] = await this.database.query<[unknown, number]>(
      `UPDATE source
          SET next_poll_at = least(next_poll_at, now() + random() * interval_seconds * interval '1 second'),
              claimed_until = CASE WHEN claimed_until > now() + 2 * $1 * interval '1 second' THEN NULL
                                   ELSE claimed_until END,
              last_polled_at = least(last_polled_at, now()),
              last_answered_at = least(last_answered_at, now()), covered_until = least(covered_until, now())
        WHERE (last_polled_at > now() + interval '1 hour'
               AND next_poll_at > now() + 2 * interval_seconds * interval '1 second')
           OR claimed_until > now() + 2 * $1 * interval '1 second'`,
      [leaseSeconds],
    );
    return mended;
  }

  /**
   * Writes what an answer left behind; part of the transaction that stores its posts.
   *
   * @returns false when something else is to be read there by now, and the answer only stands in the log
   */
  recordAnswered(
    done: Answered,
    database: Pick<DataSource, 'query'> = this.database,
  ): Promise<boolean> {
    return writeAnswered(database, done);
  }

  recordFailed(failed: Failed): Promise<void> {
    return this.database.transaction((transaction) => writeFailed(transaction, failed));
  }

  /** No failure of the place, and no look at it either: only the schedule moves. */
  recordPostponed(postponed: Postponed): Promise<void> {
    return writePostponed(this.database, postponed);
  }

  /**
   * Forgets the log of polls: after `days`, and after a week the polls that told nothing, which are
   * nearly all of them (86 million rows in 90 days, of 10,000 sources asked every 15 minutes).
   *
   * @returns how many rows are gone now
   */
  async forgetPolls(days: number): Promise<number> {
    const [, gone] = await this.database.query<[unknown, number]>(
      `DELETE FROM poll WHERE at < now() - $1 * interval '1 day'`,
      [days],
    );
    // No further back than one more week: not all that is kept is looked through each time.
    const [, empty] = await this.database.query<[unknown, number]>(
      `DELETE FROM poll WHERE outcome IN ('not-modified', 'postponed')
          AND at < now() - $1 * interval '1 day' AND at >= now() - 2 * $1 * interval '1 day'`,
      [EMPTY_POLL_DAYS],
    );
    return gone + empty;
  }
}
