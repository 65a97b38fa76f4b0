import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Post,
  Req,
  Res,
  UnauthorizedException,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { Settings } from '../../settings/schema.js';
import { SETTINGS } from '../../settings/token.js';
import { VERSION } from '../../settings/version.js';
import { SignInStore } from '../../store/access/sign-in.store.js';
import type { StoredUser } from '../../store/people.store.js';
import { Answers } from '../http/openapi.js';
import { Slow } from '../http/slow.js';
import { SessionView, SignIn, type View } from '../views.js';
import { Me, principalOf } from './principal.js';
import { writeSession } from './session-cookie.js';
import { SignInLimit } from './sign-in-limit.js';

type Session = View<typeof SessionView>;

@ApiTags('session')
@Controller('api/v1/session')
export class SessionController {
  private readonly limit = new SignInLimit();

  constructor(
    private readonly sessions: SignInStore,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Turns the token of a sign-in link into a session cookie. A link works once. */
  @Post()
  @Answers(201, 'signed in; the cookie holds the session', SessionView)
  async signIn(
    @Body({ schema: SignIn }) { token }: View<typeof SignIn>,
    @Req() { ip = '' }: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Session> {
    const wait = this.limit.waitSeconds(ip, Date.now());
    if (wait > 0) throw new Slow(wait);
    const session = await this.sessions.signIn(token, this.settings.access.sessionDays);
    if (!session) {
      this.limit.failed(ip, Date.now());
      throw new UnauthorizedException(
        'This sign-in link was used already or is too old. Ask for a new one: earshot user link EMAIL.',
      );
    }
    response.setHeader(
      'Set-Cookie',
      writeSession(session.secret, session.expiresAt, this.settings),
    );
    return { user: session.user, version: VERSION };
  }

  @Get()
  @Answers(200, 'who asks', SessionView)
  show(@Me() user: StoredUser): Session {
    return { user, version: VERSION };
  }

  /** Signs out. A program's token stays as it is. */
  @Delete()
  @HttpCode(204)
  @Answers(204, 'signed out')
  async signOut(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    const proof = principalOf(request)?.proof;
    if (proof?.kind === 'session') await this.sessions.signOut(proof.secret);
    response.setHeader('Set-Cookie', writeSession('', new Date(0), this.settings));
  }
}
