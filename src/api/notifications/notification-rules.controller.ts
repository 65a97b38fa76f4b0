import { Body, Controller, Get, Inject, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { USUAL_DIGEST } from '../../domain/digest-time.js';
import { USUAL_RULES } from '../../domain/notification.js';
import { mailSettings } from '../../settings/mail.js';
import type { Settings } from '../../settings/schema.js';
import { SETTINGS } from '../../settings/token.js';
import {
  type ChosenRules,
  NotificationRulesStore,
} from '../../store/notifications/notification-rules.store.js';
import { PushStore } from '../../store/notifications/push.store.js';
import type { StoredUser } from '../../store/people.store.js';
import { Me } from '../auth/principal.js';
import { Answers } from '../http/openapi.js';
import { NotificationRulesView, NotificationRulesWrite, type View } from '../views.js';
import { onWire } from '../wire.js';

const USUAL: ChosenRules = {
  rules: USUAL_RULES,
  digest: { ...USUAL_DIGEST, zone: 'UTC' },
  language: 'en',
};

/** What you want to be told of, and how; nobody sees another's. */
@ApiTags('notifications')
@Controller('api/v1/me/notification-rules')
export class NotificationRulesController {
  constructor(
    private readonly rules: NotificationRulesStore,
    private readonly push: PushStore,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Answers(200, 'what you chose, or the usual', NotificationRulesView)
  async show(@Me() me: StoredUser): Promise<View<typeof NotificationRulesView>> {
    const stored = await this.rules.of(me.id);
    const { rules, digest, language } = stored ?? USUAL;
    const mail = mailSettings(this.settings);
    return onWire({
      rules,
      digest,
      language,
      chosen: stored !== null,
      mail: {
        missing: typeof mail === 'string' ? mail : null,
        to: me.email,
        nextDigestAt: stored?.nextDigestAt ?? null,
        failure: await this.rules.mailFailure(me.id),
      },
      push: { browsers: await this.push.browsers(me.id) },
    });
  }

  /** Puts these in the place of what you chose before. */
  @Put()
  @Answers(200, 'as it is now', NotificationRulesView)
  async choose(
    @Body({ schema: NotificationRulesWrite }) chosen: View<typeof NotificationRulesWrite>,
    @Me() me: StoredUser,
  ): Promise<View<typeof NotificationRulesView>> {
    await this.rules.choose(me.id, chosen);
    return this.show(me);
  }
}
