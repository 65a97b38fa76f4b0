import type { DataSource } from 'typeorm';
import { record } from '../audit.store.js';
import type { StoredUser } from '../people.store.js';
import { digestOf, newSecret } from './secret.js';

export interface StoredToken {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

/** Tells people, and tools that look for leaked secrets, what it is. */
const PREFIX = 'earshot_';
const COLUMNS = 'id, name, created_at AS "createdAt", last_used_at AS "lastUsedAt"';

/** Bearer tokens for programs. Each may do what its person may do. */
export class TokensStore {
  constructor(private readonly database: DataSource) {}

  /** @returns the tokens of a person, newest first */
  of(userId: string): Promise<StoredToken[]> {
    return this.database.query<StoredToken[]>(
      `SELECT ${COLUMNS} FROM api_token WHERE user_id = $1 ORDER BY id DESC`,
      [userId],
    );
  }

  /** @returns the token itself besides: it is stored nowhere, so it can be shown only now */
  async create(userId: string, name: string): Promise<StoredToken & { token: string }> {
    const token = PREFIX + newSecret();
    return this.database.transaction(async (transaction) => {
      const [row] = await transaction.query<[StoredToken]>(
        `INSERT INTO api_token (user_id, name, digest) VALUES ($1, $2, $3) RETURNING ${COLUMNS}`,
        [userId, name, digestOf(token)],
      );
      await record(transaction, {
        userId,
        action: `created the token ${name}`,
        subjectKind: 'token',
        subjectId: row.id,
      });
      return { ...row, token };
    });
  }

  /** @returns false when this person has no such token */
  async revoke(userId: string, id: string): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      const [gone] = await transaction.query<[{ name: string }[], number]>(
        'DELETE FROM api_token WHERE id = $1 AND user_id = $2 RETURNING name',
        [id, userId],
      );
      if (!gone[0]) return false;
      await record(transaction, {
        userId,
        action: `revoked the token ${gone[0].name}`,
        subjectKind: 'token',
        subjectId: id,
      });
      return true;
    });
  }

  /** Whose token this is; null when there is none. Its last use is kept to the minute. */
  async userOf(token: string): Promise<StoredUser | null> {
    const digest = digestOf(token);
    const [user] = await this.database.query<(StoredUser & { stale: boolean })[]>(
      `SELECT u.id, u.name, u.email, u.role,
              coalesce(last_used_at, '-infinity') < now() - interval '1 minute' AS stale
         FROM api_token JOIN app_user u ON u.id = user_id WHERE digest = $1`,
      [digest],
    );
    if (!user) return null;
    const { stale, ...found } = user;
    if (stale)
      await this.database.query('UPDATE api_token SET last_used_at = now() WHERE digest = $1', [
        digest,
      ]);
    return found;
  }
}
