import type { DataSource, EntityManager } from 'typeorm';
import type { Vitals } from '../domain/health.js';
import { record } from './audit.store.js';
import { announce } from './changes.js';
import { Conflict, isDangling, UnknownReference } from './conflict.js';
import { SourcesStore, type NewSource } from './sources.store.js';

export interface RecentPoll {
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly outcome: 'items' | 'not-modified' | 'failed';
  readonly durationMs: number;
  readonly items: number;
  readonly matched: number;
  readonly stored: number;
  readonly error: string | null;
}

export interface StoredSource extends Vitals {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly url: string | null;
  readonly ownedBy: { id: string; name: string } | null;
  readonly intervalSeconds: number;
  readonly achievedIntervalSeconds: number | null;
  readonly mentionCount: number;
  readonly recentPolls: RecentPoll[];
}

export interface SourceChange {
  readonly name?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly ownedBy?: string | null | undefined;
}

const MOST_POLLS = 20;

/** Columns of Vitals, of alias `s`. */
const VITALS = `
  s.enabled, s.last_polled_at AS "lastPolledAt", s.last_answered_at AS "lastAnsweredAt",
  s.next_poll_at AS "nextPollAt", s.last_item_at AS "lastItemAt", s.failures,
  s.last_error_code AS "lastErrorCode", s.last_error AS "lastError",
  s.longest_gap_hours AS "longestGapHours"`;

const SELECT = `
  SELECT s.id, s.kind, s.name, s.params ->> 'url' AS url,
         CASE WHEN owner.id IS NOT NULL THEN jsonb_build_object('id', owner.id::text, 'name', owner.name) END
           AS "ownedBy",
         ${VITALS}, s.interval_seconds AS "intervalSeconds",
         (SELECT extract(epoch FROM max(at) - min(at))::float8 / nullif(count(*) - 1, 0)
            FROM poll WHERE source_id = s.id AND at > now() - interval '1 day') AS "achievedIntervalSeconds",
         coalesce(heard.count, 0) AS "mentionCount",
         (SELECT coalesce(jsonb_agg(jsonb_build_object(
                   'at', to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'outcome', outcome,
                   'durationMs', duration_ms, 'items', items, 'matched', matched, 'stored', stored,
                   'error', error) ORDER BY at DESC), '[]')
            FROM (SELECT * FROM poll WHERE source_id = s.id ORDER BY at DESC LIMIT ${MOST_POLLS}) AS latest)
           AS "recentPolls"
    FROM source s LEFT JOIN monitor owner ON owner.id = s.owned_by_monitor_id`;

/** Sources as operators see and change them. */
export class AdminSourcesStore {
  constructor(private readonly database: DataSource) {}

  all(): Promise<StoredSource[]> {
    return this.database.query<StoredSource[]>(
      `WITH heard AS (SELECT source_id, count(*)::int AS count FROM mention GROUP BY source_id)
       ${SELECT} LEFT JOIN heard ON heard.source_id = s.id ORDER BY lower(s.name), s.id`,
    );
  }

  /** What the health of every source is judged by, without the rest. */
  vitals(): Promise<Vitals[]> {
    return this.database.query<Vitals[]>(`SELECT ${VITALS} FROM source s`);
  }

  /** @returns null when there is no such source */
  async find(id: string): Promise<StoredSource | null> {
    const [source] = await this.database.query<StoredSource[]>(
      `${SELECT} CROSS JOIN (SELECT count(*)::int AS count FROM mention WHERE source_id = $1) AS heard
        WHERE s.id = $1`,
      [id],
    );
    return source ?? null;
  }

  /**
   * Adds a place; it is due at once.
   *
   * @returns its id
   * @throws Conflict when it is there already
   * @throws UnknownReference when no monitor has the id of its owner
   */
  async add(given: NewSource, userId: string | null): Promise<string> {
    const added = new SourcesStore(this.database).add(given);
    const { source, created } = await added.catch((error: unknown) => {
      throw explained(error);
    });
    if (!created) throw new Conflict(`This place is a source already: "${source.name}".`);
    await this.database.transaction((transaction) =>
      this.done(transaction, source.id, userId, `added the source ${source.name}`),
    );
    return source.id;
  }

