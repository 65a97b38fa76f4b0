import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { record } from '../audit.store.js';
import { announce } from '../changes.js';
import { notify } from '../notifications/notify.js';
import { heldBy, type Holder } from './refusal.js';

interface Row {
  readonly holder: Holder | null;
}

/**
 * Who works on which mention right now. A claim is a lease: it runs out by itself, so that nothing
 * stays with somebody who has gone home. Times are the database's alone.
 */
export class ClaimsStore {
  constructor(private readonly database: DataSource) {}

  /**
   * Takes a mention, or goes on having it.
   *
   * @param takeOver also from somebody who has it
   * @returns from whom it was taken; null when there is no such mention
   * @throws Superseded when another person has it
   */
  async claim(
    id: string,
    by: { userId: string; claimSeconds: number },
    takeOver: boolean,
  ): Promise<{ from: Holder | null } | null> {
    return this.database.transaction(async (transaction) => {
      const row = await locked(transaction, id);
      if (row === null) return null;
      const mine = row.holder?.id === by.userId;
      const from = mine ? null : row.holder;
      if (from !== null && !takeOver) throw heldBy(from);
      await transaction.query(
        `UPDATE mention SET claimed_by = $2,
                claimed_until = clock_timestamp() + $3 * interval '1 second' WHERE id = $1`,
        [id, by.userId, by.claimSeconds],
      );
      if (mine) return { from: null };
      const action = from === null ? 'began to work on it' : `took it over from ${from.name}`;
      await told(transaction, id, by.userId, action);
      if (from !== null)
        await notify(transaction, [
          {
            userId: from.id,
            kind: 'taken-over',
            event: `taken-over:${id}:${randomUUID()}`,
            mentionId: id,
            byUserId: by.userId,
          },
        ]);
      return { from };
    });
  }

  /**
   * Whoever has it and is still there goes on having it. Tells nobody: nothing changes.
   *
   * @param ids mentions that this person has open
   */
  async renew(ids: readonly string[], userId: string, claimSeconds: number): Promise<void> {
    // One that another transaction is changing is renewed by that, or the next time.
    await this.database.query(
      `UPDATE mention SET claimed_until = clock_timestamp() + $3 * interval '1 second'
        WHERE id IN (SELECT id FROM mention WHERE id = ANY($1::bigint[]) AND claimed_by = $2
                        AND claimed_until > clock_timestamp() FOR NO KEY UPDATE SKIP LOCKED)`,
      [ids, userId, claimSeconds],
    );
  }

  /**
   * Gives it free; does nothing when this person does not have it.
   *
   * @returns false when there is no such mention
   */
  async release(id: string, userId: string): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      const row = await locked(transaction, id);
      if (row === null) return false;
      if (row.holder?.id !== userId) return true;
      await transaction.query(
        'UPDATE mention SET claimed_by = NULL, claimed_until = NULL WHERE id = $1',
        [id],
      );
      await told(transaction, id, userId, 'stopped working on it');
      return true;
    });
  }
}

async function locked(transaction: EntityManager, id: string): Promise<Row | null> {
  const [row] = await transaction.query<Row[]>(
    `SELECT CASE WHEN m.claimed_until > clock_timestamp()
                 THEN jsonb_build_object('id', u.id::text, 'name', u.name) END AS holder
       FROM mention m LEFT JOIN app_user u ON u.id = m.claimed_by
      WHERE m.id = $1 FOR NO KEY UPDATE OF m`,
    [id],
  );
  return row ?? null;
}

async function told(
  transaction: EntityManager,
  id: string,
  userId: string,
  action: string,
): Promise<void> {
  await record(transaction, { userId, action, subjectKind: 'mention', subjectId: id });
  await announce(transaction, 'mentions', [id]);
}
