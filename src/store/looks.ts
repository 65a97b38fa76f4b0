import type { EntityManager } from 'typeorm';
import type { Look } from '../domain/recheck.js';
import { cleanText, unnest } from './bulk.js';
import { announce } from './changes.js';

/** Characters kept of why a place could not tell. */
const LONGEST_WHY = 300;

interface Looked {
  readonly id: string;
  readonly look: Look;
  /** It may quote what the place sent. */
  readonly why: string | null;
}

/** Writes down what looks told, for people; whoever has asked for one hears of it at once. */
export async function tellLooks(
  transaction: EntityManager,
  looked: readonly Looked[],
): Promise<void> {
  if (looked.length === 0) return;
  const ids = looked.map(({ id }) => id);
  const asked = await transaction.query<{ id: string }[]>(
    `SELECT mention_id AS id FROM mention_look
      WHERE mention_id = ANY($1::bigint[]) AND asked_at IS NOT NULL`,
    [ids],
  );
  const { from, params } = unnest(
    looked.map(({ id, look, why }) => ({
      id,
      look,
      why: why === null ? null : cleanText(why).slice(0, LONGEST_WHY),
    })),
    { id: 'bigint', look: 'text', why: 'text' },
  );
  await transaction.query(
    `INSERT INTO mention_look (mention_id, looked_at, outcome, why, seen_at)
     SELECT id, now(), row.look, CASE WHEN erased_at IS NULL THEN row.why END,
            CASE row.look WHEN 'there' THEN now() END
       FROM mention JOIN ${from} USING (id) ORDER BY id FOR KEY SHARE OF mention
     ON CONFLICT (mention_id) DO UPDATE SET looked_at = excluded.looked_at, outcome = excluded.outcome,
        why = excluded.why, seen_at = coalesce(excluded.seen_at, mention_look.seen_at),
        asked_at = NULL, asked_by = NULL`,
    params,
  );
  if (asked.length > 0)
    await announce(
      transaction,
      'mentions',
      asked.map(({ id }) => id),
    );
}

/** Where a post is looked up, as far as asking for it needs to know. */
export interface AskedPlace {
  readonly sourceId: string;
  readonly kind: string;
  readonly paused: boolean;
  readonly erased: boolean;
}

/** @returns null when there is no such mention */
export async function placeOf(transaction: EntityManager, id: string): Promise<AskedPlace | null> {
  const [place] = await transaction.query<AskedPlace[]>(
    `SELECT s.id AS "sourceId", s.kind, NOT s.enabled AS paused, m.erased_at IS NOT NULL AS erased
       FROM mention m JOIN source s ON s.id = m.source_id WHERE m.id = $1`,
    [id],
  );
  return place ?? null;
}

/** Before everything else that is due. */
const IN_FRONT = `timestamptz 'epoch'`;

/** Puts a look at one post in front of all others of its place. */
export async function askForLook(
  transaction: EntityManager,
  id: string,
  userId: string,
): Promise<void> {
  await transaction.query(`UPDATE mention SET recheck_at = ${IN_FRONT} WHERE id = $1`, [id]);
  await transaction.query(
    `INSERT INTO mention_look (mention_id, asked_at, asked_by) VALUES ($1, now(), $2)
     ON CONFLICT (mention_id) DO UPDATE SET asked_at = now(), asked_by = excluded.asked_by`,
    [id, userId],
  );
  await announce(transaction, 'mentions', [id]);
}

/** Of mention `m` and its source `s`, as JSON, with the tables of `LOOK_TABLES` joined. */
export const LIVENESS = `jsonb_build_object(
  'lastSeenAt', ${utc(`greatest(m.fetched_at, look.seen_at,
    (SELECT max(replaced_at) FROM mention_revision WHERE mention_id = m.id))`)},
  'look', CASE WHEN look.looked_at IS NOT NULL THEN jsonb_build_object(
     'at', ${utc('look.looked_at')}, 'outcome', look.outcome, 'why', look.why) END,
  'asked', CASE WHEN look.asked_at IS NOT NULL THEN jsonb_build_object('at', ${utc('look.asked_at')},
     'by', CASE WHEN asker.id IS NOT NULL THEN jsonb_build_object('id', asker.id::text, 'name', asker.name) END) END,
  'missedAt', ${utc('m.missed_at')},
  'nextAt', ${utc(`nullif(m.recheck_at, ${IN_FRONT})`)},
  'paused', NOT s.enabled)`;

export const LOOK_TABLES = `
  LEFT JOIN mention_look look ON look.mention_id = m.id
  LEFT JOIN app_user asker ON asker.id = look.asked_by`;

export interface StoredLiveness {
  readonly lastSeenAt: string;
  readonly look: { at: string; outcome: Look; why: string | null } | null;
  readonly asked: { at: string; by: { id: string; name: string } | null } | null;
  readonly missedAt: string | null;
  readonly nextAt: string | null;
  readonly paused: boolean;
}

function utc(at: string): string {
  return `to_char(${at} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
