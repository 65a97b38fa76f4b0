import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AccountsStore } from '../../store/access/accounts.store.js';
import type { StoredUser } from '../../store/people.store.js';
import { Me } from '../auth/principal.js';
import { found } from '../found.js';
import { Answers } from '../http/openapi.js';
import { MePatch, MeView, type View } from '../views.js';
import { onWire } from '../wire.js';

@ApiTags('me')
@Controller('api/v1/me')
export class MeController {
  constructor(private readonly accounts: AccountsStore) {}

  @Get()
  @Answers(200, 'your account', MeView)
  async show(@Me() { id }: StoredUser): Promise<View<typeof MeView>> {
    const { firstRun: _firstRun, ...account } = found(await this.accounts.of(id), 'account');
    return onWire(account);
  }

  @Patch()
  @Answers(200, 'your account as it is now', MeView)
  async change(
    @Body({ schema: MePatch }) change: View<typeof MePatch>,
    @Me() me: StoredUser,
  ): Promise<View<typeof MeView>> {
    await this.accounts.change(me.id, change);
    return this.show(me);
  }
}
