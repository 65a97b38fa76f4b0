import { Controller, Get, Inject, Param, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import type { Settings } from '../../settings/schema.js';
import { SETTINGS } from '../../settings/token.js';
import { found } from '../found.js';
import { Answers } from '../http/openapi.js';
import { IdParam, SourceIntakeView, type View } from '../views.js';
import { RECEIVER, type Receiver } from './receiver.js';

@ApiTags('sources')
@Controller('api/v1/sources/:id/intake')
export class SourceIntakeController {
  constructor(
    @Inject(RECEIVER) private readonly receiver: Receiver,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Where the sender of this source sends to, and the secret that it signs with. */
  @Get()
  @Answers(200, 'what the sender needs', SourceIntakeView)
  async show(
    @Param('id', { schema: IdParam }) id: string,
    @Req() request: Request,
  ): Promise<View<typeof SourceIntakeView>> {
    const secret = found(await this.receiver.secretOf(id), 'source that is sent to');
    const { publicUrl } = this.settings.server;
    const base = publicUrl ?? `${request.protocol}://${request.headers.host ?? 'localhost'}`;
    return { url: new URL(`/api/v1/intake/${id}`, base).href, secret };
  }
}
