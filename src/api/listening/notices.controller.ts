import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AdminNoticesStore } from '../../store/admin-notices.store.js';
import { found } from '../found.js';
import { Answers } from '../http/openapi.js';
import { IdParam, NoticeDismiss, NoticeList, type View } from '../views.js';
import { onWire } from '../wire.js';

@ApiTags('sources')
@Controller('api/v1/notices')
export class NoticesController {
  constructor(private readonly notices: AdminNoticesStore) {}

  /** Places that stopped answering, fell silent or came back, each change once. */
  @Get()
  @Answers(200, 'not dismissed yet, newest first', NoticeList)
  async list(): Promise<View<typeof NoticeList>> {
    return onWire(await this.notices.open());
  }

  @Post(':id/dismiss')
  @HttpCode(204)
  @Answers(204, 'dismissed, for everybody')
  async dismiss(@Param('id', { schema: IdParam }) id: string): Promise<void> {
    found(await this.notices.dismiss(id, 'one'), 'notice');
  }

  /** Dismisses what was seen: every notice up to one. */
  @Post('dismiss')
  @HttpCode(204)
  @Answers(204, 'dismissed, for everybody')
  async dismissAll(
    @Body({ schema: NoticeDismiss }) { upTo }: View<typeof NoticeDismiss>,
  ): Promise<void> {
    await this.notices.dismiss(upTo, 'up-to');
  }
}
