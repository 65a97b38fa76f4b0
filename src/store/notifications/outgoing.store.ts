import type { DataSource, EntityManager } from 'typeorm';
import { type DigestTimes, nextDigest } from '../../domain/digest-time.js';
import type { Channel } from '../../domain/notification.js';
import { NOTIFICATION, type StoredNotification } from './notifications.store.js';

export type OutsideChannel = Exclude<Channel, 'app'>;

/** A message that a process has taken on to send. */
export interface DueMessage {
  readonly id: string;
  readonly userId: string;
  readonly channel: OutsideChannel;
  readonly period: string;
  /** This one included. */
  readonly tries: number;
  readonly createdAt: Date;
  readonly to: { readonly name: string; readonly email: string };
  readonly language: 'en' | 'de';
  readonly zone: string;
  readonly unsubscribe: string;
}

/** What is to be sent soon goes together when there is much of it: so long between two messages. */
const GAP_SECONDS: Readonly<Record<'mail' | 'push', number>> = { mail: 120, push: 15 };
const MOST_PEOPLE = 100;

/**
 * Messages to people outside the page. Each is made once, and sent at least once: who sends it has
 * it to themselves for a while, and should they die before they could write down that it went, it is
 * sent again, under the same name.
 */
export class OutgoingStore {
  constructor(private readonly database: DataSource) {}

  /**
   * Makes the daily messages that are due, each for one period of one person.
   *
   * @param canSend whether e-mails are sent at all: else the day passes, and what waits goes with the next
   * @returns how many days came due
   */
  makeDigests(canSend: boolean, now = new Date()): Promise<number> {
    return this.database.transaction(async (transaction) => {
      const due = await transaction.query<{ userId: string; dueAt: Date; times: DigestTimes }[]>(
        `SELECT user_id AS "userId", next_digest_at AS "dueAt",
                jsonb_build_object('at', digest_time, 'zone', digest_zone, 'days', digest_days) AS times
           FROM notification_rules WHERE next_digest_at <= $1
          ORDER BY next_digest_at LIMIT ${MOST_PEOPLE} FOR UPDATE SKIP LOCKED`,
        [now],
      );
      for (const { userId, dueAt, times } of due) {
        if (canSend) await this.make(transaction, userId, 'digest', dueAt.toISOString());
        await transaction.query(
          'UPDATE notification_rules SET next_digest_at = $2 WHERE user_id = $1',
          [userId, nextDigest(now, times)],
        );
      }
      return due.length;
    });
  }

  /** Makes the messages that go at once, to people whom none went to just before. */
  makeAtOnce(channel: 'mail' | 'push'): Promise<number> {
    return this.database.transaction(async (transaction) => {
      const people = await transaction.query<{ userId: string; first: string }[]>(
        `SELECT r.user_id AS "userId", waiting.first FROM notification_rules r JOIN (
           SELECT n.user_id, min(n.id) AS first
             FROM notification_sending s JOIN notification n ON n.id = s.notification_id
            WHERE s.channel = $1 AND s.message_id IS NULL GROUP BY n.user_id) waiting USING (user_id)
          WHERE NOT EXISTS (SELECT FROM outgoing_message o WHERE o.user_id = r.user_id AND o.channel = $1
                              AND o.created_at > now() - make_interval(secs => $2))
          LIMIT ${MOST_PEOPLE} FOR UPDATE OF r SKIP LOCKED`,
        [channel, GAP_SECONDS[channel]],
      );
      for (const { userId, first } of people) await this.make(transaction, userId, channel, first);
      return people.length;
    });
  }

  /** Puts all that waits for the person on this channel into one message; what was read meanwhile is no news. */
  private async make(
    transaction: EntityManager,
    userId: string,
    channel: OutsideChannel,
    period: string,
  ): Promise<void> {
    const mine = `notification_sending.notification_id = n.id AND n.user_id = $1
      AND notification_sending.channel = $2 AND notification_sending.message_id IS NULL`;
    if (channel === 'digest')
      await transaction.query(
        `DELETE FROM notification_sending USING notification n WHERE ${mine} AND n.read_at IS NOT NULL`,
        [userId, channel],
      );
    await transaction.query(
      `WITH message AS (
         INSERT INTO outgoing_message (user_id, channel, period)
         SELECT $1, $2, $3 WHERE EXISTS (SELECT FROM notification_sending, notification n WHERE ${mine})
         ON CONFLICT DO NOTHING RETURNING id)
       UPDATE notification_sending SET message_id = message.id FROM message, notification n WHERE ${mine}`,
      [userId, channel, period],
    );
  }

  /**
   * Takes on messages that are due, for as long as the lease lasts.
   *
   * @param channels that can be sent by
   */
  async claim(
    channels: readonly OutsideChannel[],
    { most, leaseSeconds }: { most: number; leaseSeconds: number },
  ): Promise<DueMessage[]> {
    const [claimed] = await this.database.query<[DueMessage[], number]>(
      `WITH due AS (
         SELECT id FROM outgoing_message
          WHERE sent_at IS NULL AND given_up_at IS NULL AND next_try_at <= now() AND channel = ANY($1)
          ORDER BY next_try_at LIMIT $2 FOR UPDATE SKIP LOCKED)
       UPDATE outgoing_message o SET tries = tries + 1, next_try_at = now() + make_interval(secs => $3)
         FROM due, app_user u, notification_rules r
        WHERE o.id = due.id AND u.id = o.user_id AND r.user_id = o.user_id AND u.deactivated_at IS NULL
       RETURNING o.id, o.user_id AS "userId", o.channel, o.period, o.tries, o.created_at AS "createdAt",
                 jsonb_build_object('name', u.name, 'email', u.email) AS to,
                 coalesce(u.language, r.language) AS language, r.digest_zone AS zone, r.unsubscribe`,
      [channels, most, leaseSeconds],
    );
    return claimed;
  }

  /** What the message tells, most pressing first; what was erased meanwhile is left out. */
  contents(messageId: string): Promise<StoredNotification[]> {
    return this.database.query<StoredNotification[]>(
      `${NOTIFICATION} JOIN notification_sending sending ON sending.notification_id = n.id
        WHERE sending.message_id = $1 AND (n.mention_id IS NULL OR m.erased_at IS NULL)
        ORDER BY array_position(ARRAY['urgent', 'high', 'middle', 'low'], n.severity) NULLS FIRST,
                 m.priority DESC NULLS LAST, n.id LIMIT 500`,
      [messageId],
    );
  }

  async sent(id: string): Promise<void> {
    await this.database.query(
      'UPDATE outgoing_message SET sent_at = now(), failure = NULL WHERE id = $1',
      [id],
    );
  }

  /** @param again when it is tried again; null: never */
  async failed(id: string, failure: string, again: Date | null): Promise<void> {
    await this.database.query(
      `UPDATE outgoing_message SET failure = $2, next_try_at = coalesce($3, next_try_at),
              given_up_at = CASE WHEN $3::timestamptz IS NULL THEN now() END WHERE id = $1`,
      [id, failure, again],
    );
  }
}
