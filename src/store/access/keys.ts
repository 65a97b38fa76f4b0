import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';

const KEY_BYTES = 32;
/** Of GCM: 96 bits, NIST SP 800-38D, 8.2. */
const NONCE_BYTES = 12;

/**
 * Keys of this installation, one for each purpose: from EARSHOT_SECRET when the operator gave one,
 * else from the secret that the installation made for itself. The latter lies in the same database
 * as what it seals, so it helps against a leaked table and not against a leaked database.
 */
export class Keys {
  constructor(
    private readonly database: DataSource,
    private readonly given: string | null,
  ) {}

  /** @returns 32 bytes (HKDF-SHA-256, RFC 5869) */
  async of(purpose: string): Promise<Buffer> {
    return derived(this.given ?? (await this.own()), purpose);
  }

  /** Where a key comes from, for people. */
  get origin(): 'EARSHOT_SECRET' | 'the database' {
    return this.given === null ? 'the database' : 'EARSHOT_SECRET';
  }

  /**
   * @param owner what it belongs to; sealed for one owner it opens for no other
   * @returns text to be stored
   */
  async seal(plain: Uint8Array, purpose: string, owner: string): Promise<string> {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', await this.of(purpose), nonce);
    cipher.setAAD(Buffer.from(owner));
    const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
    return [nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url')).join('.');
  }

  /** @returns null when it was changed, belongs to another one, or the key is not the one it was */
  async open(sealed: string, purpose: string, owner: string): Promise<Buffer | null> {
    // An operator who sets EARSHOT_SECRET later has sealed with our own before.
    const secrets = this.given === null ? [await this.own()] : [this.given, await this.own()];
    for (const secret of secrets) {
      const plain = opened(sealed, derived(secret, purpose), owner);
      if (plain) return plain;
    }
    return null;
  }

  private async own(): Promise<string> {
    const [row] = await this.database.query<[{ secret: string }]>(
      'SELECT secret FROM installation',
    );
    return row.secret;
  }
}

const derived = (secret: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `earshot:${purpose}`, KEY_BYTES));

function opened(sealed: string, key: Buffer, owner: string): Buffer | null {
  const [nonce, tag, text] = sealed.split('.').map((part) => Buffer.from(part, 'base64url'));
  if (nonce?.length !== NONCE_BYTES || tag?.length !== 16 || !text) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
  decipher.setAAD(Buffer.from(owner));
  decipher.setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(text), decipher.final()]);
  } catch {
    return null;
  }
}
