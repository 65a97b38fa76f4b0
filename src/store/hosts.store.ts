import type { DataSource } from 'typeorm';
import { HASTY } from './hasty.js';

/** Hosts that nobody asked for so long are forgotten, and with them what was learned. */
const FORGET_AFTER_DAYS = 7;
const FORGET_EVERY_MS = 3_600_000;

/**
 * A rest or a lease that ends later than this was written by a clock that was set back since: it
 * is over. The longest rest is 30 s, the longest exchange 5 minutes.
 */
const REST = `CASE WHEN next_at < clock_timestamp() + interval '1 minute' THEN next_at END`;
const LEASE = `CASE WHEN held_until < clock_timestamp() + interval '10 minutes' THEN held_until END`;

const inRow = (row: string, moment: string): string =>
  moment.replaceAll(/\b(next_at|held_until)\b/g, `${row}.$1`);

/** As the polite client's gate has it (`HostGate`); the store must not know the client. */
interface Turn {
  readonly begun: true;
  readonly heldUntil: Date;
  readonly spacingMs: number;
  readonly pausedAgoMs: number | null;
}

interface NotYet {
  readonly begun: false;
  readonly waitMs: number;
}

interface Lesson {
  readonly restMs: number;
  readonly pauseMs: number | null;
  readonly spacingMs: number | null;
}

interface BeginRow {
  readonly heldUntil: Date | null;
  readonly spacingMs: number;
  readonly pausedAgoMs: number | null;
  readonly waitMs: number | null;
}

/**
 * The turns of hosts for all processes; one that a power cut undoes was of processes gone with it. Every moment is of the database's clock, so that processes
 * with clocks of their own agree; durations are in milliseconds.
 */
export class HostsStore {
  private forgetAt = 0;

  constructor(private readonly database: Pick<DataSource, 'query'>) {}

  /**
   * Begins an exchange with a host: takes its lease, when it is free, rested and not paused.
   *
   * @throws Error when the database does not answer: an unlimited request is worse than none
   */
  async begin(host: string, leaseMs: number): Promise<Turn | NotYet> {
    await this.forgetNowAndThen();
    // Whole milliseconds, for the lease comes back to us and must compare as equal in the end.
    const rows = await this.ask<BeginRow>(
      host,
      `WITH ${HASTY}, taken AS (
         INSERT INTO host AS h (host, next_at, held_until, spacing_ms)
         VALUES ($1, clock_timestamp(),
                 date_trunc('milliseconds', clock_timestamp() + $2 * interval '1 millisecond'), 0)
         ON CONFLICT (host) DO UPDATE SET held_until = excluded.held_until
          WHERE coalesce(greatest(${inRow('h', REST)}, ${inRow('h', LEASE)}, h.paused_until)
                         <= clock_timestamp(), true)
         RETURNING held_until, spacing_ms, paused_until)
       SELECT taken.held_until AS "heldUntil", taken.spacing_ms AS "spacingMs",
              extract(epoch FROM clock_timestamp() - taken.paused_until)::float8 * 1000 AS "pausedAgoMs",
              extract(epoch FROM greatest(${inRow('known', REST)}, known.paused_until)
                                 - clock_timestamp())::float8 * 1000 AS "waitMs"
         FROM hasty, (VALUES ($1)) AS asked (host)
         LEFT JOIN taken ON true LEFT JOIN host AS known ON known.host = asked.host`,
      [host, leaseMs],
    );
    const [row] = rows;
    if (row?.heldUntil)
      return {
        begun: true,
        heldUntil: row.heldUntil,
        spacingMs: row.spacingMs,
        pausedAgoMs: row.pausedAgoMs === null ? null : Math.max(0, row.pausedAgoMs),
      };
    return { begun: false, waitMs: Math.max(0, row?.waitMs ?? 0) };
  }

  /** Ends an exchange. The lease is given back only when it is still the one that was taken. */
  async end(
    host: string,
    { heldUntil }: Turn,
    { restMs, pauseMs, spacingMs }: Lesson,
  ): Promise<void> {
    await this.ask(
      host,
      `WITH ${HASTY}
       UPDATE host
          SET held_until = nullif(held_until, $2),
              next_at = greatest(${REST}, clock_timestamp() + $3 * interval '1 millisecond'),
              paused_until = greatest(paused_until, clock_timestamp() + $4 * interval '1 millisecond'),
              spacing_ms = coalesce($5, spacing_ms)
         FROM hasty WHERE host = $1`,
      [host, heldUntil, restMs, pauseMs, spacingMs],
    );
  }

  private async forgetNowAndThen(): Promise<void> {
    if (Date.now() < this.forgetAt) return;
    this.forgetAt = Date.now() + FORGET_EVERY_MS;
    await this.ask(
      'hosts that are asked no more',
      `DELETE FROM host
        WHERE greatest(next_at, held_until, paused_until) < now() - $1 * interval '1 day'`,
      [FORGET_AFTER_DAYS],
    );
  }

  private async ask<Row>(host: string, sql: string, values: unknown[]): Promise<Row[]> {
    try {
      return await this.database.query<Row[]>(sql, values);
    } catch (cause) {
      throw new Error(
        `Earshot's database does not tell whose turn it is at ${host}, so nothing is asked there`,
        { cause },
      );
    }
  }
}
