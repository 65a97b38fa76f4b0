import {
  Controller,
  Get,
  Header,
  HttpCode,
  Inject,
  NotFoundException,
  Param,
  Post,
  Query,
  Req,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { Answers } from '../http/openapi.js';
import { HubCallQuery, HubPushQuery, IdParam, type View } from '../views.js';
import { HUB_LISTENER, type HubListener } from './receiver.js';
import { sentIn } from './sent.js';

/** For hubs only (WebSub): their addresses are made by Earshot and given to them. */
@ApiTags('intake')
@Controller('api/v1/intake/websub/:sourceId')
export class WebSubController {
  constructor(@Inject(HUB_LISTENER) private readonly hubs: HubListener) {}

  /** Confirms a subscription that Earshot asked for, or hears that it was denied. */
  @Get()
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @Answers(200, 'the challenge')
  async called(
    @Param('sourceId', { schema: IdParam }) sourceId: string,
    @Query({ schema: HubCallQuery }) query: View<typeof HubCallQuery>,
  ): Promise<string> {
    const answer = await this.hubs.called(sourceId, {
      key: query.key,
      mode: query['hub.mode'],
      topic: query['hub.topic'],
      challenge: query['hub.challenge'],
      leaseSeconds: query['hub.lease_seconds'] ?? null,
    });
    if (answer === null) throw new NotFoundException('There is nothing here.');
    return answer;
  }

  /** Hears that a feed has something new. */
  @Post()
  @HttpCode(202)
  @Answers(202, 'heard')
  async pushed(
    @Param('sourceId', { schema: IdParam }) sourceId: string,
    @Query({ schema: HubPushQuery }) { key }: View<typeof HubPushQuery>,
    @Req() request: Request,
  ): Promise<void> {
    if (!(await this.hubs.pushed(sourceId, key, sentIn(request))))
      throw new NotFoundException('There is nothing here.');
  }
}
