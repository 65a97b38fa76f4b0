import type { EntityManager } from 'typeorm';
import { unnest } from './bulk.js';

/**
 * Writes into the history of mentions that their priority is another one now, before it is written:
 * after a correction, or when their author complains again. The first one is no change.
 */
export async function recordPriorities(
  transaction: EntityManager,
  decided: readonly { readonly id: string; readonly priority: number }[],
): Promise<void> {
  if (decided.length === 0) return;
  const { from, params } = unnest(decided, { id: 'bigint', priority: 'smallint' });
  await transaction.query(
    `INSERT INTO audit_entry (action, subject_kind, subject_id)
     SELECT format('changed the priority from %s to %s', mention.priority, row.priority), 'mention', id::text
       FROM mention JOIN ${from} USING (id)
      WHERE mention.actionable_at IS NOT NULL AND mention.priority <> row.priority ORDER BY id`,
    params,
  );
}
