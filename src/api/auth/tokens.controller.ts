import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { TokensStore } from '../../store/access/tokens.store.js';
import type { StoredUser } from '../../store/people.store.js';
import { found } from '../found.js';
import { AnswersSecret } from '../http/idempotency.interceptor.js';
import { Answers } from '../http/openapi.js';
import { IdParam, TokenCreate, TokenCreated, TokenList, type View } from '../views.js';
import { onWire } from '../wire.js';
import { Me } from './principal.js';

/** Each person's own tokens; nobody sees another's. */
@ApiTags('tokens')
@Controller('api/v1/tokens')
export class TokensController {
  constructor(private readonly tokens: TokensStore) {}

  @Get()
  @Answers(200, 'your tokens', TokenList)
  async list(@Me() me: StoredUser): Promise<View<typeof TokenList>> {
    return { items: onWire(await this.tokens.of(me.id)) };
  }

  /** Makes a token that may do what you may do. It is shown once. */
  @Post()
  @AnswersSecret()
  @Answers(201, 'made', TokenCreated)
  async create(
    @Body({ schema: TokenCreate }) { name }: View<typeof TokenCreate>,
    @Me() me: StoredUser,
  ): Promise<View<typeof TokenCreated>> {
    return onWire(await this.tokens.create(me.id, name));
  }

  @Delete(':id')
  @HttpCode(204)
  @Answers(204, 'revoked')
  async revoke(@Param('id', { schema: IdParam }) id: string, @Me() me: StoredUser): Promise<void> {
    found(await this.tokens.revoke(me.id, id), 'token of yours');
  }
}
