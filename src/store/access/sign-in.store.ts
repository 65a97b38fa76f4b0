import type { DataSource } from 'typeorm';
import { record } from '../audit.store.js';
import { digestOf, newSecret } from './secret.js';
import { type Arrival, type NewSession, startSession } from './sessions.store.js';

export interface LinkHolder {
  readonly userId: string;
  readonly email: string;
}

const UNKNOWN_DEVICE: Arrival = { way: 'link', device: 'unknown' };

/** Links that sign one person in, once. */
export class SignInStore {
  constructor(private readonly database: DataSource) {}

  /**
   * Makes a link for a person.
   *
   * @param by who asked for it; null: someone at the command line
   * @returns its token, which works once within `hours`
   */
  async makeLink(userId: string, hours: number, by: string | null = null): Promise<string> {
    const secret = newSecret();
    await this.database.transaction(async (transaction) => {
      await transaction.query(
        `WITH expired AS (DELETE FROM sign_in_link WHERE used_at IS NULL AND expires_at < now())
         INSERT INTO sign_in_link (digest, user_id, expires_at)
         VALUES ($1, $2, now() + $3 * interval '1 hour')`,
        [digestOf(secret), userId, hours],
      );
      await record(transaction, {
        userId: by,
        action: 'made a sign-in link',
        subjectKind: 'user',
        subjectId: userId,
      });
    });
    return secret;
  }

  /** Whose link it is, as long as it works; it is not used up by asking. */
  async holderOf(token: string): Promise<LinkHolder | null> {
    const [holder] = await this.database.query<LinkHolder[]>(
      `SELECT u.id AS "userId", u.email FROM sign_in_link JOIN app_user u ON u.id = user_id
        WHERE digest = $1 AND used_at IS NULL AND expires_at > now() AND deactivated_at IS NULL`,
      [digestOf(token)],
    );
    return holder ?? null;
  }

  /**
   * Uses a link up.
   *
   * @param token of the link
   * @param days how long the session lasts
   * @returns null when the link is unknown, used or too old
   */
  async signIn(token: string, days: number, arrival = UNKNOWN_DEVICE): Promise<NewSession | null> {
    return this.database.transaction(async (transaction) => {
      const [used] = await transaction.query<[{ userId: string }[], number]>(
        `UPDATE sign_in_link SET used_at = now()
          WHERE digest = $1 AND used_at IS NULL AND expires_at > now() RETURNING user_id AS "userId"`,
        [digestOf(token)],
      );
      if (!used[0]) return null;
      return startSession(transaction, used[0].userId, arrival, days);
    });
  }
}
