import type { DataSource, EntityManager } from 'typeorm';
import { fold, LEAST_TELLING, type Foldable } from '../../domain/fold.js';
import { unnest } from '../bulk.js';

/**
 * Those that what is on the page may be folded under, and those whose lead it no longer is; as a
 * condition on `mention`. `$1`: ids of the page.
 */
const KIN = `
  copy_of IS NULL AND EXISTS (
    SELECT FROM mention page WHERE page.id = ANY($1::bigint[]) AND page.content_hash = mention.content_hash
       AND page.content_hash <> ''
       AND (page.author_id = mention.author_id
         OR char_length(coalesce(page.title, '')) + char_length(page.text) >= ${LEAST_TELLING}))`;
const LEFT_BEHIND = `
  SELECT copy.id FROM mention copy JOIN mention lead ON lead.id = copy.copy_of
   WHERE copy.copy_of = ANY($1::bigint[])
     AND (lead.gone_at IS NOT NULL OR lead.content_hash <> copy.content_hash)`;

/** What people have done with a mention. */
const STANDING = ['status', 'waiting_until', 'dismissed_because', 'owner_id'];

/** By the indexes of hash and of copies; a condition joined by OR would read the whole table, as would an EXISTS below. */
const CONCERNED = `
  SELECT unnest($1::bigint[])
  UNION SELECT copy_of FROM mention WHERE id = ANY($1::bigint[])
  UNION SELECT id FROM mention
         WHERE content_hash IN (SELECT content_hash FROM mention WHERE id = ANY($1::bigint[])) AND ${KIN}
  UNION ${LEFT_BEHIND}
  UNION SELECT mention.id FROM mention JOIN mention orphan ON orphan.content_hash = mention.content_hash
         WHERE mention.copy_of IS NULL AND orphan.id IN (${LEFT_BEHIND})`;

/**
 * Locks the mentions of a page with all that folding them may concern, in order; their customers are
 * locked already, as triage does it.
 */
export async function lockWithKin(
  transaction: EntityManager,
  ids: readonly string[],
): Promise<void> {
  await transaction.query(
    `SELECT FROM mention WHERE id IN (${CONCERNED}) ORDER BY id FOR NO KEY UPDATE`,
    [ids],
  );
}

/**
 * Folds exact copies of a page under the first of them, and finds another lead for those whose lead was
 * changed or is gone. What is new stands as its lead does: people have dealt with it, as far as they have.
 *
 * @param ids of the page, locked by `lockWithKin`
 * @returns what was changed
 */
export async function foldPage(
  transaction: EntityManager,
  ids: readonly string[],
): Promise<string[]> {
  const all = await transaction.query<Foldable[]>(
    `SELECT m.id, m.content_hash AS "contentHash", m.author_id AS "authorId", m.status,
            char_length(coalesce(m.title, '')) + char_length(m.text) AS length,
            m.gone_at IS NOT NULL AS gone, m.copy_of AS "copyOf",
            m.id = ANY($1::bigint[]) OR m.id IN (${LEFT_BEHIND}) AS open,
            coalesce((SELECT true FROM mention copy
               WHERE copy.copy_of = m.id AND copy.content_hash = m.content_hash LIMIT 1), false) AS leads
       FROM mention m
      WHERE m.id IN (${CONCERNED}) AND (m.actionable_at IS NOT NULL OR m.id = ANY($1::bigint[]))`,
    [ids],
  );
  const before = new Map(all.map((it) => [it.id, it]));
  const changes = [...fold(all)].filter(([id, lead]) => before.get(id)?.copyOf !== lead);
  if (changes.length === 0) return [];
  const rows = changes.map(([id, lead]) => ({ id, lead }));
  const { from, params } = unnest(rows, { id: 'bigint', lead: 'bigint' });
  const asLead = (column: string): string =>
    `${column} = CASE WHEN mention.actionable_at IS NULL AND lead.id IS NOT NULL
                      THEN lead.${column} ELSE mention.${column} END`;
  await transaction.query(
    `UPDATE mention SET copy_of = row.lead, ${STANDING.map(asLead).join(', ')}
       FROM ${from} LEFT JOIN mention lead ON lead.id = row.lead WHERE mention.id = row.id`,
    params,
  );
  return changes.map(([id]) => id);
}

/**
 * Gives those that are folded under these another lead, because these are about to go: the first that
 * is still there. What was erased is no copy of another. The caller has locked them.
 */
export async function handOver(transaction: EntityManager, ids: readonly string[]): Promise<void> {
  await transaction.query(
    'UPDATE mention SET copy_of = NULL WHERE id = ANY($1::bigint[]) AND copy_of IS NOT NULL',
    [ids],
  );
  await transaction.query(
    `UPDATE mention SET copy_of = nullif(heir.id, mention.id)
       FROM (SELECT copy_of AS lead, coalesce(min(id) FILTER (WHERE gone_at IS NULL), min(id)) AS id FROM mention
              WHERE copy_of = ANY($1::bigint[]) GROUP BY 1) heir
      WHERE mention.copy_of = heir.lead`,
    [ids],
  );
}

/** The same for all mentions of a place, before it is removed with them. */
export async function handOverSource(transaction: EntityManager, sourceId: string): Promise<void> {
  await transaction.query(
    'UPDATE mention SET copy_of = NULL WHERE source_id = $1 AND copy_of IS NOT NULL',
    [sourceId],
  );
  const leads = await transaction.query<{ id: string }[]>(
    `SELECT DISTINCT lead.id FROM mention copy JOIN mention lead ON lead.id = copy.copy_of
      WHERE lead.source_id = $1`,
    [sourceId],
  );
  await handOver(
    transaction,
    leads.map(({ id }) => id),
  );
}

/** What is folded under a mention, oldest first: whoever acts on it acts on these, too. */
export async function foldedUnder(
  database: Pick<DataSource, 'query'>,
  id: string,
): Promise<string[]> {
  const rows = await database.query<{ id: string }[]>(
    'SELECT id FROM mention WHERE copy_of = $1 ORDER BY id',
    [id],
  );
  return rows.map((row) => row.id);
}
