import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { type DigestTimes, nextDigest } from '../../domain/digest-time.js';
import { type NotificationRules, wants, without } from '../../domain/notification.js';

/** What one person chose. */
export interface ChosenRules {
  readonly rules: NotificationRules;
  readonly digest: DigestTimes;
  readonly language: 'en' | 'de';
}

export interface StoredRules extends ChosenRules {
  readonly nextDigestAt: Date | null;
}

/** What people want to be told of, and when. */
export class NotificationRulesStore {
  constructor(private readonly database: DataSource) {}

  /** @returns null when the person has chosen nothing */
  async of(userId: string): Promise<StoredRules | null> {
    const [row] = await this.database.query<StoredRules[]>(
      `SELECT rules, language, next_digest_at AS "nextDigestAt",
              jsonb_build_object('at', digest_time, 'zone', digest_zone, 'days', digest_days) AS digest
         FROM notification_rules WHERE user_id = $1`,
      [userId],
    );
    return row ?? null;
  }

  async choose(userId: string, { rules, digest, language }: ChosenRules): Promise<void> {
    const next = wants(rules, 'digest') ? nextDigest(new Date(), digest) : null;
    await this.database.query(
      `INSERT INTO notification_rules
         (user_id, rules, digest_time, digest_zone, digest_days, next_digest_at, language, unsubscribe)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (user_id) DO UPDATE
         SET rules = excluded.rules, digest_time = excluded.digest_time, digest_zone = excluded.digest_zone,
             digest_days = excluded.digest_days, next_digest_at = excluded.next_digest_at, language = excluded.language`,
      [
        userId,
        JSON.stringify(rules),
        digest.at,
        digest.zone,
        digest.days,
        next,
        language,
        randomBytes(24).toString('base64url'),
      ],
    );
  }

  /** What went wrong with the last e-mail that was tried; null when it went well. */
  async mailFailure(userId: string): Promise<string | null> {
    const [last] = await this.database.query<{ failure: string | null; sentAt: Date | null }[]>(
      `SELECT failure, sent_at AS "sentAt" FROM outgoing_message
        WHERE user_id = $1 AND channel IN ('digest', 'mail') AND tries > 0 ORDER BY id DESC LIMIT 1`,
      [userId],
    );
    return last && last.sentAt === null ? last.failure : null;
  }

  /**
   * Ends all e-mails to whoever was sent this token, also those that are on their way.
   *
   * @returns false when it belongs to nobody
   */
  async unsubscribe(token: string): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      const [found] = await transaction.query<{ userId: string; rules: NotificationRules }[]>(
        `SELECT user_id AS "userId", rules FROM notification_rules WHERE unsubscribe = $1 FOR UPDATE`,
        [token],
      );
      if (!found) return false;
      const { userId } = found;
      await transaction.query(
        `UPDATE notification_rules SET rules = $2, next_digest_at = NULL WHERE user_id = $1`,
        [userId, JSON.stringify(without(found.rules, ['digest', 'mail']))],
      );
      await transaction.query(
        `DELETE FROM notification_sending USING notification n
          WHERE notification_id = n.id AND n.user_id = $1 AND channel IN ('digest', 'mail')`,
        [userId],
      );
      await transaction.query(
        `DELETE FROM outgoing_message WHERE user_id = $1 AND channel IN ('digest', 'mail') AND sent_at IS NULL`,
        [userId],
      );
      return true;
    });
  }
}
