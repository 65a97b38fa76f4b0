import { writeLetter } from '../../notify/letter.js';
import { type Mail, MailError } from '../../notify/mail.js';
import { type Push, PushError } from '../../notify/push.js';
import { pushText } from '../../notify/push-text.js';
import type { Told } from '../../notify/told.js';
import type { StoredNotification } from '../../store/notifications/notifications.store.js';
import type {
  DueMessage,
  OutgoingStore,
  OutsideChannel,
} from '../../store/notifications/outgoing.store.js';
import type { PushStore } from '../../store/notifications/push.store.js';

const AT_ONCE = 5;
const HOUR_MS = 3_600_000;
/** What could not be sent in a day is no news any more. */
const GIVE_UP_MS = 24 * HOUR_MS;

export interface SendingOptions {
  /** Address of Earshot, without a slash at its end. */
  readonly home: string;
  /** Tells our messages from those of another Earshot: `<id>@<domain>` of e-mails ends with it. */
  readonly installation: string;
  /** A message is nobody else's for so long; longer than sending it may take. */
  readonly leaseSeconds: number;
}

/**
 * Sends what is due. At least once: a process that dies between sending and writing it down has its
 * message sent again by the next one. It then bears the same name, so that mail programs and browsers
 * can show it once.
 */
export class Sending {
  constructor(
    private readonly outgoing: OutgoingStore,
    private readonly browsers: PushStore,
    /** `mail` is null when e-mails are not set up. */
    private readonly ways: { readonly mail: Mail | null; readonly push: () => Promise<Push> },
    private readonly options: SendingOptions,
  ) {}

  /** @returns how many were tried */
  async send(channels: readonly OutsideChannel[]): Promise<number> {
    const { leaseSeconds } = this.options;
    const due = await this.outgoing.claim(channels, { most: AT_ONCE, leaseSeconds });
    await Promise.all(due.map((message) => this.one(message)));
    return due.length;
  }

  private async one(message: DueMessage): Promise<void> {
    const contents = await this.outgoing.contents(message.id);
    try {
      // All of it may have been erased meanwhile.
      if (contents.length > 0) await this.hand(message, contents);
    } catch (error) {
      const isOver = Date.now() - message.createdAt.getTime() > GIVE_UP_MS;
      const isKnown = error instanceof MailError || error instanceof PushError;
      const again = isOver || (isKnown && error.isFinal) ? null : nextTry(message.tries);
      const why = error instanceof Error ? error.message : String(error);
      return this.outgoing.failed(message.id, why, again);
    }
    await this.outgoing.sent(message.id);
  }

  private hand(message: DueMessage, contents: readonly StoredNotification[]): Promise<void> {
    const told = contents.map((one) => this.told(one));
    return message.channel === 'push' ? this.push(message, told) : this.mail(message, told);
  }

  private async mail(message: DueMessage, told: readonly Told[]): Promise<void> {
    const { channel, language, zone, unsubscribe, createdAt, to } = message;
    if (this.ways.mail === null || channel === 'push') return;
    const { home, installation } = this.options;
    const letter = writeLetter({
      kind: channel,
      ...{ language, zone, unsubscribe, home, told },
      at: createdAt,
    });
    const messageId = `<${channel}.${message.id}.${installation}@earshot>`;
    await this.ways.mail.send(letter, { to, messageId });
  }

  private async push(message: DueMessage, told: readonly Told[]): Promise<void> {
    const targets = await this.browsers.subscriptions(message.userId);
    if (targets.length === 0) return;
    const push = await this.ways.push();
    const { home } = this.options;
    const text = pushText(told, { language: message.language, tag: `push-${message.id}`, home });
    const outcomes = await Promise.allSettled(
      targets.map(async (target) => {
        if ((await push.send(target, text)) === 'dead') await this.browsers.died(target.id);
      }),
    );
    const faults = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
    );
    // One that may work the next time is worth trying again; those that had it show it once.
    const passing = faults.find((fault) => !(fault instanceof PushError && fault.isFinal));
    if (passing !== undefined) throw passing;
    if (faults.length === targets.length) throw faults[0];
  }

  private told({ mention, source, by, ...one }: StoredNotification): Told {
    const { home } = this.options;
    const path =
      mention === null
        ? source === null
          ? '/inbox'
          : `/sources/${source.id}`
        : `/inbox/${mention.id}`;
    return {
      kind: one.kind,
      severity: one.severity,
      priority: mention?.priority ?? null,
      by: by?.name ?? null,
      title: mention?.title ?? null,
      excerpt: mention?.excerpt ?? null,
      sourceName: mention?.sourceName ?? source?.name ?? '',
      detail: one.detail,
      link: home + path,
    };
  }
}

/** In 1, 2, 4 … minutes, at most an hour; a little apart, so that many do not come at once. */
function nextTry(tries: number): Date {
  const waitMs = Math.min(HOUR_MS, 60_000 * 2 ** (tries - 1));
  return new Date(Date.now() + waitMs * (0.8 + Math.random() * 0.4));
}
