import type { DataSource } from 'typeorm';

/** What a hub is asked for. */
export interface ToAsk {
  readonly sourceId: string;
  readonly hub: string;
  readonly topic: string;
  /** Of its source. */
  readonly params: unknown;
}

type Queries = Pick<DataSource, 'query'>;

/** A place is polled this much after a push at the earliest, so that a busy hub is no flood. */
const APART = "interval '30 seconds'";

/**
 * Heeds what a poll told of pushes; part of the transaction that stores the poll. While a hub
 * pushes, the place is polled as rarely as it may be, unless a push came during this poll.
 *
 * @param offer the hub that the place names; null when it names none, undefined when it did not tell
 */
export async function heedPush(
  database: Queries,
  sourceId: string,
  offer: { readonly hub: string; readonly topic: string } | null | undefined,
): Promise<void> {
  if (offer === null)
    await database.query('DELETE FROM subscription WHERE source_id = $1', [sourceId]);
  else if (offer !== undefined)
    await database.query(
      `INSERT INTO subscription (source_id, hub, topic, asked_at) VALUES ($1, $2, $3, 'epoch')
       ON CONFLICT (source_id) DO UPDATE
          SET hub = excluded.hub, topic = excluded.topic, status = 'asked', asked_at = 'epoch',
              expires_at = NULL
        WHERE subscription.hub <> excluded.hub OR subscription.topic <> excluded.topic`,
      [sourceId, offer.hub, offer.topic],
    );
  await database.query(
    `UPDATE source
        SET next_poll_at = CASE WHEN s.last_push_at >= source.last_polled_at THEN now() + ${APART}
                                ELSE greatest(next_poll_at, now() + max_interval_seconds * interval '1 second') END
       FROM subscription s
      WHERE source.id = $1 AND s.source_id = source.id AND s.status = 'active' AND s.expires_at > now()`,
    [sourceId],
  );
}

/** Hubs that push what is new in a feed, and what was agreed with them. */
export class SubscriptionsStore {
  constructor(private readonly database: DataSource) {}

  /**
   * Takes those whose hub is to be asked: never asked, not answered for a day, refused a week ago, or
   * three quarters of the lease are over. None is given out again before it is due again.
   */
  async toAsk(limit: number): Promise<ToAsk[]> {
    const [rows] = await this.database.query<[ToAsk[], number]>(
      `UPDATE subscription SET asked_at = now() FROM source
        WHERE source.id = source_id AND source_id IN (
          SELECT source_id FROM subscription s JOIN source ON source.id = s.source_id
           WHERE source.enabled AND asked_at < now() - interval '1 minute'
             AND CASE s.status WHEN 'asked' THEN asked_at < now() - interval '1 day'
                               WHEN 'refused' THEN asked_at < now() - interval '7 days'
                               ELSE now() > asked_at + 0.75 * (expires_at - asked_at) END
           ORDER BY asked_at LIMIT $1 FOR UPDATE OF s SKIP LOCKED)
       RETURNING source_id AS "sourceId", hub, topic, source.params`,
      [limit],
    );
    return rows;
  }

  /** Those whose hub let the lease run out are polled as before, and their hubs are asked anew. */
  async expire(): Promise<void> {
    await this.database.query(
      `WITH expired AS (
         UPDATE subscription SET status = 'asked', asked_at = 'epoch', expires_at = NULL
          WHERE status = 'active' AND expires_at <= now() RETURNING source_id)
       ${POLL_AS_BEFORE} FROM expired WHERE source.id = source_id`,
    );
  }

  /** @returns whether it was asked for within the last day */
  async confirm(sourceId: string, topic: string, leaseSeconds: number): Promise<boolean> {
    const [, confirmed] = await this.database.query<[unknown, number]>(
      `UPDATE subscription SET status = 'active', expires_at = now() + $3 * interval '1 second'
        WHERE source_id = $1 AND topic = $2 AND asked_at > now() - interval '1 day'`,
      [sourceId, topic, leaseSeconds],
    );
    return confirmed === 1;
  }

  /** @returns false when there is none */
  async refuse(sourceId: string): Promise<boolean> {
    const rows = await this.database.query<unknown[]>(
      `WITH refused AS (
         UPDATE subscription SET status = 'refused', asked_at = now(), expires_at = NULL
          WHERE source_id = $1 RETURNING source_id),
       polled AS (${POLL_AS_BEFORE} FROM refused WHERE source.id = source_id)
       SELECT FROM refused`,
      [sourceId],
    );
    return rows.length > 0;
  }

  async exists(sourceId: string): Promise<boolean> {
    const rows = await this.database.query<unknown[]>(
      'SELECT FROM subscription WHERE source_id = $1',
      [sourceId],
    );
    return rows.length > 0;
  }

  /** The place is due, and asked without validators: its hub says that it has changed. */
  async pushed(sourceId: string): Promise<void> {
    await this.database.query(
      `WITH pushed AS (
         UPDATE subscription SET last_push_at = now() WHERE source_id = $1 RETURNING source_id)
       UPDATE source SET etag = NULL, last_modified = NULL,
              next_poll_at = least(next_poll_at, greatest(now(), last_polled_at + ${APART}))
         FROM pushed WHERE source.id = source_id`,
      [sourceId],
    );
  }
}

const POLL_AS_BEFORE = `
  UPDATE source SET next_poll_at = least(next_poll_at, now() + interval_seconds * interval '1 second')`;
