import type { DataSource } from 'typeorm';
import { record } from '../audit.store.js';
import type { StoredUser } from '../people.store.js';
import type { SessionEntity } from '../entities/access.entity.js';
import { digestOf, newSecret } from './secret.js';

export interface Arrival {
  readonly way: SessionEntity['way'];
  /** In words: "Firefox on Linux". */
  readonly device: string;
  /** For the audit log: whether a code was asked for, where the request came from. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

export interface NewSession {
  /** For the cookie; shown to nobody else and stored nowhere. */
  readonly secret: string;
  readonly user: StoredUser;
  readonly expiresAt: Date;
}

export interface OpenSession {
  readonly id: string;
  readonly user: StoredUser;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** A second step stands behind it: ours, or what the identity provider asks for. */
  readonly secured: boolean;
}

export type ListedSession = Pick<
  SessionEntity,
  'id' | 'device' | 'way' | 'createdAt' | 'lastSeenAt' | 'expiresAt'
>;

type Queryable = Pick<DataSource, 'query'>;

/** Being signed in. A session is known by its secret, of which only the digest is kept. */
export class SessionsStore {
  constructor(private readonly database: DataSource) {}

  /** @returns null when the person was deactivated meanwhile */
  start(userId: string, arrival: Arrival, sessionDays: number): Promise<NewSession | null> {
    return this.database.transaction((it) => startSession(it, userId, arrival, sessionDays));
  }

  /**
   * @param seen false: only looks whether it still holds, which is no sign of life
   * @returns null when there is none, it ended or its person is deactivated
   */
  async of(secret: string, idleHours: number, seen = true): Promise<OpenSession | null> {
    const digest = digestOf(secret);
    const [row] = await this.database.query<
      (StoredUser & Omit<OpenSession, 'user' | 'id'> & { sessionId: string; stale: boolean })[]
    >(
      `SELECT u.id, u.name, u.email, u.role, s.id AS "sessionId", s.created_at AS "createdAt",
              s.expires_at AS "expiresAt", s.last_seen_at < now() - interval '1 minute' AS stale,
              way = 'oidc' OR EXISTS (SELECT FROM second_step
                WHERE user_id = u.id AND confirmed_at IS NOT NULL) AS secured
         FROM session s JOIN app_user u ON u.id = s.user_id
        WHERE digest = $1 AND ${openWithin('$2')}`,
      [digest, idleHours],
    );
    if (!row) return null;
    if (seen && row.stale)
      await this.database.query('UPDATE session SET last_seen_at = now() WHERE digest = $1', [
        digest,
      ]);
    const { id, name, email, role, sessionId, createdAt, expiresAt, secured } = row;
    return { id: sessionId, user: { id, name, email, role }, createdAt, expiresAt, secured };
  }

  /** The sessions of a person that are open, the last used first. */
  listOf(userId: string, idleHours: number): Promise<ListedSession[]> {
    return this.database.query<ListedSession[]>(
      `SELECT s.id, device, way, s.created_at AS "createdAt", last_seen_at AS "lastSeenAt",
              expires_at AS "expiresAt"
         FROM session s JOIN app_user u ON u.id = s.user_id
        WHERE user_id = $1 AND ${openWithin('$2')} ORDER BY last_seen_at DESC, s.id DESC`,
      [userId, idleHours],
    );
  }

  async signOut(secret: string): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const [gone] = await transaction.query<[{ userId: string }[], number]>(
        'DELETE FROM session WHERE digest = $1 RETURNING user_id AS "userId"',
        [digestOf(secret)],
      );
      for (const { userId } of gone)
        await record(transaction, {
          userId,
          action: 'signed out',
          subjectKind: 'session',
          subjectId: userId,
        });
    });
  }

  /** @returns false when this person has no such session */
  async end(userId: string, id: string): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      const [gone] = await transaction.query<[{ device: string }[], number]>(
        'DELETE FROM session WHERE id = $1 AND user_id = $2 RETURNING device',
        [id, userId],
      );
      if (!gone[0]) return false;
      await record(transaction, {
        userId,
        action: `ended a session (${gone[0].device})`,
        subjectKind: 'session',
        subjectId: userId,
      });
      return true;
    });
  }

  /**
   * Ends the sessions of a person.
   *
   * @param by who does it
   * @param kept secret of the one that stays; null: none does
   * @returns how many ended
   */
  endAll(userId: string, by: string | null, kept: string | null): Promise<number> {
    return this.database.transaction((it) => endSessions(it, userId, { by, kept }));
  }

  /** Gives a session a new secret: what was known of it before, opens nothing any more. */
  async renew(secret: string): Promise<string | null> {
    const next = newSecret();
    const [rows] = await this.database.query<[unknown[], number]>(
      'UPDATE session SET digest = $2 WHERE digest = $1 RETURNING id',
      [digestOf(secret), digestOf(next)],
    );
    return rows.length > 0 ? next : null;
  }
}

const openWithin = (idleHours: string): string =>
  `expires_at > now() AND last_seen_at > now() - ${idleHours} * interval '1 hour'
   AND u.deactivated_at IS NULL`;

/** Begins a session in a transaction of the caller's. */
export async function startSession(
  transaction: Queryable,
  userId: string,
  { way, device, detail }: Arrival,
  sessionDays: number,
): Promise<NewSession | null> {
  const [user] = await transaction.query<StoredUser[]>(
    'SELECT id, name, email, role FROM app_user WHERE id = $1 AND deactivated_at IS NULL FOR SHARE',
    [userId],
  );
  if (!user) return null;
  const secret = newSecret();
  await transaction.query('DELETE FROM session WHERE expires_at < now()');
  const [session] = await transaction.query<[{ expiresAt: Date }]>(
    `INSERT INTO session (digest, user_id, expires_at, way, device)
     VALUES ($1, $2, now() + $3 * interval '1 day', $4, $5) RETURNING expires_at AS "expiresAt"`,
    [digestOf(secret), userId, sessionDays, way, device],
  );
  await record(transaction, {
    userId,
    action: 'signed in',
    subjectKind: 'session',
    subjectId: userId,
    detail: { way, device, ...detail },
  });
  return { secret, user, expiresAt: session.expiresAt };
}

/** Ends sessions in a transaction of the caller's. */
export async function endSessions(
  transaction: Queryable,
  userId: string,
  { by, kept = null }: { by: string | null; kept?: string | null },
): Promise<number> {
  const [gone] = await transaction.query<[unknown[], number]>(
    'DELETE FROM session WHERE user_id = $1 AND digest IS DISTINCT FROM $2 RETURNING id',
    [userId, kept === null ? null : digestOf(kept)],
  );
  if (gone.length > 0)
    await record(transaction, {
      userId: by,
      action:
        kept === null
          ? `ended all sessions (${gone.length})`
          : `ended all other sessions (${gone.length})`,
      subjectKind: by === userId ? 'session' : 'user',
      subjectId: userId,
    });
  return gone.length;
}
