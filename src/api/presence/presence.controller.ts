import { Body, Controller, Get, HttpCode, Inject, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Settings } from '../../settings/schema.js';
import { SETTINGS } from '../../settings/token.js';
import { ClaimsStore } from '../../store/inbox/claims.store.js';
import type { StoredUser } from '../../store/people.store.js';
import { PresenceStore } from '../../store/presence.store.js';
import { Me } from '../auth/principal.js';
import { Answers } from '../http/openapi.js';
import { PresenceList, PresenceWrite, type View } from '../views.js';

/** Who has a mention open right now. */
@ApiTags('presence')
@Controller('api/v1/presence')
export class PresenceController {
  constructor(
    private readonly presence: PresenceStore,
    private readonly claims: ClaimsStore,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Answers(200, 'everybody who has a mention open', PresenceList)
  async list(): Promise<View<typeof PresenceList>> {
    return { items: await this.presence.present() };
  }

  /**
   * A sign of life of one open window. Who gives none for 40 s is gone. Who works on the mention goes
   * on having it as long as they are not idle.
   */
  @Put()
  @HttpCode(204)
  @Answers(204, 'heard')
  async say(
    @Body({ schema: PresenceWrite }) sign: View<typeof PresenceWrite>,
    @Me() me: StoredUser,
  ): Promise<void> {
    await this.presence.hear(me.id, sign);
    const { mentionId, state } = sign;
    if (mentionId === null || state === 'idle') return;
    await this.claims.renew([mentionId], me.id, this.settings.inbox.claimMinutes * 60);
  }
}
