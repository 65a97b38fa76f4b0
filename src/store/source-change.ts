import type { EntityManager } from 'typeorm';
import { Conflict } from './conflict.js';

/** What a person changes of a source; what is undefined stays as it is. */
export interface SourceChange {
  readonly name?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly ownedBy?: string | null | undefined;
  readonly eraseWhenGone?: boolean | undefined;
  readonly minIntervalSeconds?: number | undefined;
  readonly maxIntervalSeconds?: number | undefined;
  /** New parameters, and the place that they name. */
  readonly place?: { params: object; locator: string; host: string } | undefined;
}

interface Pace {
  readonly least: number;
  readonly most: number;
}

/** What was left aside of a public place is heard when it is ours: then all that it shows is told again. */
const CHANGE = `
  UPDATE source SET name = coalesce($2, name), enabled = coalesce($3, enabled),
         owned_by_monitor_id = CASE WHEN $4 THEN $5::bigint ELSE owned_by_monitor_id END,
         generation = generation + CASE WHEN $4 THEN 1 ELSE 0 END,
         etag = CASE WHEN $4 THEN NULL ELSE etag END,
         last_modified = CASE WHEN $4 THEN NULL ELSE last_modified END,
         failures = CASE WHEN $3 THEN 0 ELSE failures END,
         last_error_code = CASE WHEN $3 THEN NULL ELSE last_error_code END,
         last_error = CASE WHEN $3 THEN NULL ELSE last_error END,
         next_poll_at = CASE WHEN $3 THEN now() ELSE next_poll_at END,
         erase_when_gone = coalesce($6, erase_when_gone),
         min_interval_seconds = coalesce($7, min_interval_seconds),
         max_interval_seconds = coalesce($8, max_interval_seconds),
         interval_seconds = greatest(least(interval_seconds, coalesce($8, max_interval_seconds)),
                                     coalesce($7, min_interval_seconds))
   WHERE id = $1
  RETURNING min_interval_seconds AS least, max_interval_seconds AS most`;

/**
 * Writes a change of a source.
 *
 * @returns false when there is no such source
 * @throws Conflict when posts were imported into it and it is to be resumed, or the shortest
 *   interval would be longer than the longest
 */
export async function applyChange(
  transaction: EntityManager,
  id: string,
  change: SourceChange,
): Promise<boolean> {
  if (change.enabled) await refuseImported(transaction, id);
  const [rows] = await transaction.query<[Pace[], number]>(CHANGE, [
    id,
    change.name ?? null,
    change.enabled ?? null,
    change.ownedBy !== undefined,
    change.ownedBy ?? null,
    change.eraseWhenGone ?? null,
    change.minIntervalSeconds ?? null,
    change.maxIntervalSeconds ?? null,
  ]);
  const [pace] = rows;
  if (!pace) return false;
  if (pace.least > pace.most)
    throw new Conflict(
      `The shortest interval (${pace.least} s) would be longer than the longest (${pace.most} s).`,
    );
  if (change.place) await moveTo(transaction, id, change.place);
  return true;
}

/** Where it was left off belongs to the old parameters; its past only to the old place. */
async function moveTo(
  transaction: EntityManager,
  id: string,
  { params, locator, host }: NonNullable<SourceChange['place']>,
): Promise<void> {
  const same = 'locator = $3';
  await transaction.query(
    `UPDATE source SET params = $2, locator = $3, host = $4,
            cursor = NULL, etag = NULL, last_modified = NULL, undated_digest = NULL,
            generation = generation + 1,
            moved_to = NULL, moved_seen = 0, moved_since = NULL,
            last_item_at = CASE WHEN ${same} THEN last_item_at END,
            longest_gap_hours = CASE WHEN ${same} THEN longest_gap_hours END,
            gap_count = CASE WHEN ${same} THEN gap_count ELSE 0 END,
            window_seconds = CASE WHEN ${same} THEN window_seconds END,
            covered_until = CASE WHEN ${same} THEN covered_until END,
            failures = CASE WHEN ${same} THEN failures ELSE 0 END,
            last_error_code = CASE WHEN ${same} THEN last_error_code END,
            last_error = CASE WHEN ${same} THEN last_error END,
            next_poll_at = CASE WHEN enabled THEN now() ELSE next_poll_at END
      WHERE id = $1`,
    [id, JSON.stringify(params), locator, host],
  );
}

async function refuseImported(transaction: EntityManager, id: string): Promise<void> {
  const imported = await transaction.query<unknown[]>(
    `SELECT FROM source WHERE id = $1 AND kind = 'import'`,
    [id],
  );
  if (imported.length > 0)
    throw new Conflict('Posts were imported into this source; there is no place to ask.');
}

/** For the history. */
export function changeInWords({ name, enabled, ownedBy, ...rest }: SourceChange): string {
  const parts: string[] = [];
  if (name !== undefined) parts.push(`named it ${name}`);
  if (enabled !== undefined) parts.push(enabled ? 'resumed it' : 'paused it');
  if (ownedBy !== undefined)
    parts.push(ownedBy === null ? 'made it a public place' : 'made it a place of our own');
  if (rest.place) parts.push('changed what is read');
  if (rest.eraseWhenGone !== undefined)
    parts.push(rest.eraseWhenGone ? 'has deleted posts erased' : 'keeps deleted posts');
  if (rest.minIntervalSeconds !== undefined || rest.maxIntervalSeconds !== undefined)
    parts.push('changed how often it is asked');
  return parts.join(', ') || 'changed nothing';
}
