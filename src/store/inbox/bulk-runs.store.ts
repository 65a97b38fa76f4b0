import type { DataSource, EntityManager } from 'typeorm';
import type { Action } from '../../domain/mention-action.js';
import { announce } from '../changes.js';
import { Conflict } from '../conflict.js';
import type { BulkRunEntity } from '../entities/bulk.entity.js';
import { seek, type MentionFilter } from './filter.js';
import { matchCondition } from './list-statement.js';
import { checkOwner } from './refusal.js';

export type StoredRun = Omit<BulkRunEntity, 'user' | 'userId' | 'action' | 'filter'> & {
  readonly action: Action;
  readonly filter: Record<string, unknown> | null;
};

/** All mentions that match. */
export interface Matching {
  readonly matching: MentionFilter;
  /** The filter as it was asked for. */
  readonly asked: unknown;
  /** Copies that are folded under others are left to those. */
  readonly folded: boolean;
  /** How many were seen. */
  readonly expect?: number | undefined;
}

/** What a run is about: mentions by name, with the versions that were seen, or all that match. */
export type Targets =
  Matching | { readonly ids: readonly string[]; readonly versions?: readonly number[] | undefined };

/** Other mentions match than the person saw. */
export class OtherCount extends Conflict {
  constructor(
    message: string,
    readonly count: number,
  ) {
    super(message);
  }
}

/** Runs of one person that are under way at a time (count). */
const MOST_UNFINISHED = 5;
const MOST_LISTED = 20;
/** How far the number that was seen may be off: new mentions come all the time. */
const TOLERATED = { share: 0.02, count: 5 };

const COLUMNS = `id, action, filter, state, total, done, skipped, created_at AS "createdAt",
  finished_at AS "finishedAt", failure,
  CASE WHEN state IN ('done', 'stopped') AND undo_until > now() THEN undo_until END AS "undoUntil"`;

/** One action on many mentions, from being asked for to being taken back. Their work is BulkWork's. */
export class BulkRunsStore {
  constructor(private readonly database: DataSource) {}

  /**
   * Writes down which mentions it is about: those that match at this moment, whatever comes later.
   *
   * @param most mentions that one run may be about
   * @throws OtherCount when another number matches than was seen
   * @throws Conflict when nothing or too much matches, or this person has too many runs under way
   * @throws UnknownReference when the owner is nobody
   * @throws BadQuery when the search has faults
   */
  begin(userId: string, action: Action, targets: Targets, most: number): Promise<StoredRun> {
    return this.database.transaction(async (transaction) => {
      await checkOwner(transaction, action);
      await transaction.query('SELECT FROM app_user WHERE id = $1 FOR NO KEY UPDATE', [userId]);
      const under = await transaction.query<unknown[]>(
        `SELECT FROM bulk_run WHERE user_id = $1 AND state IN ('waiting', 'running', 'undoing')`,
        [userId],
      );
      if (under.length >= MOST_UNFINISHED)
        throw new Conflict(`${under.length} of your changes of many mentions are still under way.`);
      const asked = 'asked' in targets ? JSON.stringify(targets.asked) : null;
      const [{ id }] = await transaction.query<[{ id: string }]>(
        `INSERT INTO bulk_run (user_id, action, filter, total) VALUES ($1, $2, $3, 0) RETURNING id`,
        [userId, JSON.stringify(action), asked],
      );
      const total = await freeze(transaction, { id, userId }, targets, most);
      checkTotal(total, targets, most);
      const [[run]] = await transaction.query<[[StoredRun], number]>(
        `UPDATE bulk_run SET total = $2 WHERE id = $1 RETURNING ${COLUMNS}`,
        [id, total],
      );
      return run;
    });
  }

  /** How many mentions a run would be about, exactly. @throws BadQuery when the search has faults */
  async count(userId: string, targets: Pick<Matching, 'matching' | 'folded'>): Promise<number> {
    const params: unknown[] = [];
    const where = await matching(
      this.database,
      userId,
      targets,
      (value) => `$${params.push(value)}`,
    );
    const [{ count }] = await this.database.query<[{ count: number }]>(
      `SELECT count(*)::int AS count FROM mention m WHERE ${where}`,
      params,
    );
    return count;
  }

  /** Newest first. */
  recent(userId: string): Promise<StoredRun[]> {
    return this.database.query<StoredRun[]>(
      `SELECT ${COLUMNS} FROM bulk_run WHERE user_id = $1 ORDER BY bulk_run.id DESC LIMIT ${MOST_LISTED}`,
      [userId],
    );
  }

  /** @returns null when this person has no such run */
  async find(id: string, userId: string): Promise<StoredRun | null> {
    const [run] = await this.database.query<StoredRun[]>(
      `SELECT ${COLUMNS} FROM bulk_run WHERE id = $1 AND user_id = $2`,
      [id, userId],
    );
    return run ?? null;
  }

