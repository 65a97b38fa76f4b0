import type { EntityManager } from 'typeorm';
import { CORRECTABLE, type Drawn, type GivenLabels } from '../../domain/teaching.js';
import { GIVEN, IN_FORCE } from '../labels-in-force.js';
import { TO_READ_AGAIN } from '../rereadings.store.js';

/** A mention and its exact copies, locked. */
export interface Copies {
  readonly id: string;
  /** With its own, in order. */
  readonly ids: readonly string[];
  readonly contentHash: string;
  readonly version: number;
}

/**
 * Finds a mention with its exact copies, and locks them: customers before their mentions and in order,
 * as triage does, so that nobody waits in a circle.
 *
 * @returns null when there is no such mention
 */
export async function lockCopies(transaction: EntityManager, id: string): Promise<Copies | null> {
  const same = `id = $1 OR content_hash = (SELECT nullif(content_hash, '') FROM mention WHERE id = $1)`;
  await transaction.query(
    `SELECT FROM author WHERE id IN (SELECT author_id FROM mention WHERE ${same})
      ORDER BY id FOR NO KEY UPDATE`,
    [id],
  );
  const rows = await transaction.query<{ id: string; hash: string; version: number }[]>(
    `SELECT id, content_hash AS hash, version FROM mention WHERE ${same} ORDER BY id FOR NO KEY UPDATE`,
    [id],
  );
  const own = rows.find((row) => row.id === id);
  if (!own) return null;
  // One that was edited just before it was locked is no copy any more.
  const ids = rows.filter(({ hash }) => hash === own.hash).map((row) => row.id);
  return {
    id,
    ids: own.hash === '' ? [id] : ids,
    contentHash: own.hash,
    version: own.version,
  };
}

interface Replaced {
  readonly label: string;
  readonly drawn: Drawn;
  readonly read: unknown;
  readonly model: string | null;
}

/**
 * Makes these the corrections of a text. A word that was said already stays as it was said; one that
 * takes its place is measured against the same reading, for a model may have learnt from it since.
 *
 * @returns false when that is what they were
 */
export async function writeCorrections(
  transaction: EntityManager,
  { id, ids, contentHash }: Copies,
  given: GivenLabels,
  { userId, drawn }: { userId: string; drawn: Drawn },
): Promise<boolean> {
  const labels = JSON.stringify(given);
  const ofText = `(mention_id = ANY($1::bigint[]) OR content_hash = nullif($2, ''))`;
  const [replaced] = await transaction.query<[Replaced[], number]>(
    `DELETE FROM correction WHERE ${ofText} AND ($3::jsonb -> label) IS DISTINCT FROM value
     RETURNING label, drawn, read, model`,
    [ids, contentHash, labels],
  );
  const kept = await transaction.query<{ label: string }[]>(
    `SELECT label FROM correction WHERE ${ofText}`,
    [ids, contentHash],
  );
  const fresh = givenOf(given).filter(([name]) => !kept.some(({ label }) => label === name));
  for (const [label, value] of fresh) {
    const before = replaced.find((old) => old.label === label);
    await transaction.query(
      `INSERT INTO correction (mention_id, label, value, user_id, content_hash, drawn, read, model)
       SELECT m.id, $2, $3::jsonb, $4, nullif(m.content_hash, ''), $5,
              CASE WHEN $6 THEN $7::jsonb ELSE ${WITHOUT_QUOTES} END, CASE WHEN $6 THEN $8 ELSE r.model END
         FROM mention m LEFT JOIN reading r
           ON r.mention_id = m.id AND r.content_hash IN (m.content_hash, '${TO_READ_AGAIN}')
        WHERE m.id = $1`,
      [
        id,
        label,
        JSON.stringify(value),
        userId,
        before?.drawn ?? drawn,
        before !== undefined,
        JSON.stringify(before?.read ?? null),
        before?.model ?? null,
      ],
    );
  }
  return replaced.length > 0 || fresh.length > 0;
}

/** The label `$2` of reading `r`; what it says of effort without the author's words. */
const WITHOUT_QUOTES = `nullif(CASE WHEN $2 = 'effort' AND jsonb_typeof(r.reading -> 'effort') = 'array'
  THEN jsonb_path_query_array(r.reading, '$.effort[*].kind') ELSE r.reading -> $2 END, 'null')`;

/** The labels that are given, in the order in which they are told. */
export function givenOf(given: GivenLabels): [string, string | readonly string[] | null][] {
  return CORRECTABLE.flatMap((label): ReturnType<typeof givenOf> => {
    const value = given[label];
    return value === undefined ? [] : [[label, value]];
  });
}

/** Puts what is in force into the mentions, and has them triaged again if they were. */
export async function applyLabels(
  transaction: EntityManager,
  ids: readonly string[],
): Promise<void> {
  await transaction.query(
    `UPDATE mention SET
            complaint = label.complaint, sentiment = label.sentiment,
            topics = ARRAY(SELECT jsonb_array_elements_text(label.topics)),
            stage = CASE stage WHEN 'triaged' THEN 'read' ELSE stage END,
            stage_since = CASE stage WHEN 'triaged' THEN now() ELSE stage_since END,
            version = version + 1
       FROM (SELECT m.id, ${IN_FORCE.complaint} AS complaint, ${IN_FORCE.sentiment} AS sentiment,
                    ${IN_FORCE.topics} AS topics
               FROM mention m LEFT JOIN reading r ON r.mention_id = m.id LEFT JOIN ${GIVEN}
              WHERE m.id = ANY($1::bigint[])) label
      WHERE mention.id = label.id`,
    [ids],
  );
}
