import type { DataSource } from 'typeorm';
import type { NotificationKind, Severity } from '../../domain/notification.js';
import { announce } from '../changes.js';

export interface StoredNotification {
  readonly id: string;
  readonly kind: NotificationKind;
  readonly at: Date;
  readonly readAt: Date | null;
  readonly severity: Severity | null;
  readonly by: { readonly id: string; readonly name: string } | null;
  readonly mention: {
    readonly id: string;
    readonly title: string | null;
    readonly excerpt: string;
    readonly sourceName: string;
    readonly topics: string[];
    readonly priority: number | null;
  } | null;
  readonly source: { readonly id: string; readonly name: string } | null;
  readonly detail: string | null;
}

/** Of notification `n`; what was erased since has no words any more. */
export const NOTIFICATION = `
  SELECT n.id, n.kind, n.at, n.read_at AS "readAt", n.severity, n.detail,
         CASE WHEN u.id IS NOT NULL THEN jsonb_build_object('id', u.id::text, 'name', u.name) END AS by,
         CASE WHEN s.id IS NOT NULL AND m.id IS NULL
              THEN jsonb_build_object('id', s.id::text, 'name', s.name) END AS source,
         CASE WHEN m.id IS NOT NULL THEN jsonb_build_object(
           'id', m.id::text, 'title', m.title, 'excerpt', left(m.text, 140), 'sourceName', s.name,
           'topics', m.topics, 'priority', m.priority) END AS mention
    FROM notification n
    LEFT JOIN app_user u ON u.id = n.by_user_id
    LEFT JOIN mention m ON m.id = n.mention_id
    LEFT JOIN source s ON s.id = coalesce(m.source_id, n.source_id)`;

const MOST_COUNTED = 1_000;

/** What each person was told of in the page. */
export class NotificationsStore {
  constructor(private readonly database: DataSource) {}

  /** Newest first. */
  async list(
    userId: string,
    { limit, before, unread }: { limit: number; before: string | null; unread: boolean },
  ): Promise<{ items: StoredNotification[]; next: string | null; unread: number }> {
    const rows = await this.database.query<StoredNotification[]>(
      `${NOTIFICATION} WHERE n.user_id = $1 AND n.in_app AND ($2::bigint IS NULL OR n.id < $2)
          ${unread ? 'AND n.read_at IS NULL' : ''} ORDER BY n.id DESC LIMIT $3`,
      [userId, before, limit + 1],
    );
    const items = rows.slice(0, limit);
    const next = rows.length > limit ? (items.at(-1)?.id ?? null) : null;
    return { items, next, unread: await this.unread(userId) };
  }

  private async unread(userId: string): Promise<number> {
    const [{ count }] = await this.database.query<[{ count: number }]>(
      `SELECT count(*)::int AS count FROM (
         SELECT FROM notification WHERE user_id = $1 AND in_app AND read_at IS NULL LIMIT ${MOST_COUNTED}) AS counted`,
      [userId],
    );
    return count;
  }

  /** Marks these as read, or as unread again. Others' are left alone. */
  async mark(userId: string, ids: readonly string[], read: boolean): Promise<void> {
    await this.settle(
      userId,
      `id = ANY($2::bigint[]) AND (read_at IS NULL) = $3`,
      read ? 'now()' : 'NULL',
      [ids, read],
    );
  }

  /** Marks all as read that were there when this one was the newest. */
  async readUpTo(userId: string, id: string): Promise<void> {
    await this.settle(userId, `id <= $2 AND read_at IS NULL`, 'now()', [id]);
  }

  private async settle(
    userId: string,
    which: string,
    readAt: 'now()' | 'NULL',
    values: readonly unknown[],
  ): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const [, changed] = await transaction.query<[unknown[], number]>(
        `UPDATE notification SET read_at = ${readAt} WHERE user_id = $1 AND in_app AND ${which}`,
        [userId, ...values],
      );
      if (changed > 0) await announce(transaction, 'notifications', [userId]);
    });
  }

  /** Forgets what was told long ago, and messages that nothing is left of. */
  async forget(days: number): Promise<void> {
    await this.database.query(
      `DELETE FROM notification WHERE at < now() - make_interval(days => $1)`,
      [days],
    );
    await this.database.query(
      `DELETE FROM outgoing_message WHERE created_at < now() - make_interval(days => $1)`,
      [days],
    );
  }
}