  /**
   * Lets it end after the page that is under way. What was done stays, until it is taken back.
   *
   * @returns false when this person has no such run
   */
  async stop(id: string, userId: string, undoMinutes: number): Promise<boolean> {
    await this.database.query(
      `UPDATE bulk_run SET state = 'stopped', finished_at = now(),
              undo_until = now() + $3 * interval '1 minute'
        WHERE id = $1 AND user_id = $2 AND state IN ('waiting', 'running')`,
      [id, userId, undoMinutes],
    );
    return (await this.find(id, userId)) !== null;
  }

  /**
   * Has it taken back, as far as nobody has changed the same since.
   *
   * @returns false when this person has no such run
   * @throws Conflict when it is too late, or it is taken back already
   */
  async takeBack(id: string, userId: string): Promise<boolean> {
    const [changed] = await this.database.query<[unknown[], number]>(
      `UPDATE bulk_run SET state = 'undoing', done = 0, skipped = 0, finished_at = NULL, failure = NULL,
              total = (SELECT count(*) FROM bulk_item WHERE run_id = bulk_run.id AND outcome = 'changed')
        WHERE id = $1 AND user_id = $2
          AND (state IN ('waiting', 'running') OR state IN ('done', 'stopped') AND undo_until > now())
       RETURNING id`,
      [id, userId],
    );
    if (changed.length > 0) return true;
    const run = await this.find(id, userId);
    if (run === null) return false;
    throw new Conflict(
      run.state === 'undoing' || run.state === 'undone'
        ? 'It is being taken back already.'
        : 'It is too late to take it back: the time for that is over.',
    );
  }

  /** Ids of runs that somebody has to work on. */
  async unfinished(): Promise<string[]> {
    const rows = await this.database.query<{ id: string }[]>(
      `SELECT id FROM bulk_run WHERE state IN ('waiting', 'running', 'undoing') ORDER BY id`,
    );
    return rows.map(({ id }) => id);
  }

  /** Forgets which mentions a run was about, once it can no longer be taken back. */
  async forget(): Promise<void> {
    await this.database.query(
      `DELETE FROM bulk_item WHERE run_id IN (
         SELECT id FROM bulk_run WHERE state NOT IN ('waiting', 'running', 'undoing')
            AND coalesce(undo_until, finished_at) < now() - interval '1 day')`,
    );
  }

  /** It cannot go on, whoever tries again. */
  async fail(id: string, failure: string): Promise<void> {
    await this.database.query(
      `UPDATE bulk_run SET state = 'failed', failure = $2, finished_at = now()
        WHERE id = $1 AND state IN ('waiting', 'running', 'undoing')`,
      [id, failure],
    );
    await announce(this.database, 'mentions', []);
  }
}

async function freeze(
  transaction: EntityManager,
  { id: runId, userId }: { id: string; userId: string },
  targets: Targets,
  most: number,
): Promise<number> {
  const params: unknown[] = [];
  const parameter = (value: unknown): string => `$${params.push(value)}`;
  const run = parameter(runId);
  if ('ids' in targets) {
    const { ids, versions = ids.map(() => null) } = targets;
    const seen = `unnest(${parameter(ids)}::bigint[], ${parameter(versions)}::integer[])`;
    await transaction.query(
      `INSERT INTO bulk_item (run_id, mention_id, version)
       SELECT DISTINCT ON (m.id) ${run}::bigint, m.id, least(seen.version, m.version)
         FROM ${seen} AS seen(id, version) JOIN mention m USING (id)
        WHERE m.actionable_at IS NOT NULL`,
      params,
    );
  } else {
    const where = await matching(transaction, userId, targets, parameter);
    await transaction.query(
      `INSERT INTO bulk_item (run_id, mention_id, version)
       SELECT ${run}::bigint, m.id, m.version FROM mention m
        WHERE ${where} LIMIT ${parameter(most + 1)}`,
      params,
    );
  }
  const [{ count }] = await transaction.query<[{ count: number }]>(
    'SELECT count(*)::int AS count FROM bulk_item WHERE run_id = $1',
    [runId],
  );
  return count;
}

/** The condition on alias `m` that the list has, too. */
async function matching(
  database: Pick<DataSource, 'query'>,
  userId: string,
  { matching: filter, folded }: Pick<Matching, 'matching' | 'folded'>,
  parameter: (value: unknown) => string,
): Promise<string> {
  return matchCondition(await seek(database, filter, { userId }), folded, parameter);
}

function checkTotal(total: number, targets: Targets, most: number): void {
  if (total > most)
    throw new Conflict(
      `More than ${inWords(most)} mentions match, and one change goes to so many at most. Narrow the filter.`,
    );
  if (total === 0) throw new OtherCount('No mention matches any more.', 0);
  const expect = 'expect' in targets ? targets.expect : undefined;
  if (expect === undefined) return;
  const tolerated = Math.max(TOLERATED.count, expect * TOLERATED.share);
  if (Math.abs(total - expect) > tolerated)
    throw new OtherCount(
      `You saw ${inWords(expect)} mentions; by now ${inWords(total)} match. Nothing was changed.`,
      total,
    );
}

const inWords = (count: number): string => count.toLocaleString('en');
