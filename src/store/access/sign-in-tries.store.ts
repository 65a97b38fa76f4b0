import type { DataSource, EntityManager } from 'typeorm';
import { digestOf } from './secret.js';

/** What is counted: an account, a browser that its person signed in with before, an address. */
export interface Counted {
  readonly kind: 'account' | 'browser' | 'address';
  readonly name: string;
}

/** Failures that cost no waiting. Many people may share an address. */
const FREE: Readonly<Record<Counted['kind'], number>> = { account: 5, browser: 5, address: 50 };
/** Then 1 s, 2 s, 4 s ... and never more than this: nobody can lock a person out for ever. */
const LONGEST_WAIT_SECONDS = 900;
/** So long after the last failure it is forgotten. */
const REMEMBERED = `interval '1 day'`;

export type Taken =
  | { readonly may: false; readonly waitSeconds: number }
  /** `slowed`: the first try of those that make the next one wait. */
  | { readonly may: true; readonly slowed: boolean };

/**
 * Slows down guessing. It counts in the database, so that it holds for all processes together, and
 * counts a try before it is looked at, so that a hundred at once are a hundred. A try that comes too
 * early is refused unread and makes nobody wait longer.
 */
export class SignInTriesStore {
  constructor(private readonly database: DataSource) {}

  /** Takes a try from all of these, or from none. Give it back, or forgive, when it was no failure. */
  async take(...counted: readonly Counted[]): Promise<Taken> {
    return this.database
      .transaction(async (transaction) => {
        let slowed = false;
        for (const one of counted) {
          const failures = await this.count(transaction, one);
          if (failures === null) {
            const waitSeconds = await this.waitOf(transaction, one);
            throw new TooSoon(waitSeconds);
          }
          slowed ||= one.kind !== 'address' && failures === FREE[one.kind] + 1;
        }
        return { may: true, slowed } as const;
      })
      .catch((error: unknown) => {
        if (error instanceof TooSoon) return { may: false, waitSeconds: error.seconds } as const;
        throw error;
      });
  }

  /** It was no failure, but no proof either: as if it had not been. */
  async giveBack(...counted: readonly Counted[]): Promise<void> {
    await this.database.query(
      `UPDATE sign_in_try SET failures = greatest(failures - 1, 0), free_at = now()
        WHERE key = ANY($1::text[])`,
      [counted.map(keyOf)],
    );
  }

  /** Whoever it was has proved to be who they say: their failures are forgotten. */
  async forgive(...counted: readonly Counted[]): Promise<void> {
    await this.database.query('DELETE FROM sign_in_try WHERE key = ANY($1::text[])', [
      counted.map(keyOf),
    ]);
  }

  /** By the clock and not by `now()`: of two at once, the one that waits has begun before. */
  private async count(transaction: EntityManager, one: Counted): Promise<number | null> {
    const [row] = await transaction.query<{ failures: number }[]>(
      `INSERT INTO sign_in_try AS t (key, failures) VALUES ($1, 1)
       ON CONFLICT (key) DO UPDATE SET at = now(),
         failures = CASE WHEN t.at < now() - ${REMEMBERED} THEN 1 ELSE t.failures + 1 END,
         free_at = clock_timestamp() + CASE WHEN t.at < now() - ${REMEMBERED} OR t.failures < $2 THEN interval '0'
           ELSE least(power(2, least(t.failures - $2, 20)), ${LONGEST_WAIT_SECONDS}) * interval '1 second' END
       WHERE t.free_at <= clock_timestamp() OR t.at < now() - ${REMEMBERED}
       RETURNING failures`,
      [keyOf(one), FREE[one.kind]],
    );
    // Once in a while, whoever comes first makes room.
    if (row?.failures === 1)
      await transaction.query(
        `DELETE FROM sign_in_try WHERE key IN (
           SELECT key FROM sign_in_try WHERE at < now() - ${REMEMBERED} AND key <> $1
            ORDER BY at LIMIT 100 FOR UPDATE SKIP LOCKED)`,
        [keyOf(one)],
      );
    return row?.failures ?? null;
  }

  private async waitOf(transaction: EntityManager, one: Counted): Promise<number> {
    const [row] = await transaction.query<{ wait: number }[]>(
      `SELECT ceil(extract(epoch FROM free_at - clock_timestamp()))::int AS wait FROM sign_in_try WHERE key = $1`,
      [keyOf(one)],
    );
    return Math.max(row?.wait ?? 1, 1);
  }
}

class TooSoon extends Error {
  constructor(readonly seconds: number) {
    super('too soon');
  }
}

/** Names are people's addresses: the table needs to know them again, not to tell them. */
const keyOf = ({ kind, name }: Counted): string => digestOf(`${kind}:${name}`);
