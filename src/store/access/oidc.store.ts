import type { DataSource } from 'typeorm';
import type { Role } from '../../domain/work.js';
import { record } from '../audit.store.js';
import { isDuplicate } from '../conflict.js';
import { digestOf, newSecret } from './secret.js';

export interface Attempt {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Path of ours to show afterwards. */
  readonly target: string;
}

export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

export interface Newcomer {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}

const MINUTES = 10;

/** Who was sent to the identity provider, and who is who there. */
export class OidcStore {
  constructor(private readonly database: DataSource) {}

  /** @returns the secret that binds the attempt to one browser */
  async begin({ state, nonce, verifier, target }: Attempt): Promise<string> {
    const secret = newSecret();
    await this.database.query(
      `WITH expired AS (DELETE FROM oidc_attempt WHERE expires_at < now())
       INSERT INTO oidc_attempt (digest, state, nonce, verifier, target, expires_at)
       VALUES ($1, $2, $3, $4, $5, now() + ${MINUTES} * interval '1 minute')`,
      [digestOf(secret), state, nonce, verifier, target],
    );
    return secret;
  }

  /** An attempt comes back once. @returns null when there is none, or it took too long */
  async finish(secret: string): Promise<Attempt | null> {
    const [rows] = await this.database.query<[(Attempt & { late: boolean })[], number]>(
      `DELETE FROM oidc_attempt WHERE digest = $1
       RETURNING state, nonce, verifier, target, expires_at < now() AS late`,
      [digestOf(secret)],
    );
    const [attempt] = rows;
    if (!attempt || attempt.late) return null;
    const { state, nonce, verifier, target } = attempt;
    return { state, nonce, verifier, target };
  }

  /** @returns null when we know nobody by this identity; `active` is false for whoever was deactivated */
  async personOf({ issuer, subject }: Identity): Promise<{ id: string; active: boolean } | null> {
    const [rows] = await this.database.query<[{ id: string; active: boolean }[], number]>(
      `UPDATE oidc_identity i SET last_used_at = now() FROM app_user u
        WHERE u.id = i.user_id AND issuer = $1 AND subject = $2
        RETURNING u.id, u.deactivated_at IS NULL AS active`,
      [issuer, subject],
    );
    return rows[0] ?? null;
  }

  /**
   * Somebody here is them there, from now on.
   *
   * @returns null when nobody who is active has the address, or is somebody else there already
   */
  async linkByEmail(email: string, identity: Identity): Promise<string | null> {
    return this.database.transaction(async (transaction) => {
      const [user] = await transaction.query<{ id: string }[]>(
        `SELECT id FROM app_user u WHERE email = $1 AND deactivated_at IS NULL
            AND NOT EXISTS (SELECT FROM oidc_identity WHERE user_id = u.id AND issuer = $2)
            FOR UPDATE`,
        [email.toLowerCase(), identity.issuer],
      );
      if (!user) return null;
      await link(transaction, user.id, identity);
      return user.id;
    });
  }

  /** @returns null when somebody has the address already */
  async add({ name, email, role }: Newcomer, identity: Identity): Promise<string | null> {
    const added = this.database.transaction(async (transaction) => {
      const [user] = await transaction.query<[{ id: string }]>(
        `INSERT INTO app_user (name, email, role) VALUES ($1, $2, $3) RETURNING id`,
        [name, email.toLowerCase(), role],
      );
      await record(transaction, {
        userId: null,
        action: `added ${name} as ${role}, by single sign-on`,
        subjectKind: 'user',
        subjectId: user.id,
      });
      await link(transaction, user.id, identity);
      return user.id;
    });
    return added.catch((error: unknown) => {
      if (isDuplicate(error)) return null;
      throw error;
    });
  }
}

async function link(
  transaction: Pick<DataSource, 'query'>,
  userId: string,
  { issuer, subject }: Identity,
): Promise<void> {
  await transaction.query(
    `INSERT INTO oidc_identity (user_id, issuer, subject, last_used_at) VALUES ($1, $2, $3, now())`,
    [userId, issuer, subject],
  );
  await record(transaction, {
    userId,
    action: 'linked single sign-on',
    subjectKind: 'user',
    subjectId: userId,
    detail: { issuer },
  });
}
