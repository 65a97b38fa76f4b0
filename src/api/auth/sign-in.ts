import { Inject, Injectable, NotFoundException, UnauthorizedException } from '@nestjs/common';
import type { Settings } from '../../settings/schema.js';
import { SETTINGS } from '../../settings/token.js';
import { type KnownAccount, PasswordsStore } from '../../store/access/passwords.store.js';
import { type NewSession, SessionsStore } from '../../store/access/sessions.store.js';
import { type Counted, SignInTriesStore } from '../../store/access/sign-in-tries.store.js';
import { SignInStore } from '../../store/access/sign-in.store.js';
import { AuditStore } from '../../store/audit.store.js';
import { Slow } from '../http/slow.js';
import { Typed } from '../http/typed.js';
import { CODE_NEEDED, CODE_WRONG } from '../views.js';
import { KnownBrowser } from './known-browser.js';
import { PasswordHashing } from './password-hashing.js';
import { SecondStep } from './second-step.js';
import type { Visitor } from './visitor.js';

const NOT_RIGHT = 'This e-mail address and password do not go together.';
const NO_LINK =
  'This sign-in link was used already or is too old. Ask for a new one: earshot user link EMAIL.';

interface Failure {
  /** null: nobody here. */
  readonly userId: string | null;
  readonly why: string;
  readonly slowed: boolean;
}

/** The two ways in that are ours: a password and a link. Both ask for the second step where it is on. */
@Injectable()
export class SignIn {
  constructor(
    private readonly links: SignInStore,
    private readonly sessions: SessionsStore,
    private readonly passwords: PasswordsStore,
    private readonly tries: SignInTriesStore,
    private readonly hashing: PasswordHashing,
    private readonly secondStep: SecondStep,
    private readonly browsers: KnownBrowser,
    private readonly audit: AuditStore,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** @throws what the one who knocks is answered; it tells nobody who is here and who is not */
  async byPassword(
    given: { email: string; password: string; code?: string | undefined },
    visitor: Visitor,
  ): Promise<NewSession> {
    const { access } = this.settings;
    if (!access.passwords.offered) throw new NotFoundException('Passwords are not used here.');
    const account = await this.passwords.byEmail(given.email);
    const counted = await this.counted(account, given.email, visitor);
    const { slowed } = await this.take(...counted);
    const { right, outdated } = await this.compare(given.password, account, counted);
    if (!account || !right) {
      const why = 'wrong password';
      await this.failed({ userId: account?.userId ?? null, why, slowed }, visitor);
      throw new UnauthorizedException(NOT_RIGHT);
    }
    const coded = await this.passSecondStep(account.userId, given.code, counted, visitor, slowed);
    await this.tries.forgive(...counted.filter(({ kind }) => kind !== 'address'));
    await this.giveBackAddress(counted);
    if (outdated && account.hash)
      await this.passwords.rehash(
        account.userId,
        account.hash,
        await this.hashing.hash(given.password),
      );
    const arrival = {
      way: 'password' as const,
      device: visitor.device,
      detail: { address: visitor.address, code: coded },
    };
    const session = await this.sessions.start(account.userId, arrival, access.sessionDays);
    if (!session) throw new UnauthorizedException(NOT_RIGHT);
    return session;
  }

  /** A link works once; it is not used up by asking for the second step. */
  async byLink(
    given: { token: string; code?: string | undefined },
    visitor: Visitor,
  ): Promise<NewSession> {
    const holder = await this.links.holderOf(given.token);
    const address: Counted = { kind: 'address', name: visitor.network };
    const counted = holder ? await this.counted(holder, holder.email, visitor) : [address];
    const { slowed } = await this.take(...counted);
    if (!holder) {
      await this.failed({ userId: null, why: 'no such link', slowed }, visitor);
      throw new UnauthorizedException(NO_LINK);
    }
    const coded = await this.passSecondStep(holder.userId, given.code, counted, visitor, slowed);
    const detail = { address: visitor.address, code: coded };
    const session = await this.links.signIn(given.token, this.settings.access.sessionDays, {
      way: 'link',
      device: visitor.device,
      detail,
    });
    await this.tries.giveBack(...counted);
    if (!session) throw new UnauthorizedException(NO_LINK);
    return session;
  }

  /**
   * Proves again who somebody is who is signed in. Its tries are counted with those of signing in.
   *
   * @returns whether one of both was right
   */
  async confirm(
    userId: string,
    given: { password?: string | undefined; code?: string | undefined },
    visitor: Visitor,
  ): Promise<boolean> {
    const account = await this.passwords.byId(userId);
    if (!account) return false;
    const counted = await this.counted(account, account.email, visitor);
    const { slowed } = await this.take(...counted);
    const right =
      (given.password !== undefined &&
        (await this.compare(given.password, account, counted)).right) ||
      (given.code !== undefined && (await this.secondStep.take(userId, given.code)));
    if (right) await this.tries.giveBack(...counted);
    else await this.failed({ userId, why: 'could not prove again who they are', slowed }, visitor);
    return right;
  }

  /** @returns whether a code was asked for */
  private async passSecondStep(
    userId: string,
    code: string | undefined,
    counted: readonly Counted[],
    visitor: Visitor,
    slowed: boolean,
  ): Promise<boolean> {
    if (!(await this.secondStep.isOn(userId))) return false;
    if (code === undefined) {
      await this.tries.giveBack(...counted);
      throw new Typed(CODE_NEEDED, 401, 'Now the code that your app shows, or a recovery code.');
    }
    if (await this.secondStep.take(userId, code)) return true;
    await this.failed({ userId, why: 'wrong code', slowed }, visitor);
    throw new Typed(CODE_WRONG, 401, 'This code is wrong, or was used already.');
  }

  private async compare(
    password: string,
    account: KnownAccount | null,
    counted: readonly Counted[],
  ): ReturnType<PasswordHashing['compare']> {
    try {
      return await this.hashing.compare(password, account?.hash ?? null);
    } catch (error) {
      // It was not looked at, so it was no failure.
      await this.tries.giveBack(...counted);
      throw error;
    }
  }

  private async counted(
    account: { userId: string } | null,
    email: string,
    visitor: Visitor,
  ): Promise<Counted[]> {
    const browser = account && (await this.browsers.nameFor(account.userId, visitor.cookies));
    const first: Counted = browser
      ? { kind: 'browser', name: browser }
      : { kind: 'account', name: email.toLowerCase() };
    return [first, { kind: 'address', name: visitor.network }];
  }

  private async take(...counted: readonly Counted[]): Promise<{ slowed: boolean }> {
    const taken = await this.tries.take(...counted);
    if (!taken.may) throw new Slow(taken.waitSeconds);
    return taken;
  }

  private giveBackAddress(counted: readonly Counted[]): Promise<void> {
    return this.tries.giveBack(...counted.filter(({ kind }) => kind === 'address'));
  }

  /** What was typed as an address may be a password, so an unknown one is not written down. */
  private async failed({ userId, why, slowed }: Failure, visitor: Visitor): Promise<void> {
    const { address, device } = visitor;
    await this.audit.record({
      userId: null,
      action: `refused a sign-in: ${why}`,
      subjectKind: 'session',
      subjectId: userId ?? 'unknown',
      detail: { address, device, ...(slowed ? { slowed: true } : {}) },
    });
  }
}
