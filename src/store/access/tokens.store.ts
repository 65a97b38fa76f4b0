import type { DataSource } from 'typeorm';
import type { Permission } from '../../domain/permission.js';
import { record } from '../audit.store.js';
import type { StoredUser } from '../people.store.js';
import { digestOf, newSecret } from './secret.js';

export interface StoredToken {
  readonly id: string;
  readonly name: string;
  /** null: all that its person may do. */
  readonly scopes: Permission[] | null;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly user: { readonly id: string; readonly name: string };
}

export interface NewToken {
  readonly name: string;
  readonly scopes?: readonly Permission[] | null | undefined;
  readonly expiresAt?: string | Date | null | undefined;
}

export interface TokenHolder {
  readonly user: StoredUser;
  readonly scopes: Permission[] | null;
  readonly expiresAt: Date | null;
}

/** Tells people, and tools that look for leaked secrets, what it is. */
const PREFIX = 'earshot_';
const LISTED = `
  SELECT t.id, t.name, scopes, t.created_at AS "createdAt", last_used_at AS "lastUsedAt",
         expires_at AS "expiresAt", jsonb_build_object('id', u.id::text, 'name', u.name) AS user
    FROM api_token t JOIN app_user u ON u.id = t.user_id`;

/** Bearer tokens for programs. Each may do what its scopes allow and its person may. */
export class TokensStore {
  constructor(private readonly database: DataSource) {}

  /** @returns the tokens of a person, newest first */
  of(userId: string): Promise<StoredToken[]> {
    return this.database.query<StoredToken[]>(`${LISTED} WHERE t.user_id = $1 ORDER BY t.id DESC`, [
      userId,
    ]);
  }

  all(): Promise<StoredToken[]> {
    return this.database.query<StoredToken[]>(`${LISTED} ORDER BY t.id DESC`);
  }

  /**
   * @param given a name alone: the token may do all that its person may
   * @returns the token itself besides: it is stored nowhere, so it can be shown only now
   */
  async create(userId: string, given: string | NewToken): Promise<StoredToken & { token: string }> {
    const {
      name,
      scopes = null,
      expiresAt = null,
    } = typeof given === 'string' ? { name: given } : given;
    const token = PREFIX + newSecret();
    return this.database.transaction(async (transaction) => {
      const [{ id }] = await transaction.query<[{ id: string }]>(
        `INSERT INTO api_token (user_id, name, digest, scopes, expires_at)
         VALUES ($1, $2, $3, $4, $5) RETURNING id`,
        [userId, name, digestOf(token), scopes, expiresAt],
      );
      await record(transaction, {
        userId,
        action: `created the token ${name}`,
        subjectKind: 'token',
        subjectId: id,
        detail: { scopes, expiresAt },
      });
      const [row] = await transaction.query<[StoredToken]>(`${LISTED} WHERE t.id = $1`, [id]);
      return { ...row, token };
    });
  }

  /**
   * @param whose null: anybody's
   * @returns false when there is no such token
   */
  async revoke(by: string, id: string, whose: string | null = by): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      const [gone] = await transaction.query<[{ name: string; userId: string }[], number]>(
        `DELETE FROM api_token WHERE id = $1 AND ($2::bigint IS NULL OR user_id = $2)
         RETURNING name, user_id AS "userId"`,
        [id, whose],
      );
      if (!gone[0]) return false;
      await record(transaction, {
        userId: by,
        action: `revoked the token ${gone[0].name}`,
        subjectKind: 'token',
        subjectId: id,
        detail: { of: gone[0].userId },
      });
      return true;
    });
  }

  /** Whose token this is and what for; null when it opens nothing. Its last use is kept to the minute. */
  async holderOf(token: string): Promise<TokenHolder | null> {
    const digest = digestOf(token);
    const [row] = await this.database.query<
      (StoredUser & Omit<TokenHolder, 'user'> & { stale: boolean })[]
    >(
      `SELECT u.id, u.name, u.email, u.role, scopes, expires_at AS "expiresAt",
              coalesce(last_used_at, '-infinity') < now() - interval '1 minute' AS stale
         FROM api_token JOIN app_user u ON u.id = user_id
        WHERE digest = $1 AND deactivated_at IS NULL AND (expires_at IS NULL OR expires_at > now())`,
      [digest],
    );
    if (!row) return null;
    if (row.stale)
      await this.database.query('UPDATE api_token SET last_used_at = now() WHERE digest = $1', [
        digest,
      ]);
    const { id, name, email, role, scopes, expiresAt } = row;
    return { user: { id, name, email, role }, scopes, expiresAt };
  }
}
