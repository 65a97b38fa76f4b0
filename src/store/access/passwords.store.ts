import type { DataSource } from 'typeorm';
import { record } from '../audit.store.js';
import { endSessions } from './sessions.store.js';

export interface KnownAccount {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  /** null: there is no password. */
  readonly hash: string | null;
}

/** Hashes of passwords; what a right one is, is decided elsewhere. */
export class PasswordsStore {
  constructor(private readonly database: DataSource) {}

  /** @returns null when nobody who may sign in has this address */
  byEmail(email: string): Promise<KnownAccount | null> {
    return this.one('u.email = $1', email.toLowerCase());
  }

  /** @returns null when there is no such person, or no more */
  byId(userId: string): Promise<KnownAccount | null> {
    return this.one('u.id = $1', userId);
  }

  /**
   * Sets a password. Every other session of the person ends: whoever knew the old one is out.
   *
   * @param kept secret of the session that asks
   */
  async set(userId: string, hash: string, kept: string | null): Promise<void> {
    await this.database.transaction(async (transaction) => {
      await setPassword(transaction, userId, hash);
      await endSessions(transaction, userId, { by: userId, kept });
    });
  }

  /** Keeps the same password under a costlier hash, unless it was changed meanwhile. */
  async rehash(userId: string, from: string, to: string): Promise<void> {
    await this.database.query('UPDATE password SET hash = $3 WHERE user_id = $1 AND hash = $2', [
      userId,
      from,
      to,
    ]);
  }

  private async one(where: string, value: string): Promise<KnownAccount | null> {
    const [row] = await this.database.query<KnownAccount[]>(
      `SELECT u.id AS "userId", u.name, u.email, hash
         FROM app_user u LEFT JOIN password ON user_id = u.id
        WHERE ${where} AND u.deactivated_at IS NULL`,
      [value],
    );
    return row ?? null;
  }
}

/** Sets a password in a transaction of the caller's. */
export async function setPassword(
  transaction: Pick<DataSource, 'query'>,
  userId: string,
  hash: string,
): Promise<void> {
  const [{ changed }] = await transaction.query<[{ changed: boolean }]>(
    `INSERT INTO password (user_id, hash) VALUES ($1, $2)
     ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash, set_at = now()
     RETURNING xmax <> 0 AS changed`,
    [userId, hash],
  );
  await record(transaction, {
    userId,
    action: changed ? 'changed the password' : 'set a password',
    subjectKind: 'user',
    subjectId: userId,
  });
}