  /**
   * Resuming a source forgets its failures and asks it at once.
   *
   * @returns false when there is no such source
   * @throws UnknownReference when no monitor has the id of its owner
   * @throws Conflict when a source that posts were imported into is to be resumed
   */
  async change(id: string, change: SourceChange, userId: string): Promise<boolean> {
    const words = inWords(change);
    const changed = this.database.transaction(async (transaction) => {
      if (change.enabled) await refuseImported(transaction, id);
      const [rows] = await transaction.query<[{ id: string }[], number]>(
        `UPDATE source SET name = coalesce($2, name), enabled = coalesce($3, enabled),
                owned_by_monitor_id = CASE WHEN $4 THEN $5::bigint ELSE owned_by_monitor_id END,
                failures = CASE WHEN $3 THEN 0 ELSE failures END,
                last_error_code = CASE WHEN $3 THEN NULL ELSE last_error_code END,
                last_error = CASE WHEN $3 THEN NULL ELSE last_error END,
                next_poll_at = CASE WHEN $3 THEN now() ELSE next_poll_at END
          WHERE id = $1 RETURNING id`,
        [
          id,
          change.name ?? null,
          change.enabled ?? null,
          change.ownedBy !== undefined,
          change.ownedBy ?? null,
        ],
      );
      if (rows.length > 0) await this.done(transaction, id, userId, words);
      return rows.length > 0;
    });
    return changed.catch((error: unknown) => {
      throw explained(error);
    });
  }

  /**
   * Makes the source due now.
   *
   * @returns false when there is no such source
   * @throws Conflict when it is paused
   */
  async askNow(id: string, userId: string): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      const [rows] = await transaction.query<[{ enabled: boolean }[], number]>(
        `UPDATE source SET next_poll_at = CASE WHEN enabled THEN now() ELSE next_poll_at END
          WHERE id = $1 RETURNING enabled`,
        [id],
      );
      if (!rows[0]) return false;
      if (!rows[0].enabled) throw new Conflict('The source is paused. Resume it to have it asked.');
      await this.done(transaction, id, userId, 'asked for a poll');
      return true;
    });
  }

  /**
   * Removes the source with everything that was heard from it. Unclaimed tasks that lose their
   * last mention by this are closed; a claimed one stays with its owner.
   *
   * @returns false when there is no such source
   */
  async remove(id: string, userId: string): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      const tasks = await transaction.query<{ id: string }[]>(
        // Locked by id, as triage does: nobody waits in a circle.
        `WITH locked AS (SELECT task_id FROM mention WHERE source_id = $1 ORDER BY id FOR UPDATE)
         SELECT DISTINCT task_id AS id FROM locked WHERE task_id IS NOT NULL`,
        [id],
      );
      const [gone] = await transaction.query<[{ name: string }[], number]>(
        'DELETE FROM source WHERE id = $1 RETURNING name',
        [id],
      );
      if (!gone[0]) return false;
      await closeEmptied(
        transaction,
        tasks.map((task) => task.id),
      );
      await announce(transaction, 'mentions', []);
      await this.done(transaction, id, userId, `removed the source ${gone[0].name}`);
      return true;
    });
  }

  private async done(
    transaction: EntityManager,
    id: string,
    userId: string | null,
    action: string,
  ): Promise<void> {
    await record(transaction, { userId, action, subjectKind: 'source', subjectId: id });
    await announce(transaction, 'sources', [id]);
  }
}

async function refuseImported(transaction: EntityManager, id: string): Promise<void> {
  const imported = await transaction.query<unknown[]>(
    `SELECT FROM source WHERE id = $1 AND kind = 'import'`,
    [id],
  );
  if (imported.length > 0)
    throw new Conflict('Posts were imported into this source; there is no place to ask.');
}

async function closeEmptied(transaction: EntityManager, taskIds: readonly string[]): Promise<void> {
  const [closed] = await transaction.query<[{ id: string }[], number]>(
    `UPDATE task SET status = 'resolved', outcome = 'no-reply-needed', resolved_at = now(),
            note = 'What it was about was removed.', updated_at = now(), version = version + 1
      WHERE id = ANY($1::bigint[]) AND status = 'open'
        AND NOT EXISTS (SELECT FROM mention WHERE mention.task_id = task.id) RETURNING id`,
    [taskIds],
  );
  for (const { id } of closed)
    await record(transaction, {
      userId: null,
      action: 'closed the task: what it was about was removed',
      subjectKind: 'task',
      subjectId: id,
    });
  await announce(transaction, 'tasks', taskIds);
}

function inWords({ name, enabled, ownedBy }: SourceChange): string {
  const parts: string[] = [];
  if (name !== undefined) parts.push(`named it ${name}`);
  if (enabled !== undefined) parts.push(enabled ? 'resumed it' : 'paused it');
  if (ownedBy !== undefined)
    parts.push(ownedBy === null ? 'made it a public place' : 'made it a place of our own');
  return parts.join(', ') || 'changed nothing';
}

function explained(error: unknown): unknown {
  return isDangling(error) ? new UnknownReference('there is no monitor with this id') : error;
}
