import { hash, parseOptions, verify } from '@node-rs/argon2';
import { Inject, Injectable } from '@nestjs/common';
import type { Settings } from '../../settings/schema.js';
import { SETTINGS } from '../../settings/token.js';
import { Slow } from '../http/slow.js';
import { TooManyWait, Turns } from './turns.js';

/** At a tenth of a second each, whoever is last in the queue waits some seconds. */
const WAIT_PER_TURN = 25;
const RETRY_SECONDS = 5;

export interface Compared {
  readonly right: boolean;
  /** Hashed with less than is asked for today: hash it anew. */
  readonly outdated: boolean;
}

/**
 * Passwords as argon2id (RFC 9106). The defaults, 19 MiB and 2 passes on 1 lane, are the least that
 * OWASP's Password Storage Cheat Sheet names for it. Each takes that memory, so only some are hashed
 * at a time.
 */
@Injectable()
export class PasswordHashing {
  private readonly turns: Turns;
  private readonly cost: { memoryCost: number; timeCost: number; parallelism: number };
  private nobody: Promise<string> | null = null;

  constructor(@Inject(SETTINGS) { access }: Settings) {
    const { memoryKiB, passes, atOnce } = access.passwords;
    this.cost = { memoryCost: memoryKiB, timeCost: passes, parallelism: 1 };
    this.turns = new Turns(atOnce, atOnce * WAIT_PER_TURN);
  }

  /** @throws Slow when too many wait for theirs */
  hash(password: string): Promise<string> {
    return this.inTurn(() => hash(canonical(password), this.cost));
  }

  /**
   * @param hashed null: there is none; the same work is done, so that the time tells nothing
   * @throws Slow when too many wait for theirs
   */
  async compare(password: string, hashed: string | null): Promise<Compared> {
    const against = hashed ?? (await this.hashOfNobody());
    const right = await this.inTurn(() => verify(against, canonical(password)));
    return { right: right && hashed !== null, outdated: this.isOutdated(against) };
  }

  private isOutdated(hashed: string): boolean {
    const { memoryCost, timeCost } = parseOptions(hashed);
    const wanted = this.cost;
    return (
      !hashed.startsWith('$argon2id$') ||
      memoryCost < wanted.memoryCost ||
      timeCost < wanted.timeCost
    );
  }

  private hashOfNobody(): Promise<string> {
    this.nobody ??= this.hash('nobody has this password').catch((error: unknown) => {
      this.nobody = null;
      throw error;
    });
    return this.nobody;
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.turns.take(work).catch((error: unknown) => {
      if (error instanceof TooManyWait) throw new Slow(RETRY_SECONDS);
      throw error;
    });
  }
}

/**
 * The same characters in the same bytes, whichever keyboard typed them: normalisation form C and one
 * kind of space, as the profile OpaqueString has it (RFC 8265, 4.2.2). Nothing is cut or folded.
 */
export const canonical = (password: string): string =>
  password.replace(/\p{Zs}/gu, ' ').normalize('NFC');
