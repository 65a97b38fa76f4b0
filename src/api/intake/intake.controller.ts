import {
  ConflictException,
  Controller,
  HttpCode,
  Inject,
  NotFoundException,
  Param,
  Post,
  Req,
  UnauthorizedException,
  UnprocessableEntityException,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { Answers } from '../http/openapi.js';
import { Slow } from '../http/slow.js';
import { IdParam } from '../views.js';
import { DeliveryLimit } from './delivery-limit.js';
import { RECEIVER, type Receiver } from './receiver.js';
import { sentIn } from './sent.js';

@ApiTags('intake')
@Controller('api/v1/intake')
export class IntakeController {
  private readonly limit = new DeliveryLimit();

  constructor(@Inject(RECEIVER) private readonly receiver: Receiver) {}

  /**
   * Takes in posts that are sent to a web-hook source, signed as Standard Webhooks or GitHub do it.
   * The body is one post, an array of them, or either as `data` of an object whose `type` is
   * `mention.created`, `mention.updated` or `mention.deleted`; its fields are those of the import.
   * Answered as soon as it is stored; the same delivery sent again changes nothing.
   */
  @Post(':sourceId')
  @HttpCode(202)
  @Answers(202, 'stored')
  async receive(
    @Param('sourceId', { schema: IdParam }) sourceId: string,
    @Req() request: Request,
  ): Promise<void> {
    const wait = this.limit.waitSeconds(sourceId, Date.now());
    if (wait > 0) throw new Slow(wait);
    const receipt = await this.receiver.receive(sourceId, sentIn(request));
    if (receipt.outcome !== 'unknown' && receipt.outcome !== 'forged')
      this.limit.taken(sourceId, Date.now());
    switch (receipt.outcome) {
      case 'unknown':
        throw new NotFoundException('There is nothing here.');
      case 'forged':
        throw new UnauthorizedException(receipt.message);
      case 'unreadable':
        throw new UnprocessableEntityException(receipt.message);
      case 'paused':
        throw new ConflictException('This source is paused. Send again when it was resumed.');
      default:
    }
  }
}
