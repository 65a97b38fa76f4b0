import {
  Body,
  Controller,
  Delete,
  ForbiddenException,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { TOKEN_SCOPES, type Permission } from '../../domain/permission.js';
import { TokensStore } from '../../store/access/tokens.store.js';
import { Asking, type Principal } from '../auth/principal.js';
import { found } from '../found.js';
import { AnswersSecret } from '../http/idempotency.interceptor.js';
import { Invalid } from '../http/invalid.js';
import { Answers } from '../http/openapi.js';
import { IdParam, TokenCreate, TokenCreated, TokenList, TokenQuery, type View } from '../views.js';
import { onWire } from '../wire.js';

/** Each person's own tokens; whoever manages people sees the names of all, and can revoke them. */
@ApiTags('tokens')
@Controller('api/v1/tokens')
export class TokensController {
  constructor(private readonly tokens: TokensStore) {}

  @Get()
  @Answers(200, 'your tokens, or everyone’s', TokenList)
  async list(
    @Query({ schema: TokenQuery }) { of }: View<typeof TokenQuery>,
    @Asking() { user, permissions }: Principal,
  ): Promise<View<typeof TokenList>> {
    if (of === 'me') return { items: onWire(await this.tokens.of(user.id)) };
    if (!permissions.includes('people'))
      throw new ForbiddenException('The tokens of others are for those who manage people.');
    return { items: onWire(await this.tokens.all()) };
  }

  /** Makes a token that may do what its scopes allow and you may. It is shown once. */
  @Post()
  @AnswersSecret()
  @Answers(201, 'made', TokenCreated)
  async create(
    @Body({ schema: TokenCreate }) given: View<typeof TokenCreate>,
    @Asking() asking: Principal,
  ): Promise<View<typeof TokenCreated>> {
    const { name, expiresAt } = given;
    if (expiresAt !== undefined && Date.parse(expiresAt) <= Date.now())
      throw new Invalid([{ path: 'expiresAt', message: 'lies in the past' }]);
    const scopes = scopesFor(given.scopes ?? null, asking);
    return onWire(await this.tokens.create(asking.user.id, { name, scopes, expiresAt }));
  }

  @Delete(':id')
  @HttpCode(204)
  @Answers(204, 'revoked')
  async revoke(
    @Param('id', { schema: IdParam }) id: string,
    @Asking() { user, permissions }: Principal,
  ): Promise<void> {
    const whose = permissions.includes('people') ? null : user.id;
    found(await this.tokens.revoke(user.id, id, whose), 'token of yours');
  }
}

/**
 * Nobody gives a token what they may not do themselves, and no token makes one that may do more.
 *
 * @throws Invalid
 */
function scopesFor(
  wanted: readonly Permission[] | null,
  { permissions, proof }: Principal,
): readonly Permission[] | null {
  if (wanted === null) return proof.kind === 'token' ? permissions : null;
  const may = permissions.filter((it) => TOKEN_SCOPES.includes(it));
  const tooMuch = wanted.filter((it) => !may.includes(it));
  if (tooMuch.length > 0)
    throw new Invalid([
      {
        path: 'scopes',
        message: `${tooMuch.join(', ')}: not yours to give; you have ${may.join(', ')}`,
      },
    ]);
  return [...new Set(wanted)];
}
