import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Settings } from '../../settings/schema.js';
import { SETTINGS } from '../../settings/token.js';
import { VERSION } from '../../settings/version.js';
import { permissionsOf } from '../../domain/permission.js';
import { AccountsStore } from '../../store/access/accounts.store.js';
import { type NewSession, SessionsStore } from '../../store/access/sessions.store.js';
import type { SessionView, View } from '../views.js';
import type { Principal } from './principal.js';
import { KnownBrowser } from './known-browser.js';
import { readCookie, takeBack, writeCookie } from './session-cookie.js';

/** What happens to the browser when somebody comes in, goes, or proves more than before. */
@Injectable()
export class Arrival {
  constructor(
    private readonly sessions: SessionsStore,
    private readonly accounts: AccountsStore,
    private readonly browsers: KnownBrowser,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Gives the browser its session. One that it had before ends: nobody carries an old secret on. */
  async welcome(session: NewSession, request: Request, response: Response): Promise<void> {
    const before = readCookie('session', request.headers.cookie, this.settings);
    if (before !== null) await this.sessions.signOut(before);
    response.append(
      'Set-Cookie',
      writeCookie('session', session.secret, session.expiresAt, this.settings),
    );
    response.append('Set-Cookie', await this.browsers.remember(session.user.id));
  }

  /** After a raise of privilege: the secret that was known before opens nothing any more. */
  async renew(request: Request, response: Response, expiresAt: Date): Promise<void> {
    const before = readCookie('session', request.headers.cookie, this.settings);
    const next = before === null ? null : await this.sessions.renew(before);
    if (next !== null)
      response.append('Set-Cookie', writeCookie('session', next, expiresAt, this.settings));
  }

  leave(response: Response): void {
    response.append('Set-Cookie', takeBack('session', this.settings));
  }

  /** What the pages know of whoever asks. */
  async view(asking: Pick<Principal, 'permissions' | 'secondStepNeeded'> & Who): Promise<Shown> {
    const { userId, permissions, secondStepNeeded, expiresAt } = asking;
    const account = await this.accounts.of(userId);
    if (!account) throw new Error(`user ${userId} is signed in and not there`);
    const { id, name, email, role, language, timeZone, firstRun } = account;
    return {
      user: { id, name, email, role, language, timeZone },
      permissions: [...permissions],
      secondStepNeeded,
      firstRun,
      expiresAt: expiresAt?.toISOString() ?? null,
      version: VERSION,
    };
  }

  /** The same of somebody who has just come in. */
  async viewOf({ secret, user, expiresAt }: NewSession): Promise<Shown> {
    const { idleHours, secondStep } = this.settings.access;
    const session = await this.sessions.of(secret, idleHours);
    const secondStepNeeded = secondStep === 'required' && session?.secured === false;
    const permissions = secondStepNeeded ? (['account'] as const) : permissionsOf(user.role);
    return this.view({ userId: user.id, permissions, secondStepNeeded, expiresAt });
  }
}

type Shown = View<typeof SessionView>;

interface Who {
  readonly userId: string;
  readonly expiresAt: Date | null;
}
