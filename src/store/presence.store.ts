import type { DataSource } from 'typeorm';
import { PRESENCE_SECONDS, type PresenceState } from '../domain/presence.js';
import { Announcements } from './announcements.js';

/** What one open window says of itself. */
export interface Sign {
  readonly client: string;
  readonly mentionId: string | null;
  readonly state: PresenceState;
}

export interface Present {
  readonly mentionId: string;
  readonly person: { readonly id: string; readonly name: string };
  readonly state: PresenceState;
}

/** People who move through the list are told of together, this often at most. */
const TELL_EVERY_MS = 1_000;
/** Nobody works in more windows than this at a time. */
const MOST_WINDOWS = 30;
const IS_ALIVE = `seen_at > now() - interval '${PRESENCE_SECONDS} seconds'`;

/** Who has which mention open, of all processes. What is lost with a crash comes with the next signs. */
export class PresenceStore {
  private readonly announcements: Announcements;

  constructor(private readonly database: DataSource) {
    this.announcements = new Announcements(database, 'presence', TELL_EVERY_MS);
  }

  /** Takes a sign of life; what others can see of it is announced. A window belongs to one person. */
  async hear(userId: string, { client, mentionId, state }: Sign): Promise<void> {
    const [before] =
      mentionId === null
        ? await this.leave(userId, client)
        : await this.database.query<{ mentionId: string; state: PresenceState }[]>(
            `WITH before AS (
               SELECT mention_id AS "mentionId", state FROM presence
                WHERE client = $1 AND user_id = $2 AND ${IS_ALIVE}
             ), said AS (
               INSERT INTO presence (client, user_id, mention_id, state)
               SELECT $1, $2, $3, $4 WHERE EXISTS (SELECT FROM before)
                  OR (SELECT count(*) FROM presence WHERE user_id = $2) < ${MOST_WINDOWS}
               ON CONFLICT (client) DO UPDATE
                 SET mention_id = excluded.mention_id, state = excluded.state, seen_at = now()
               WHERE presence.user_id = excluded.user_id)
             SELECT * FROM before`,
            [client, userId, mentionId, state],
          );
    if (before?.mentionId === mentionId && before?.state === state) return;
    for (const id of new Set([before?.mentionId, mentionId]))
      if (typeof id === 'string') await this.announcements.tell(id);
  }

  private async leave(
    userId: string,
    client: string,
  ): Promise<{ mentionId: string; state: PresenceState }[]> {
    const [left] = await this.database.query<
      [{ mentionId: string; state: PresenceState }[], number]
    >(
      `DELETE FROM presence WHERE client = $1 AND user_id = $2
       RETURNING mention_id AS "mentionId", state`,
      [client, userId],
    );
    return left;
  }

  /** Everybody who has a mention open, once for each; writing counts more than viewing, and that more than idle. */
  present(): Promise<Present[]> {
    return this.database.query<Present[]>(
      `SELECT DISTINCT ON (p.mention_id, p.user_id) p.mention_id AS "mentionId", p.state,
              jsonb_build_object('id', u.id::text, 'name', u.name) AS person
         FROM presence p JOIN app_user u ON u.id = p.user_id WHERE ${IS_ALIVE}
        ORDER BY p.mention_id, p.user_id, array_position(ARRAY['writing', 'viewing', 'idle'], p.state)`,
    );
  }

  /** Forgets windows that gave no sign for too long, and tells that they are gone. */
  async sweep(): Promise<void> {
    const [gone] = await this.database.query<[{ mentionId: string }[], number]>(
      `DELETE FROM presence WHERE NOT ${IS_ALIVE} RETURNING mention_id AS "mentionId"`,
    );
    for (const id of new Set(gone.map(({ mentionId }) => mentionId)))
      await this.announcements.tell(id);
  }
}
