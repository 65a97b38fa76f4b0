import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { PoliteHttp, userAgent } from '../../connectors/http.js';
import { Mail } from '../../notify/mail.js';
import { Push } from '../../notify/push.js';
import { mailSettings } from '../../settings/mail.js';
import type { Settings } from '../../settings/schema.js';
import { SETTINGS } from '../../settings/token.js';
import { VERSION } from '../../settings/version.js';
import { DataSource, installationId } from '../../store/database.js';
import { NotificationsStore } from '../../store/notifications/notifications.store.js';
import { OutgoingStore } from '../../store/notifications/outgoing.store.js';
import { PushStore } from '../../store/notifications/push.store.js';
import { TellingStore } from '../../store/notifications/telling.store.js';
import { Ticks } from '../polling/ticks.js';
import { homeOf } from './home.js';
import { pushWay } from './push-way.js';
import { Sending } from './sending.js';

const TELL_MS = 2_000;
const SEND_MS = 2_000;
const FORGET_MS = 3_600_000;
const PAGE = 200;
const KEPT_DAYS = 90;
const PUSH_MS = 20_000;

/** Tells people what is new, by the ways that each of them chose. Any number may run. */
@Injectable()
export class TellingCron implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly ticks: Ticks;
  private readonly logger = new Logger('telling');
  private readonly http: PoliteHttp;

  constructor(
    registry: SchedulerRegistry,
    private readonly database: DataSource,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.ticks = new Ticks(registry, this.logger);
    // Push services want to be asked as things happen: no pause between two messages.
    this.http = new PoliteHttp({
      userAgent: userAgent(VERSION, settings.poll.contact),
      limits: { totalMs: PUSH_MS },
      spacing: { ofOthers: 0, ofOwn: 0 },
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    const mail = mailSettings(this.settings);
    if (mail === 'bad-server')
      this.logger.warn('EARSHOT_SMTP_URL is no smtp:// or smtps:// address: no e-mails are sent');
    const canMail = typeof mail !== 'string';
    const outgoing = new OutgoingStore(this.database);
    const sending = await this.sending(outgoing, canMail ? new Mail(mail) : null);
    this.ticks.every('tell', TELL_MS, () => this.tell());
    this.ticks.every('messages', SEND_MS, async () => {
      await outgoing.makeDigests(canMail);
      if (canMail) await outgoing.makeAtOnce('mail');
      await outgoing.makeAtOnce('push');
    });
    // Apart, so that a slow mail server keeps no browser waiting.
    if (canMail)
      this.ticks.every('mail', SEND_MS, () => all(() => sending.send(['digest', 'mail'])));
    this.ticks.every('push', SEND_MS, () => all(() => sending.send(['push'])));
    this.ticks.every('notifications', FORGET_MS, () => this.forget());
  }

  async onApplicationShutdown(): Promise<void> {
    await this.ticks.stop();
    await this.http.close();
  }

  private async sending(outgoing: OutgoingStore, mail: Mail | null): Promise<Sending> {
    const browsers = new PushStore(this.database);
    const post = pushWay(this.http, this.settings.push.allowPrivate);
    const contact = this.settings.poll.contact;
    const push = async (): Promise<Push> =>
      new Push(post, { privateKey: (await browsers.keys()).privateKey, contact });
    const leaseSeconds =
      Math.ceil((Math.max(this.settings.mail.timeoutMs, PUSH_MS) * 2) / 1000) + 30;
    return new Sending(
      outgoing,
      browsers,
      { mail, push },
      {
        home: homeOf(this.settings),
        installation: await installationId(this.database),
        leaseSeconds,
      },
    );
  }

  private async tell(): Promise<void> {
    const telling = new TellingStore(this.database);
    await all(() => telling.tell(PAGE));
  }

  private async forget(): Promise<void> {
    await new NotificationsStore(this.database).forget(KEPT_DAYS);
    await new PushStore(this.database).sweep();
  }
}

/** Until there is nothing left to do. */
async function all(some: () => Promise<number>): Promise<void> {
  while ((await some()) > 0);
}
