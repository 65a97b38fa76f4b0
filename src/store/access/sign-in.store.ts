import type { DataSource } from 'typeorm';
import { record } from '../audit.store.js';
import type { StoredUser } from '../people.store.js';
import { digestOf, newSecret } from './secret.js';

export interface NewSession {
  /** For the cookie; shown to nobody else and stored nowhere. */
  readonly secret: string;
  readonly user: StoredUser;
  readonly expiresAt: Date;
}

/** Signing in and staying so: links that work once, sessions of a fixed length. */
export class SignInStore {
  constructor(private readonly database: DataSource) {}

  /** Makes a link for a person. @returns its token, which works once within `hours` */
  async makeLink(userId: string, hours: number): Promise<string> {
    const secret = newSecret();
    await this.database.query(
      `WITH expired AS (DELETE FROM sign_in_link WHERE used_at IS NULL AND expires_at < now())
       INSERT INTO sign_in_link (digest, user_id, expires_at)
       VALUES ($1, $2, now() + $3 * interval '1 hour')`,
      [digestOf(secret), userId, hours],
    );
    return secret;
  }

  /**
   * Uses a link up.
   *
   * @param token of the link
   * @param days how long the session lasts
   * @returns null when the link is unknown, used or too old
   */
  async signIn(token: string, days: number): Promise<NewSession | null> {
    return this.database.transaction(async (transaction) => {
      const [used] = await transaction.query<[{ userId: string }[], number]>(
        `UPDATE sign_in_link SET used_at = now()
          WHERE digest = $1 AND used_at IS NULL AND expires_at > now() RETURNING user_id AS "userId"`,
        [digestOf(token)],
      );
      if (!used[0]) return null;
      const { userId } = used[0];
      const secret = newSecret();
      await transaction.query('DELETE FROM session WHERE expires_at < now()');
      const [session] = await transaction.query<[{ expiresAt: Date }]>(
        `INSERT INTO session (digest, user_id, expires_at)
         VALUES ($1, $2, now() + $3 * interval '1 day') RETURNING expires_at AS "expiresAt"`,
        [digestOf(secret), userId, days],
      );
      const [user] = await transaction.query<[StoredUser]>(
        'SELECT id, name, email, role FROM app_user WHERE id = $1',
        [userId],
      );
      await record(transaction, {
        userId,
        action: 'signed in',
        subjectKind: 'session',
        subjectId: userId,
      });
      return { secret, user, expiresAt: session.expiresAt };
    });
  }

  /** @returns whose session this is; null when there is none or it ended */
  async userOf(secret: string): Promise<StoredUser | null> {
    const [user] = await this.database.query<StoredUser[]>(
      `SELECT u.id, u.name, u.email, u.role FROM session JOIN app_user u ON u.id = user_id
        WHERE digest = $1 AND expires_at > now()`,
      [digestOf(secret)],
    );
    return user ?? null;
  }

  async signOut(secret: string): Promise<void> {
    await this.database.query('DELETE FROM session WHERE digest = $1', [digestOf(secret)]);
  }
}
