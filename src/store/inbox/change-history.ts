import type { EntityManager } from 'typeorm';
import { keyOf, type Change } from '../../domain/mention-action.js';
import { unnest } from '../bulk.js';
import type { Made } from './change-rows.js';

/** What was done to a mention after a version that somebody saw. */
export interface Deed {
  readonly at: Date;
  readonly by: string;
  /** null: Earshot itself. */
  readonly userId: string | null;
  readonly what: string;
  /** Names of the parts that it changed. */
  readonly keys: ReadonlySet<string>;
}

export interface NewDeed {
  readonly mentionId: string;
  readonly what: string;
  readonly made: Omit<Made, 'copies'> & Partial<Pick<Made, 'copies'>>;
}

interface DeedRow {
  readonly mentionId: string;
  readonly at: Date;
  readonly by: string;
  readonly userId: string | null;
  readonly what: string;
  readonly changes: Change[];
}

/** Writes many lines of history at once. They hold what changed, for merging and for undo. */
export async function recordDeeds(
  transaction: EntityManager,
  deeds: readonly NewDeed[],
  userId: string | null,
  more: object = {},
): Promise<void> {
  const rows = deeds.map(({ mentionId, what, made }) => ({
    subject: mentionId,
    what,
    detail: { ...made, ...more },
  }));
  const { from, params } = unnest(rows, { subject: 'text', what: 'text', detail: 'jsonb' });
  await transaction.query(
    `INSERT INTO audit_entry (user_id, action, subject_kind, subject_id, detail)
     SELECT $${params.length + 1}::bigint, row.what, 'mention', row.subject, row.detail FROM ${from}`,
    [...params, userId],
  );
}

/**
 * What was changed since, oldest first.
 *
 * @param seen the version of each mention that somebody saw
 */
export async function deedsSince(
  transaction: EntityManager,
  seen: readonly { id: string; version: number }[],
): Promise<Map<string, Deed[]>> {
  const found = new Map<string, Deed[]>();
  if (seen.length === 0) return found;
  const { from, params } = unnest(seen, { id: 'text', version: 'integer' });
  const rows = await transaction.query<DeedRow[]>(
    `SELECT e.subject_id AS "mentionId", e.at, e.user_id AS "userId", coalesce(u.name, 'Earshot') AS by,
            e.action AS what, e.detail -> 'changes' AS changes
       FROM ${from} JOIN audit_entry e ON e.subject_kind = 'mention' AND e.subject_id = row.id
       LEFT JOIN app_user u ON u.id = e.user_id
      WHERE e.detail ? 'changes' AND (e.detail ->> 'version')::int > row.version ORDER BY e.id`,
    params,
  );
  for (const { mentionId, changes, ...deed } of rows) {
    const keys = new Set(changes.map(({ after }) => keyOf(after)));
    found.set(mentionId, [...(found.get(mentionId) ?? []), { ...deed, keys }]);
  }
  return found;
}

/** @returns what this person made of the mention with this version; null when it was nobody or another */
export async function madeBy(
  transaction: EntityManager,
  id: string,
  version: number,
  userId: string,
): Promise<{ made: Made; what: string } | null> {
  const [row] = await transaction.query<{ what: string; detail: Made }[]>(
    `SELECT action AS what, detail FROM audit_entry
      WHERE subject_kind = 'mention' AND subject_id = $1 AND user_id = $3
        AND detail ? 'changes' AND (detail ->> 'version')::int = $2`,
    [id, version, userId],
  );
  return row ? { what: row.what, made: { ...row.detail, copies: row.detail.copies ?? [] } } : null;
}
