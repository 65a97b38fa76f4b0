import { webcrypto } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { digestOf } from '../access/secret.js';

export interface PushKeys {
  /** Base64url of the uncompressed point, as browsers want it. */
  readonly publicKey: string;
  readonly privateKey: webcrypto.JsonWebKey;
}

export interface NewSubscription {
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
  readonly name: string;
}

export interface StoredSubscription extends NewSubscription {
  readonly id: string;
}

/** A browser takes part as long as the session does in which it joined. */
const HOLDS = `(p.session_digest IS NULL OR EXISTS (
  SELECT FROM session s WHERE s.digest = p.session_digest AND s.expires_at > now()))`;

/** Browsers that take push messages, and the key by which their push services know us. */
export class PushStore {
  constructor(private readonly database: DataSource) {}

  /** The installation's key, made when it is first asked for. Of several made at once, one counts. */
  async keys(): Promise<PushKeys> {
    const known = await this.stored();
    if (known !== null) return known;
    const { publicKey, privateKey } = await makeKeys();
    await this.database.query(
      `INSERT INTO push_key (id, public_key, private_key) VALUES (1, $1, $2) ON CONFLICT DO NOTHING`,
      [publicKey, JSON.stringify(privateKey)],
    );
    const stored = await this.stored();
    if (stored === null) throw new Error('the push key was not stored');
    return stored;
  }

  private async stored(): Promise<PushKeys | null> {
    const [keys] = await this.database.query<PushKeys[]>(
      'SELECT public_key AS "publicKey", private_key AS "privateKey" FROM push_key',
    );
    return keys ?? null;
  }

  /**
   * A browser has one owner: who signs in to it takes it over.
   *
   * @param session the secret of the session it is made in; null: made with a token
   */
  async subscribe(
    userId: string,
    { endpoint, keys, name }: NewSubscription,
    session: string | null,
  ): Promise<void> {
    await this.database.query(
      `INSERT INTO push_subscription (user_id, endpoint, p256dh, auth, name, session_digest)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (endpoint) DO UPDATE SET user_id = excluded.user_id, p256dh = excluded.p256dh,
         auth = excluded.auth, name = excluded.name, session_digest = excluded.session_digest`,
      [userId, endpoint, keys.p256dh, keys.auth, name, session === null ? null : digestOf(session)],
    );
  }

  async unsubscribe(userId: string, endpoint: string): Promise<void> {
    await this.database.query(
      'DELETE FROM push_subscription WHERE user_id = $1 AND endpoint = $2',
      [userId, endpoint],
    );
  }

  /** @returns false when the person has no such browser */
  async remove(userId: string, id: string): Promise<boolean> {
    const [, removed] = await this.database.query<[unknown[], number]>(
      'DELETE FROM push_subscription WHERE user_id = $1 AND id = $2',
      [userId, id],
    );
    return removed > 0;
  }

  /** Its push service says that it is there no more. */
  async died(id: string): Promise<void> {
    await this.database.query('DELETE FROM push_subscription WHERE id = $1', [id]);
  }

  /** For the person's own list. */
  browsers(userId: string): Promise<{ id: string; name: string; since: Date }[]> {
    return this.database.query(
      `SELECT id, name, created_at AS since FROM push_subscription p
        WHERE user_id = $1 AND ${HOLDS} ORDER BY id`,
      [userId],
    );
  }

  /** Where messages to the person go. */
  subscriptions(userId: string): Promise<StoredSubscription[]> {
    return this.database.query<StoredSubscription[]>(
      `SELECT id, endpoint, name, jsonb_build_object('p256dh', p256dh, 'auth', auth) AS keys
         FROM push_subscription p WHERE user_id = $1 AND ${HOLDS} ORDER BY id`,
      [userId],
    );
  }

  /** Forgets those whose session ended. */
  async sweep(): Promise<void> {
    await this.database.query(`DELETE FROM push_subscription p WHERE NOT ${HOLDS}`);
  }
}

async function makeKeys(): Promise<PushKeys> {
  const { subtle } = webcrypto;
  const pair = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ]);
  const raw = await subtle.exportKey('raw', pair.publicKey);
  return {
    publicKey: Buffer.from(raw).toString('base64url'),
    privateKey: await subtle.exportKey('jwk', pair.privateKey),
  };
}
