import type { DataSource, EntityManager } from 'typeorm';

/** In place of a digest in `reading.content_hash`: what was read stands until it was read again. */
export const TO_READ_AGAIN = 'again';

/** Mentions of so many days are read again; older ones keep what they have. */
const DAYS = 30;
/**
 * Readers ask every two seconds which models serve: what is read before all of them know would be
 * read by the old one.
 */
const UNTIL_KNOWN_SECONDS = 10;

/** What a change of the models leaves to be read again. */
const OPEN = `m.status IN ('new', 'doing') AND m.occurred_at > now() - interval '${DAYS} days'
  AND m.erased_at IS NULL AND m.gone_at IS NULL`;

export interface StoredRereading {
  readonly because: string;
  /** Mentions that were open when it began (count). */
  readonly total: number;
  /** Of them, how many were read again (count). */
  readonly done: number;
  readonly startAt: Date;
  readonly endedAt: Date | null;
}

/**
 * Has the open mentions of the last 30 days read again. A rereading that was under way ends: the new
 * one takes its mentions along.
 */
export async function beginRereading(transaction: EntityManager, because: string): Promise<void> {
  await transaction.query(`SELECT pg_advisory_xact_lock(hashtext('rereading'))`);
  await transaction.query(`UPDATE rereading SET ended_at = now() WHERE ended_at IS NULL`);
  await transaction.query(
    `INSERT INTO rereading (because, start_at, total)
     SELECT $1, now() + ${UNTIL_KNOWN_SECONDS} * interval '1 second', count(*)::int
       FROM mention m JOIN reading r ON r.mention_id = m.id WHERE ${OPEN}`,
    [because],
  );
}

/** Mentions that are read again in the background, newest first. */
export class RereadingsStore {
  constructor(private readonly database: DataSource) {}

  /**
   * Sends the next mentions back to be read. They keep their labels, and people's corrections, until
   * then. What is being written at this moment is left for the next round.
   *
   * @param mostWaiting while so many mentions wait to be read, none is added: new ones go first
   * @returns their ids; empty also when nothing is to be done
   */
  async next(limit: number, mostWaiting: number): Promise<string[]> {
    return this.database.transaction(async (transaction) => {
      const [run] = await transaction.query<{ id: string; startAt: Date; downTo: string | null }[]>(
        `SELECT id, start_at AS "startAt", down_to AS "downTo" FROM rereading
          WHERE ended_at IS NULL AND start_at < now() FOR UPDATE SKIP LOCKED`,
      );
      if (!run || (await waiting(transaction)) >= mostWaiting) return [];
      const ids = await take(transaction, run, limit);
      const lowest = ids.at(-1);
      if (lowest !== undefined)
        await transaction.query(
          'UPDATE rereading SET sent = sent + $2, down_to = $3 WHERE id = $1',
          [run.id, ids.length, lowest],
        );
      // Through once, it looks again for those that were passed over.
      else if (run.downTo !== null)
        await transaction.query('UPDATE rereading SET down_to = NULL WHERE id = $1', [run.id]);
      else await transaction.query('UPDATE rereading SET ended_at = now() WHERE id = $1', [run.id]);
      return ids;
    });
  }

  /** The latest one; null when there was none. */
  async latest(): Promise<StoredRereading | null> {
    const [run] = await this.database.query<StoredRereading[]>(
      `SELECT because, total, start_at AS "startAt", ended_at AS "endedAt",
              greatest(0, sent - (SELECT count(*) FROM mention m JOIN reading r ON r.mention_id = m.id
                 WHERE m.stage = 'new' AND r.content_hash = '${TO_READ_AGAIN}'))::int AS done
         FROM rereading ORDER BY id DESC LIMIT 1`,
    );
    return run ?? null;
  }
}

async function waiting(transaction: EntityManager): Promise<number> {
  const [{ count }] = await transaction.query<[{ count: number }]>(
    `SELECT count(*)::int AS count FROM mention WHERE stage = 'new'`,
  );
  return count;
}

async function take(
  transaction: EntityManager,
  { startAt, downTo }: { startAt: Date; downTo: string | null },
  limit: number,
): Promise<string[]> {
  const rows = await transaction.query<{ id: string }[]>(
    `SELECT m.id FROM mention m JOIN reading r ON r.mention_id = m.id
      WHERE ${OPEN} AND m.stage <> 'new' AND r.read_at < $1 AND m.id < coalesce($2, ${2n ** 63n - 1n})
      ORDER BY m.id DESC LIMIT $3 FOR NO KEY UPDATE OF m SKIP LOCKED`,
    [startAt, downTo, limit],
  );
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return [];
  await transaction.query(
    `UPDATE mention SET stage = 'new', stage_since = now() WHERE id = ANY($1::bigint[])`,
    [ids],
  );
  await transaction.query(
    `UPDATE reading SET content_hash = '${TO_READ_AGAIN}' WHERE mention_id = ANY($1::bigint[])`,
    [ids],
  );
  return ids;
}
