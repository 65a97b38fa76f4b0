import type { DataSource, EntityManager } from 'typeorm';
import type { SourceState, Vitals } from '../domain/health.js';
import { record } from './audit.store.js';
import { handOverSource } from './inbox/folds.js';
import { announce } from './changes.js';
import { Conflict, isDangling, isDuplicate, UnknownReference } from './conflict.js';
import { applyChange, changeInWords, type SourceChange } from './source-change.js';
import { SourcesStore, type NewSource } from './sources.store.js';

export interface RecentPoll {
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly outcome: 'items' | 'not-modified' | 'failed' | 'postponed';
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
  readonly params: Record<string, unknown>;
  readonly ownedBy: { id: string; name: string } | null;
  readonly eraseWhenGone: boolean;
  readonly createdAt: Date;
  /** As it was last judged and stored, and since when. */
  readonly judged: SourceState;
  readonly judgedSince: Date;
  readonly intervalSeconds: number;
  readonly minIntervalSeconds: number;
  readonly maxIntervalSeconds: number;
  readonly achievedIntervalSeconds: number | null;
  readonly mentionCount: number;
  readonly recentPolls: RecentPoll[];
}

const MOST_POLLS = 20;

/** Columns of Vitals, of alias `s`. */
const VITALS = `
  s.enabled, s.last_polled_at AS "lastPolledAt", s.last_answered_at AS "lastAnsweredAt",
  s.next_poll_at AS "nextPollAt", s.last_item_at AS "lastItemAt", s.failures,
  s.last_error_code AS "lastErrorCode", s.last_error AS "lastError",
  s.longest_gap_hours AS "longestGapHours", s.gap_count AS "gapCount"`;

const SELECT = `
  SELECT s.id, s.kind, s.name, s.params, s.erase_when_gone AS "eraseWhenGone",
         s.created_at AS "createdAt", s.state AS judged, s.state_since AS "judgedSince",
         s.min_interval_seconds AS "minIntervalSeconds", s.max_interval_seconds AS "maxIntervalSeconds",
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

  /** The source of each place that is there, by kind and locator as `placeKey` joins them. */
  async knownPlaces(
    places: readonly { kind: string; locator: string }[],
  ): Promise<Map<string, { id: string; name: string }>> {
    const rows = await this.database.query<
      { id: string; name: string; kind: string; locator: string }[]
    >(
      `SELECT s.id, s.name, s.kind, s.locator
         FROM unnest($1::text[], $2::text[]) AS asked(kind, locator) JOIN source s USING (kind, locator)`,
      [places.map(({ kind }) => kind), places.map(({ locator }) => locator)],
    );
    return new Map(rows.map(({ id, name, ...place }) => [placeKey(place), { id, name }]));
  }

  /**
   * Adds a place; it is due at once.
   *
   * @returns its id
   * @throws Conflict when it is there already
   * @throws UnknownReference when no monitor has the id of its owner
   */
  async add(
    given: NewSource,
    userId: string | null,
    rules: { eraseWhenGone?: boolean } = {},
  ): Promise<string> {
    const added = new SourcesStore(this.database).add({ ...given, ...rules });
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
   * Resuming a source forgets its failures and asks it at once. New parameters have it read from
   * the beginning; when they name another place, what was learned of the old one is forgotten.
   *
   * @returns false when there is no such source
   * @throws UnknownReference when no monitor has the id of its owner
   * @throws Conflict when a source that posts were imported into is to be resumed, when another
   *   source has the place already, and when the shortest interval would be longer than the longest
   */
  async change(id: string, change: SourceChange, userId: string): Promise<boolean> {
    const changed = this.database.transaction(async (transaction) => {
      if (!(await applyChange(transaction, id, change))) return false;
      const detail = change.enabled === undefined ? undefined : { enabled: change.enabled };
      await this.done(transaction, id, userId, changeInWords(change), detail);
      return true;
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
      await handOverSource(transaction, id);
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
    detail?: unknown,
  ): Promise<void> {
    await record(transaction, { userId, action, subjectKind: 'source', subjectId: id, detail });
    await announce(transaction, 'sources', [id]);
  }
}

export const placeKey = ({ kind, locator }: { kind: string; locator: string }): string =>
  `${kind} ${locator}`;

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

function explained(error: unknown): unknown {
  if (isDuplicate(error)) return new Conflict('Another source reads this very place already.');
  return isDangling(error) ? new UnknownReference('there is no monitor with this id') : error;
}
