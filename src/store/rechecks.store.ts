import type { DataSource, EntityManager } from 'typeorm';
import type { Look, Verdict } from '../domain/recheck.js';
import { unnest } from './bulk.js';
import { announce } from './changes.js';
import { eraseMentions, unnameMentions } from './erasure.js';
import { tellLooks } from './looks.js';

/** A mention that is looked up again at its place. */
export interface Claimed {
  readonly id: string;
  readonly externalId: string;
  readonly url: string | null;
  readonly parentId: string | null;
  readonly title: string | null;
  readonly occurredAt: Date;
  readonly missedAt: Date | null;
  readonly monitorIds: readonly string[];
  readonly matchedBecause: readonly string[];
}

/** What a look at one mention came to. */
export interface Judged extends Verdict {
  readonly id: string;
  /** What the place told; a look that told nothing is not counted. */
  readonly look: Look;
  /** Why it could not tell; null when it could, or said nothing of the reason. */
  readonly why: string | null;
}

/** Posts looked up again for edits and deletion, and what follows for them here. */
export class RechecksStore {
  constructor(private readonly database: DataSource) {}

  /**
   * Sources with posts to look up again now, those that wait longest first. Those that are paused or
   * do not answer are left alone.
   */
  async sourcesDue(limit: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }[]>(
      `SELECT id FROM source CROSS JOIN LATERAL (
         SELECT recheck_at FROM mention WHERE source_id = source.id AND recheck_at <= now()
          ORDER BY recheck_at LIMIT 1) AS due
        WHERE enabled AND failures = 0 ORDER BY due.recheck_at, id LIMIT $1`,
      [limit],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * Takes a page of mentions that are due, those due longest first. No two callers get the same one;
   * when its process dies, each is due again.
   *
   * @param seconds after which a mention that nobody finished is due again
   */
  async claim(sourceId: string, most: number, seconds: number): Promise<Claimed[]> {
    const [rows] = await this.database.query<[Claimed[], number]>(
      `WITH due AS (
         SELECT id FROM mention WHERE source_id = $1 AND recheck_at <= now()
          ORDER BY recheck_at, id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED)
       UPDATE mention SET recheck_at = now() + $3 * interval '1 second' FROM due WHERE mention.id = due.id
       RETURNING mention.id, external_id AS "externalId", url, parent_external_id AS "parentId", title,
                 occurred_at AS "occurredAt", missed_at AS "missedAt", monitor_ids AS "monitorIds",
                 matched_because AS "matchedBecause"`,
      [sourceId, most, seconds],
    );
    return rows;
  }

  /** Forgets who wrote these mentions, at the places that want what is gone to be erased. */
  async unname(sourceId: string, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.database.transaction(async (transaction) => {
      const named = await transaction.query<{ id: string }[]>(
        `SELECT mention.id FROM mention JOIN source ON source.id = source_id
          WHERE source.id = $1 AND erase_when_gone AND mention.id = ANY($2::bigint[]) AND author_id IS NOT NULL`,
        [sourceId, ids],
      );
      const unnamed = named.map(({ id }) => id);
      await unnameMentions(transaction, unnamed);
      if (unnamed.length > 0) await announce(transaction, 'mentions', unnamed);
    });
  }

  /** Ends the looks planned for a source, whose kind cannot look posts up (any more). */
  async endPlan(sourceId: string): Promise<void> {
    await this.database.query(
      `UPDATE mention SET recheck_at = NULL WHERE source_id = $1 AND recheck_at IS NOT NULL`,
      [sourceId],
    );
  }

  /**
   * Writes what the looks came to: the next look, a miss, or that the post is gone.
   *
   * @returns the mentions that are to be triaged again
   */
  async conclude(judged: readonly Judged[]): Promise<string[]> {
    const gone = judged.filter((it) => it.gone).map(({ id }) => id);
    const { from, params } = unnest(
      judged
        .filter((it) => !it.gone)
        .map(({ id, look, missedAt, recheckAt }) => ({
          id,
          looks: look === 'untold' ? 0 : 1,
          missed_at: missedAt,
          recheck_at: recheckAt,
        })),
      { id: 'bigint', looks: 'smallint', missed_at: 'timestamptz', recheck_at: 'timestamptz' },
    );
    return this.database.transaction(async (transaction) => {
      const changed = await goneFor(transaction, gone);
      const again = judged.filter((it) => it.look === 'there' && !it.gone).map(({ id }) => id);
      const back = await backFor(transaction, again);
      // A place may have told of its end meanwhile: then nothing is looked up any more.
      await transaction.query(
        `WITH looked AS (SELECT mention.id, row.looks, row.missed_at, row.recheck_at
             FROM mention JOIN ${from} USING (id) ORDER BY mention.id FOR NO KEY UPDATE OF mention)
         UPDATE mention SET rechecks = rechecks + looked.looks, missed_at = CASE WHEN gone_at IS NULL THEN looked.missed_at END,
                recheck_at = CASE WHEN gone_at IS NULL THEN looked.recheck_at END
           FROM looked WHERE mention.id = looked.id`,
        params,
      );
      await tellLooks(transaction, judged);
      return [...changed, ...back];
    });
  }

  /**
   * Marks posts as deleted that the place itself says are, with no second look; and all posts of
   * accounts that it says are gone, as far as this source brought them. In a transaction of its own,
   * before the one that stores what came with it: so locks are taken in one order.
   *
   * @returns the mentions that are to be triaged again
   */
  async markGone(
    transaction: EntityManager,
    sourceId: string,
    externalIds: readonly string[],
    handles: readonly string[] = [],
  ): Promise<string[]> {
    if (externalIds.length + handles.length === 0) return [];
    const rows = await transaction.query<{ id: string }[]>(
      `SELECT id FROM mention WHERE source_id = $1 AND external_id = ANY($2)
        UNION
       SELECT mention.id FROM source JOIN author ON place = source.kind || ':' || source.host
         JOIN mention ON author_id = author.id AND source_id = source.id
        WHERE source.id = $1 AND handle = ANY($3)`,
      [sourceId, externalIds, handles],
    );
    return goneFor(
      transaction,
      rows.map(({ id }) => id),
    );
  }
}

/** Customers before their mentions, as triage does; then nobody waits in a circle. */
async function goneFor(transaction: EntityManager, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  await transaction.query(
    `SELECT FROM author WHERE id IN (SELECT author_id FROM mention WHERE id = ANY($1::bigint[]))
      ORDER BY id FOR UPDATE`,
    [ids],
  );
  const rows = await transaction.query<LockedRow[]>(
    `SELECT mention.id, mention.id = ANY($1::bigint[]) AND gone_at IS NULL AS gone,
            mention.id = ANY($1::bigint[]) AND erase_when_gone AND erased_at IS NULL AS erase
       FROM mention JOIN source ON source.id = source_id
      WHERE mention.id IN (${WITH_COMPLAINTS}) ORDER BY mention.id FOR UPDATE OF mention`,
    [ids],
  );
  const gone = rows.filter((row) => row.gone).map(({ id }) => id);
  const erased = rows.filter((row) => row.erase).map(({ id }) => id);
  if (gone.length + erased.length === 0) return [];
  const touched = rows.map(({ id }) => id);
  await transaction.query(
    // Without a reading there is nothing to triage: it would wait in its stage for ever.
    `UPDATE mention SET stage = 'read', stage_since = now()
      WHERE id = ANY($1::bigint[]) AND stage = 'triaged'
        AND EXISTS (SELECT FROM reading WHERE mention_id = mention.id)`,
    [touched],
  );
  await transaction.query(
    `UPDATE mention SET gone_at = now(), missed_at = NULL, recheck_at = NULL
      WHERE id = ANY($1::bigint[])`,
    [gone],
  );
  await eraseMentions(transaction, erased);
  await announce(transaction, 'mentions', gone);
  return touched;
}

/**
 * Posts that were gone and stand again, as a look told that was asked for. What was erased stays so.
 *
 * @returns the mentions that are to be triaged again
 */
async function backFor(transaction: EntityManager, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const lost = await transaction.query<{ id: string }[]>(
    `SELECT id FROM mention WHERE id = ANY($1::bigint[]) AND gone_at IS NOT NULL AND erased_at IS NULL`,
    [ids],
  );
  if (lost.length === 0) return [];
  const [back] = await transaction.query<[{ id: string }[], number]>(
    `WITH locked AS (SELECT id FROM mention WHERE id = ANY($1::bigint[]) ORDER BY id FOR NO KEY UPDATE)
     UPDATE mention SET gone_at = NULL, missed_at = NULL,
            stage = CASE stage WHEN 'triaged' THEN 'read' ELSE stage END, stage_since = now()
       FROM locked WHERE mention.id = locked.id RETURNING mention.id`,
    [lost.map(({ id }) => id)],
  );
  const told = back.map(({ id }) => id);
  await announce(transaction, 'mentions', told);
  return told;
}

interface LockedRow {
  readonly id: string;
  readonly gone: boolean;
  readonly erase: boolean;
}

/**
 * The mentions, and the complaints of their authors: what is left of a problem may be too small for
 * its task, and triage can no longer find it by the author of what was erased.
 */
const WITH_COMPLAINTS = `
  SELECT unnest($1::bigint[])
   UNION
  SELECT other.id FROM mention gone JOIN mention other ON other.author_id = gone.author_id
   WHERE gone.id = ANY($1::bigint[]) AND other.complaint = 'complaint'`;
