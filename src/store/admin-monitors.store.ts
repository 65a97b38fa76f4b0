import type { DataSource, EntityManager } from 'typeorm';
import { record } from './audit.store.js';
import { announce } from './changes.js';
import { Conflict, isDuplicate } from './conflict.js';

/** What a person says a monitor is to listen for. */
export interface GivenMonitor {
  readonly name: string;
  readonly any: readonly string[];
  readonly all: readonly string[];
  readonly none: readonly string[];
  /** In lower case, without a leading @. */
  readonly ownAccounts: readonly string[];
  readonly brandNames: readonly string[];
  readonly competitors: readonly string[];
}

export interface StoredMonitor {
  readonly id: string;
  readonly name: string;
  readonly any: string[];
  readonly all: string[];
  readonly none: string[];
  readonly ownAccounts: string[];
  readonly brandNames: string[];
  readonly competitors: string[];
}

const COLUMNS =
  'id, name, "any", "all", "none", own_accounts AS "ownAccounts", brand_names AS "brandNames", competitors';

/** Monitors as people change them. */
export class AdminMonitorsStore {
  constructor(private readonly database: DataSource) {}

  all(): Promise<StoredMonitor[]> {
    return this.database.query<StoredMonitor[]>(`SELECT ${COLUMNS} FROM monitor ORDER BY id`);
  }

  /** @throws Conflict when another one has this name */
  add(given: GivenMonitor, userId: string): Promise<StoredMonitor> {
    return this.write(given, async (transaction) => {
      const [monitor] = await transaction.query<[StoredMonitor]>(
        `INSERT INTO monitor (name, "any", "all", "none", own_accounts, brand_names, competitors)
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING ${COLUMNS}`,
        valuesOf(given),
      );
      await rehear(transaction);
      await this.done(transaction, monitor.id, userId, `added the monitor ${given.name}`, given);
      return monitor;
    });
  }

  /**
   * @returns null when there is no such monitor
   * @throws Conflict when another one has this name
   */
  change(id: string, given: GivenMonitor, userId: string): Promise<StoredMonitor | null> {
    return this.write(given, async (transaction) => {
      const [[monitor]] = await transaction.query<[StoredMonitor[], number]>(
        `UPDATE monitor SET name = $1, "any" = $2, "all" = $3, "none" = $4, own_accounts = $5,
                brand_names = $6, competitors = $7
          WHERE id = $8 RETURNING ${COLUMNS}`,
        [...valuesOf(given), id],
      );
      if (!monitor) return null;
      await rehear(transaction);
      await this.done(transaction, id, userId, `changed the monitor ${given.name}`, given);
      return monitor;
    });
  }

  /**
   * Removes the monitor with its tasks, and the mentions that only it had heard.
   *
   * @returns false when there is no such monitor
   */
  async remove(id: string, userId: string): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      await this.forget(transaction, id);
      const [gone] = await transaction.query<[{ name: string }[], number]>(
        'DELETE FROM monitor WHERE id = $1 RETURNING name',
        [id],
      );
      if (!gone[0]) return false;
      await this.done(transaction, id, userId, `removed the monitor ${gone[0].name}`);
      await announce(transaction, 'tasks', []);
      return true;
    });
  }

  /** Mentions before tasks, and both by id, as triage locks them: nobody waits in a circle. */
  private async forget(transaction: EntityManager, id: string): Promise<void> {
    await transaction.query(
      `SELECT count(*) FROM (
         SELECT FROM mention WHERE $1::bigint = ANY(monitor_ids) ORDER BY id FOR UPDATE) AS locked`,
      [id],
    );
    await transaction.query('DELETE FROM mention WHERE monitor_ids = ARRAY[$1::bigint]', [id]);
    await transaction.query(
      `UPDATE mention SET monitor_ids = kept.ids, matched_because = kept.reasons
         FROM (SELECT m.id AS mention_id, array_agg(heard.id ORDER BY place) AS ids,
                      array_agg(heard.why ORDER BY place) AS reasons
                 FROM mention m, unnest(m.monitor_ids, m.matched_because) WITH ORDINALITY AS heard(id, why, place)
                WHERE $1::bigint = ANY(m.monitor_ids) AND heard.id <> $1 GROUP BY m.id) AS kept
        WHERE mention.id = kept.mention_id`,
      [id],
    );
  }

  private async write<Result>(
    { name }: GivenMonitor,
    change: (transaction: EntityManager) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await this.database.transaction(change);
    } catch (error) {
      if (isDuplicate(error)) throw new Conflict(`Another monitor is called "${name}" already.`);
      throw error;
    }
  }

  private async done(
    transaction: EntityManager,
    id: string,
    userId: string,
    action: string,
    detail?: unknown,
  ): Promise<void> {
    await record(transaction, { userId, action, subjectKind: 'monitor', subjectId: id, detail });
    // Names of monitors are on every mention and source.
    for (const kind of ['mentions', 'sources'] as const) await announce(transaction, kind, []);
  }
}

/**
 * Has every place tell again what it shows, as soon as its pace allows: what was left aside
 * before may be what is listened for now.
 */
async function rehear(transaction: EntityManager): Promise<void> {
  await transaction.query(
    `UPDATE source SET etag = NULL, last_modified = NULL, generation = generation + 1,
            cursor = CASE WHEN ${IS_NEEDED} THEN cursor END,
            next_poll_at = least(next_poll_at,
              greatest(now(), last_polled_at + min_interval_seconds * interval '1 second'))
      WHERE kind <> 'import' AND (last_answered_at IS NOT NULL OR claimed_until > now())`,
  );
}

/**
 * Without its place in a stream or a mailbox, what came there since the last poll would be lost;
 * without its next page, a gap that is still to be read.
 */
const IS_NEEDED = `(jsonb_path_exists(cursor, '$.timeUs') OR jsonb_path_exists(cursor, '$.lastUid')
  OR jsonb_path_exists(cursor, '$.**.next ? (@ != null)'))`;

const valuesOf = (given: GivenMonitor): unknown[] => [
  given.name,
  given.any,
  given.all,
  given.none,
  given.ownAccounts,
  given.brandNames,
  given.competitors,
];
