import type { EntityManager } from 'typeorm';
import { handOver } from './inbox/folds.js';

/**
 * Erases what was said and who said it, and keeps the row with its labels, for the counts. The
 * author goes, too, when no other post here names them.
 *
 * The caller has locked the authors of these mentions and then the mentions (`FOR UPDATE`), so that
 * nothing that is being read or indexed is put back afterwards.
 *
 * @param ids of mentions
 */
export async function eraseMentions(
  transaction: EntityManager,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await handOver(transaction, ids);
  const authors = await transaction.query<{ id: string }[]>(
    `SELECT DISTINCT author_id AS id FROM mention
      WHERE id = ANY($1::bigint[]) AND author_id IS NOT NULL`,
    [ids],
  );
  await transaction.query(
    `UPDATE mention SET title = NULL, text = '', url = NULL, author_id = NULL, content_hash = '',
            tags = '{}', erased_at = now(), recheck_at = NULL, missed_at = NULL, version = version + 1,
            stage = CASE WHEN EXISTS (SELECT FROM reading WHERE mention_id = mention.id) THEN stage ELSE 'triaged' END
      WHERE id = ANY($1::bigint[])`,
    [ids],
  );
  // There is nothing left to read: the last reading that there was counts.
  await transaction.query(
    `UPDATE reading SET content_hash = '', reading = ${WITHOUT_QUOTES} WHERE mention_id = ANY($1::bigint[])`,
    [ids],
  );
  // Not even a digest stays, unless a copy of the text stands: then what was said of it holds there.
  await transaction.query(
    `UPDATE correction SET content_hash = NULL WHERE mention_id = ANY($1::bigint[]) AND NOT EXISTS (
       SELECT FROM mention WHERE mention.content_hash = correction.content_hash)`,
    [ids],
  );
  for (const table of ['search_entry', 'mention_revision', 'mention_look'])
    await transaction.query(`DELETE FROM ${table} WHERE mention_id = ANY($1::bigint[])`, [ids]);
  await emptyNotes(transaction, ids);
  await forgetAnswers(transaction, ids);
  await forgetAuthors(
    transaction,
    authors.map(({ id }) => id),
  );
}

/**
 * Forgets who wrote these mentions: their accounts are gone, what they wrote still stands.
 *
 * @param ids of mentions; their authors are locked before them, as triage does
 */
export async function unnameMentions(
  transaction: EntityManager,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const authors = await transaction.query<{ id: string }[]>(
    `SELECT id FROM author WHERE id IN (SELECT author_id FROM mention WHERE id = ANY($1::bigint[]))
      ORDER BY id FOR UPDATE`,
    [ids],
  );
  await transaction.query(
    `UPDATE mention SET author_id = NULL, version = version + 1 WHERE id = ANY($1::bigint[])`,
    [ids],
  );
  await forgetAuthors(
    transaction,
    authors.map(({ id }) => id),
  );
}

/** The labels stay, their words go. */
const WITHOUT_QUOTES = `CASE WHEN jsonb_typeof(reading -> 'effort') = 'array'
       THEN jsonb_set(reading, '{effort}', coalesce((
              SELECT jsonb_agg(jsonb_set(event, '{quote}', '""')) FROM jsonb_array_elements(reading -> 'effort') event), '[]'))
       ELSE reading END || '{"evidence": []}'`;

/** Notes quote customers. That somebody wrote one, and whom it called, stays. */
async function emptyNotes(transaction: EntityManager, ids: readonly string[]): Promise<void> {
  await transaction.query(
    `DELETE FROM mention_note_revision WHERE note_id IN (
       SELECT id FROM mention_note WHERE mention_id = ANY($1::bigint[]))`,
    [ids],
  );
  await transaction.query(
    `UPDATE mention_note SET text = '', links = '{}', version = version + 1
      WHERE mention_id = ANY($1::bigint[]) AND deleted_at IS NULL`,
    [ids],
  );
}

/** Answers kept for requests that are sent twice may show the post, or a note beside it. */
async function forgetAnswers(transaction: EntityManager, ids: readonly string[]): Promise<void> {
  await transaction.query(
    `DELETE FROM idempotency_key WHERE jsonb_typeof(response) = 'object' AND EXISTS (
       SELECT FROM (SELECT jsonb_path_query(response, '$.** ? (exists(@.excerpt)).id')
                     UNION ALL SELECT jsonb_path_query(response, '$.**.mentionId')) AS shown(id)
        WHERE shown.id #>> '{}' = ANY($1::text[]))`,
    [ids],
  );
}

/** Tasks outlive their customer's name. */
async function forgetAuthors(transaction: EntityManager, ids: readonly string[]): Promise<void> {
  const unnamed = `NOT EXISTS (SELECT FROM mention WHERE mention.author_id = author.id)`;
  await transaction.query(
    `UPDATE task SET author_id = NULL, version = version + 1, updated_at = now()
       FROM author WHERE author.id = task.author_id AND author.id = ANY($1::bigint[]) AND ${unnamed}`,
    [ids],
  );
  await transaction.query(`DELETE FROM author WHERE id = ANY($1::bigint[]) AND ${unnamed}`, [ids]);
}
