import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import type { Settings } from '../../settings/schema.js';
import { SETTINGS } from '../../settings/token.js';
import { PushStore } from '../../store/notifications/push.store.js';
import type { StoredUser } from '../../store/people.store.js';
import { Me, principalOf } from '../auth/principal.js';
import { found } from '../found.js';
import { Invalid } from '../http/invalid.js';
import { Answers } from '../http/openapi.js';
import { IdParam, PushKey, PushSubscribe, PushUnsubscribe, type View } from '../views.js';

/** Browsers that show you messages while no page of Earshot is open. */
@ApiTags('notifications')
@Controller('api/v1')
export class PushController {
  constructor(
    private readonly push: PushStore,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get('push/key')
  @Answers(200, 'the key that a browser subscribes with', PushKey)
  async key(): Promise<View<typeof PushKey>> {
    return { key: (await this.push.keys()).publicKey };
  }

  /** Adds a browser. It takes part as long as the session does in which this was asked. */
  @Post('me/push')
  @HttpCode(204)
  @Answers(204, 'added')
  async subscribe(
    @Body({ schema: PushSubscribe }) subscription: View<typeof PushSubscribe>,
    @Me() me: StoredUser,
    @Req() request: Request,
  ): Promise<void> {
    if (!this.settings.push.allowPrivate && !subscription.endpoint.startsWith('https:'))
      throw new Invalid([{ path: 'endpoint', message: 'must begin with https://' }]);
    const proof = principalOf(request)?.proof;
    const session = proof?.kind === 'session' ? proof.secret : null;
    await this.push.subscribe(me.id, subscription, session);
  }

  /** Takes the browser with this address off. */
  @Delete('me/push')
  @HttpCode(204)
  @Answers(204, 'it is off')
  async unsubscribe(
    @Body({ schema: PushUnsubscribe }) { endpoint }: View<typeof PushUnsubscribe>,
    @Me() me: StoredUser,
  ): Promise<void> {
    await this.push.unsubscribe(me.id, endpoint);
  }

  /** Takes another browser of yours off. */
  @Delete('me/push/:id')
  @HttpCode(204)
  @Answers(204, 'it is off')
  async remove(@Param('id', { schema: IdParam }) id: string, @Me() me: StoredUser): Promise<void> {
    found(await this.push.remove(me.id, id), 'browser of yours');
  }
}
