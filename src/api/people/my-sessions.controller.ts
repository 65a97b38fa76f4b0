import { Controller, Delete, Get, HttpCode, Inject, Param, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Settings } from '../../settings/schema.js';
import { SETTINGS } from '../../settings/token.js';
import { SessionsStore } from '../../store/access/sessions.store.js';
import { Arrival } from '../auth/arrival.js';
import { Asking, type Principal } from '../auth/principal.js';
import { found } from '../found.js';
import { Answers } from '../http/openapi.js';
import { IdParam, MySessionList, SessionsEnded, type View } from '../views.js';
import { onWire } from '../wire.js';

@ApiTags('me')
@Controller('api/v1/me/sessions')
export class MySessionsController {
  constructor(
    private readonly sessions: SessionsStore,
    private readonly arrival: Arrival,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Answers(200, 'where you are signed in, the last used first', MySessionList)
  async list(@Asking() { user, proof }: Principal): Promise<View<typeof MySessionList>> {
    const open = await this.sessions.listOf(user.id, this.settings.access.idleHours);
    return {
      items: open.map(({ way, ...session }) => ({
        ...onWire(session),
        by: way,
        current: session.id === proof.sessionId,
      })),
    };
  }

  /** Ends all but the one that asks. */
  @Delete()
  @Answers(200, 'how many ended', SessionsEnded)
  async endOthers(@Asking() { user, proof }: Principal): Promise<View<typeof SessionsEnded>> {
    return { ended: await this.sessions.endAll(user.id, user.id, proof.secret) };
  }

  @Delete(':id')
  @HttpCode(204)
  @Answers(204, 'ended')
  async end(
    @Param('id', { schema: IdParam }) id: string,
    @Asking() { user, proof }: Principal,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    found(await this.sessions.end(user.id, id), 'session of yours');
    if (id === proof.sessionId) this.arrival.leave(response);
  }
}
