import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Secret, TOTP } from 'otpauth';
import { Keys } from '../../store/access/keys.js';
import { SecondStepsStore } from '../../store/access/second-steps.store.js';

const PURPOSE = 'totp';
const PERIOD_SECONDS = 30;
/** Clocks differ: the code before and the one after are taken, too (RFC 6238, 5.2). */
const STEPS_AROUND = 1;
const CODES = 10;
/** 120 bits, so that their digest needs no slow hash: ASVS 5.0, 6.5.2. */
const CODE_BYTES = 15;

/** The second step of signing in: a code that an app shows (TOTP, RFC 6238), or a recovery code. */
@Injectable()
export class SecondStep {
  constructor(
    private readonly steps: SecondStepsStore,
    private readonly keys: Keys,
  ) {}

  async isOn(userId: string): Promise<boolean> {
    return (await this.steps.sealedOf(userId)) !== null;
  }

  /** @returns null when it is on already */
  async begin(userId: string, email: string): Promise<{ secret: string; uri: string } | null> {
    const secret = new Secret({ size: 20 });
    const sealed = await this.keys.seal(secret.bytes, PURPOSE, userId);
    if (!(await this.steps.begin(userId, sealed))) return null;
    return { secret: secret.base32, uri: totp(secret, email).toString() };
  }

  /**
   * The app has shown a right code: it is asked for from now on.
   *
   * @param kept secret of the session that asks; the others end
   * @returns recovery codes; null when the code is wrong or nothing was begun
   */
  async confirm(userId: string, code: string, kept: string | null): Promise<string[] | null> {
    const sealed = await this.steps.pendingOf(userId);
    const step = sealed === null ? null : await this.stepOf(sealed, userId, code);
    if (sealed === null || step === null) return null;
    const codes = Array.from({ length: CODES }, newCode);
    const done = await this.steps.confirm(userId, { sealed, step, codes: codes.map(plain), kept });
    return done ? codes : null;
  }

  /** Takes a code, which cannot be used again. @returns false when it is wrong, used, or none is asked */
  async take(userId: string, code: string): Promise<boolean> {
    if (!/^\d{6}$/.test(plain(code))) return this.steps.takeRecoveryCode(userId, plain(code));
    const sealed = await this.steps.sealedOf(userId);
    const step = sealed === null ? null : await this.stepOf(sealed, userId, code);
    return step !== null && (await this.steps.takeStep(userId, step));
  }

  /** @returns which 30 seconds since 1970 the code belongs to; null when to none of these */
  private async stepOf(sealed: string, userId: string, code: string): Promise<number | null> {
    const bytes = await this.keys.open(sealed, PURPOSE, userId);
    if (!bytes) return null;
    const secret = new Secret({ buffer: Uint8Array.from(bytes).buffer });
    const timestamp = Date.now();
    const away = totp(secret, '').validate({ token: plain(code), timestamp, window: STEPS_AROUND });
    return away === null ? null : Math.floor(timestamp / 1000 / PERIOD_SECONDS) + away;
  }
}

const totp = (secret: Secret, label: string): TOTP =>
  new TOTP({ issuer: 'Earshot', label, secret, digits: 6, period: PERIOD_SECONDS });

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** `ABCD-EFGH-…`: six times four characters of base32. */
function newCode(): string {
  const bits = [...randomBytes(CODE_BYTES)]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('');
  const letters = bits.match(/.{5}/g)?.map((five) => ALPHABET[Number.parseInt(five, 2)]) ?? [];
  return letters.join('').match(/.{4}/g)?.join('-') ?? '';
}

/** As it is compared: people write codes with spaces, and letters small. */
const plain = (code: string): string => code.replace(/[\s-]/g, '').toUpperCase();
