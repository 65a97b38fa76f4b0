import { Controller, Get, HttpCode, Param, Post, Redirect } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { NotificationRulesStore } from '../../store/notifications/notification-rules.store.js';
import { found } from '../found.js';
import { Answers } from '../http/openapi.js';
import { UnsubscribeToken, type View } from '../views.js';

/** For mail programs: what stands in `List-Unsubscribe` of our e-mails (RFC 8058). Whoever has the e-mail may. */
@ApiTags('notifications')
@Controller('api/v1/unsubscribe/:token')
export class UnsubscribeController {
  constructor(private readonly rules: NotificationRulesStore) {}

  /** Changes nothing, for some programs open every link: leads to the page that asks. */
  @Get()
  @Redirect()
  @Answers(302, 'to the page that asks first')
  ask(@Param('token', { schema: UnsubscribeToken }) token: View<typeof UnsubscribeToken>): {
    url: string;
  } {
    return { url: `/unsubscribe#${token}` };
  }

  /** Ends all e-mails to that person, also those on their way. */
  @Post()
  @HttpCode(204)
  @Answers(204, 'there will be no more')
  async stop(
    @Param('token', { schema: UnsubscribeToken }) token: View<typeof UnsubscribeToken>,
  ): Promise<void> {
    found(await this.rules.unsubscribe(token), 'subscription');
  }
}
