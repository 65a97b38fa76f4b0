import { createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Settings } from '../../settings/schema.js';
import { SETTINGS } from '../../settings/token.js';
import { Keys } from '../../store/access/keys.js';
import { newSecret } from '../../store/access/secret.js';
import { readCookie, writeCookie } from './session-cookie.js';

const DAYS = 180;
const DAY_MS = 86_400_000;

/**
 * Tells a browser that its person signed in with before from all others, so that somebody who
 * guesses at a person's password elsewhere does not make the person wait: "Slow Down Online Guessing
 * Attacks with Device Cookies", OWASP. The cookie opens nothing.
 */
@Injectable()
export class KnownBrowser {
  constructor(
    private readonly keys: Keys,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** @returns its name, when it is one of this person's; else null */
  async nameFor(userId: string, cookies: string | undefined): Promise<string | null> {
    const [nonce = '', proof = ''] =
      readCookie('browser', cookies, this.settings)?.split('.') ?? [];
    const [given, right] = [Buffer.from(proof), Buffer.from(await this.proof(userId, nonce))];
    return given.length === right.length && timingSafeEqual(given, right) ? nonce : null;
  }

  /** @returns `Set-Cookie` for a browser that somebody has just signed in with */
  async remember(userId: string): Promise<string> {
    const nonce = newSecret();
    const value = `${nonce}.${await this.proof(userId, nonce)}`;
    return writeCookie('browser', value, new Date(Date.now() + DAYS * DAY_MS), this.settings);
  }

  private async proof(userId: string, nonce: string): Promise<string> {
    const key = await this.keys.of('known-browser');
    return createHmac('sha256', key).update(`${userId}:${nonce}`).digest('base64url');
  }
}
