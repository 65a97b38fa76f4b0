import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { LEAST_PASSWORD, MOST_PASSWORD } from '../../domain/account.js';
import type { Settings } from '../../settings/schema.js';
import { SETTINGS } from '../../settings/token.js';
import { AccountsStore } from '../../store/access/accounts.store.js';
import { SessionsStore } from '../../store/access/sessions.store.js';
import { Answers } from '../http/openapi.js';
import { SessionView, SessionWays, SignIn as SignInView, type View } from '../views.js';
import { Arrival } from './arrival.js';
import { Asking, type Principal } from './principal.js';
import { SignIn } from './sign-in.js';
import { visitorOf } from './visitor.js';

type Session = View<typeof SessionView>;

@ApiTags('session')
@Controller('api/v1/session')
export class SessionController {
  constructor(
    private readonly signIn: SignIn,
    private readonly sessions: SessionsStore,
    private readonly accounts: AccountsStore,
    private readonly arrival: Arrival,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Signs in by the token of a link, which works once, or by e-mail address and password. A 401 of
   * type `urn:earshot:problem:code-needed` asks for the same again with the code of the second step.
   */
  @Post()
  @Answers(201, 'signed in; the cookie holds the session', SessionView)
  async open(
    @Body({ schema: SignInView }) given: View<typeof SignInView>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Session> {
    const visitor = visitorOf(request);
    const session =
      'token' in given
        ? await this.signIn.byLink(given, visitor)
        : await this.signIn.byPassword(given, visitor);
    await this.arrival.welcome(session, request, response);
    return this.arrival.viewOf(session);
  }

  @Get()
  @Answers(200, 'who asks, and what they may do', SessionView)
  show(@Asking() asking: Principal): Promise<Session> {
    const { user, proof } = asking;
    return this.arrival.view({ ...asking, userId: user.id, expiresAt: proof.expiresAt });
  }

  @Get('ways')
  @Answers(200, 'which ways to sign in there are', SessionWays)
  async ways(): Promise<View<typeof SessionWays>> {
    const { passwords, oidc } = this.settings.access;
    return {
      password: passwords.offered,
      passwordLength: { least: LEAST_PASSWORD, most: MOST_PASSWORD },
      oidc: oidc.issuer === null ? null : { name: oidc.name },
      firstRun: await this.accounts.firstRunOpen(),
    };
  }

  /** Signs out. A program's token stays as it is. */
  @Delete()
  @HttpCode(204)
  @Answers(204, 'signed out')
  async leave(
    @Asking() { proof }: Principal,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    if (proof.kind === 'session') await this.sessions.signOut(proof.secret);
    this.arrival.leave(response);
  }
}
