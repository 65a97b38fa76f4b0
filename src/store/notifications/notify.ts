import type { DataSource } from 'typeorm';
import {
  CHANNELS,
  type Channel,
  type NotificationKind,
  type NotificationRules,
  type PersonalEvent,
  type Severity,
  USUAL_RULES,
} from '../../domain/notification.js';
import { announce } from '../changes.js';

/** Something that happened to one person. */
export interface Happening {
  readonly userId: string;
  readonly kind: PersonalEvent;
  /** Names it, so that the person is told of it once: `note:3`, `assigned:7:v4`. */
  readonly event: string;
  readonly mentionId?: string;
  readonly sourceId?: string;
  /** Who did it. Nobody is told of what they did themselves. */
  readonly byUserId?: string;
  /** What became of a source, in words. */
  readonly detail?: string;
}

/** One notification and the ways by which it goes. */
export interface NewNotification extends Omit<Happening, 'kind'> {
  readonly kind: NotificationKind;
  readonly severity?: Severity;
  readonly channels: readonly Channel[];
}

type Database = Pick<DataSource, 'query'>;

/**
 * Tells people what happened to them, each by the ways they chose. To be called in the transaction
 * that makes it happen: then it is told if it happened, and once.
 */
export async function notify(
  transaction: Database,
  happenings: readonly Happening[],
): Promise<void> {
  const others = happenings.filter(({ userId, byUserId }) => userId !== byUserId);
  if (others.length === 0) return;
  const rules = await rulesOf(
    transaction,
    others.map(({ userId }) => userId),
  );
  await insertNotifications(
    transaction,
    others.map((one) => ({ ...one, channels: rules.get(one.userId)?.events[one.kind] ?? [] })),
  );
}

/** What these people want; those who are not there any more, or may not sign in, are left out. */
export async function rulesOf(
  database: Database,
  userIds: readonly string[] | null,
): Promise<Map<string, NotificationRules>> {
  const rows = await database.query<{ id: string; rules: NotificationRules | null }[]>(
    `SELECT u.id, r.rules FROM app_user u LEFT JOIN notification_rules r ON r.user_id = u.id
      WHERE u.deactivated_at IS NULL AND ($1::bigint[] IS NULL OR u.id = ANY($1::bigint[]))`,
    [userIds],
  );
  return new Map(rows.map(({ id, rules }) => [id, { ...USUAL_RULES, ...rules }]));
}

/** Writes them down, each once for a person and event, and announces them to whom they are for. */
export async function insertNotifications(
  transaction: Database,
  notifications: readonly NewNotification[],
): Promise<void> {
  const wanted = notifications.filter(({ channels }) => channels.length > 0);
  if (wanted.length === 0) return;
  const rows = wanted.map((one) => ({
    user_id: one.userId,
    event: one.event,
    kind: one.kind,
    severity: one.severity,
    by_user_id: one.byUserId,
    mention_id: one.mentionId,
    source_id: one.sourceId,
    detail: one.detail,
    channels: CHANNELS.filter((channel) => one.channels.includes(channel)),
  }));
  const made = await transaction.query<{ userId: string }[]>(
    `WITH given AS MATERIALIZED (
       SELECT DISTINCT ON (user_id, event) * FROM jsonb_to_recordset($1) AS row (
         user_id bigint, event text, kind text, severity text, by_user_id bigint,
         mention_id bigint, source_id bigint, detail text, channels text[])
     ), made AS (
       INSERT INTO notification (user_id, event, kind, severity, by_user_id, mention_id, source_id, detail, in_app)
       SELECT user_id, event, kind, severity, by_user_id, mention_id, source_id, detail, 'app' = ANY(channels)
         FROM given
       ON CONFLICT (user_id, event) DO NOTHING
       RETURNING id, user_id, event, in_app
     ), sendings AS (
       INSERT INTO notification_sending (notification_id, channel)
       SELECT made.id, channel FROM made JOIN given USING (user_id, event), unnest(given.channels) AS channel
        WHERE channel <> 'app')
     SELECT DISTINCT user_id AS "userId" FROM made WHERE in_app`,
    [JSON.stringify(rows)],
  );
  if (made.length > 0)
    await announce(
      transaction,
      'notifications',
      made.map(({ userId }) => userId),
    );
}

/**
 * Keeps in mind that people are to be told of these mentions; to be called in the transaction that
 * triages them. So none is left out, whoever is killed when.
 */
export async function tellLater(
  transaction: Database,
  mentionIds: readonly string[],
): Promise<void> {
  if (mentionIds.length === 0) return;
  await transaction.query(
    `INSERT INTO mention_untold (mention_id)
     SELECT id FROM unnest($1::bigint[]) AS id ORDER BY id ON CONFLICT DO NOTHING`,
    [mentionIds],
  );
}
