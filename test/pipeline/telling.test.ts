import { beforeEach, describe, expect, it } from 'vitest';
import { Mail } from '../../src/notify/mail.js';
import { Push } from '../../src/notify/push.js';
import { pushWay } from '../../src/pipeline/telling/push-way.js';
import { Sending } from '../../src/pipeline/telling/sending.js';
import type { DataSource } from '../../src/store/database.js';
import { notify } from '../../src/store/notifications/notify.js';
import { NotificationRulesStore } from '../../src/store/notifications/notification-rules.store.js';
import { NotificationsStore } from '../../src/store/notifications/notifications.store.js';
import { OutgoingStore } from '../../src/store/notifications/outgoing.store.js';
import { PushStore } from '../../src/store/notifications/push.store.js';
import { digestOf } from '../../src/store/access/secret.js';
import type { Channel } from '../../src/domain/notification.js';
import { openDatabase } from '../support/database.js';
import { header, MailServer } from '../support/mail-server.js';
import { Dice } from '../support/makers.js';
import { choose, personally, rulesOf } from '../support/notifications.js';
import { PushService, Subscriber } from '../support/push-service.js';
import { Records } from '../support/records.js';
import { Fate, mortalDatabase } from './mortal.js';

const { database } = await openDatabase();
const make = new Records(database);
const server = await MailServer.open();
const service = await PushService.open();
const http = service.http();
const outgoing = new OutgoingStore(database);
const HOME = 'https://earshot.example';

/** What sends, over a database that may die. */
function sender(over: DataSource = database, leaseSeconds = 60): Sending {
  const browsers = new PushStore(over);
  const mail = new Mail({
    url: `smtp://${server.host}`,
    from: 'Earshot <earshot@example.org>',
    timeoutMs: 5_000,
  });
  const push = async (): Promise<Push> =>
    new Push(pushWay(http, true), {
      privateKey: (await browsers.keys()).privateKey,
      contact: HOME,
    });
  const options = { home: HOME, installation: 'abc', leaseSeconds };
  return new Sending(new OutgoingStore(over), browsers, { mail, push }, options);
}

let mentionId: string;
let nth = 0;
beforeEach(async () => {
  await database.query('TRUNCATE source, monitor, author, outgoing_message CASCADE');
  await database.query('DELETE FROM app_user');
  const [source, monitor] = [await make.source({ name: 'Forum' }), await make.monitor()];
  ({ id: mentionId } = await make.mention({
    sourceId: source.id,
    monitorIds: [monitor.id],
    title: 'My player broke',
    priority: 82,
  }));
  server.taken.length = 0;
  server.tries = 0;
  server.manners = 'takes';
  service.taken.length = 0;
  service.answers.clear();
});

/** Someone whom things happen to by these ways. */
async function person(ways: Channel[]): Promise<string> {
  const { id } = await make.user();
  await choose(database, id, rulesOf({}, { events: personally(ways) }));
  return id;
}
const happen = (userId: string): Promise<void> =>
  notify(database, [{ userId, kind: 'came-back', event: `test:${++nth}`, mentionId }]);
const NOON = new Date(Date.now() + 26 * 3_600_000);
const messages = (): Promise<unknown[]> =>
  database.query(
    `SELECT channel, tries, sent_at IS NOT NULL AS sent, given_up_at IS NOT NULL AS "givenUp", failure
       FROM outgoing_message ORDER BY id`,
  );
const dueNow = (): Promise<unknown> =>
  database.query('UPDATE outgoing_message SET next_try_at = now()');

describe('the daily e-mail', () => {
  it('holds all that waits, goes once a day however many make it, and not when there is nothing', async () => {
    const ann = await person(['digest']);
    await person(['digest']);
    await happen(ann);
    await happen(ann);
    expect(await outgoing.makeDigests(true)).toBe(0);
    await Promise.all([1, 2, 3, 4].map(() => outgoing.makeDigests(true, NOON)));
    await Promise.all([1, 2].map(() => sender().send(['digest', 'mail'])));
    expect(server.taken).toHaveLength(1);
    const raw = server.taken[0]?.raw ?? '';
    expect(raw.match(/earshot\.example\/inbox\/\d+$/gm)).toHaveLength(2);
    expect(header(raw, 'Message-ID')).toMatch(/^<digest\.\d+\.abc@earshot>$/);
    await happen(ann);
    expect(await outgoing.makeDigests(true, NOON)).toBe(0);
    expect(await messages()).toHaveLength(1);
  });

  it('leaves out what was read in the page', async () => {
    const ann = await person(['app', 'digest']);
    await happen(ann);
    await new NotificationsStore(database).readUpTo(ann, String(Number.MAX_SAFE_INTEGER));
    await outgoing.makeDigests(true, NOON);
    expect(await messages()).toEqual([]);
  });

  it('waits for the next day while e-mails are not set up', async () => {
    const ann = await person(['digest']);
    await happen(ann);
    expect(await outgoing.makeDigests(false, NOON)).toBe(1);
    expect(await messages()).toEqual([]);
    const nextDay = new Date(NOON.getTime() + 24 * 3_600_000);
    expect(await outgoing.makeDigests(true, nextDay)).toBe(1);
    expect(await messages()).toHaveLength(1);
  });
});

describe('an e-mail at once', () => {
  it('goes at once, and what follows soon goes together', async () => {
    const ann = await person(['mail']);
    await happen(ann);
    await outgoing.makeAtOnce('mail');
    await happen(ann);
    await happen(ann);
    await outgoing.makeAtOnce('mail');
    expect(await messages()).toHaveLength(1);
    await database.query(`UPDATE outgoing_message SET created_at = now() - interval '3 minutes'`);
    await Promise.all([outgoing.makeAtOnce('mail'), outgoing.makeAtOnce('mail')]);
    await sender().send(['mail']);
    expect(new Set(server.taken.map(({ raw }) => header(raw, 'Subject')))).toEqual(
      new Set(['2 new in Earshot', 'What you had waiting is back: My player broke']),
    );
  });

  it('is tried again later and later while the server cannot, and says why', async () => {
    const ann = await person(['mail']);
    await happen(ann);
    await outgoing.makeAtOnce('mail');
    server.manners = 'busy';
    const waits: number[] = [];
    for (let round = 0; round < 3; round++) {
      await dueNow();
      expect(await sender().send(['mail'])).toBe(1);
      expect(await sender().send(['mail'])).toBe(0);
      const [{ wait }] = await database.query<[{ wait: number }]>(
        'SELECT extract(epoch FROM next_try_at - now())::float8 AS wait FROM outgoing_message',
      );
      waits.push(wait / 60 / 2 ** round);
    }
    for (const minutes of waits) expect(minutes).toBeGreaterThan(0.75);
    for (const minutes of waits) expect(minutes).toBeLessThan(1.25);
    expect(await messages()).toMatchObject([{ tries: 3, sent: false, givenUp: false }]);
    expect(await new NotificationRulesStore(database).mailFailure(ann)).toContain(
      'come again later',
    );
    server.manners = 'takes';
    await dueNow();
    await sender().send(['mail']);
    expect(await new NotificationRulesStore(database).mailFailure(ann)).toBeNull();
    expect(await messages()).toMatchObject([{ tries: 4, sent: true, failure: null }]);
  });

  it('is given up when it is refused for good, or a day old', async () => {
    const ann = await person(['mail']);
    await happen(ann);
    await outgoing.makeAtOnce('mail');
    server.manners = 'refuses';
    await sender().send(['mail']);
    expect(await messages()).toMatchObject([{ sent: false, givenUp: true }]);
    await database.query(
      `UPDATE outgoing_message SET given_up_at = NULL, created_at = now() - interval '25 hours', next_try_at = now()`,
    );
    server.manners = 'busy';
    await sender().send(['mail']);
    expect(await messages()).toMatchObject([{ sent: false, givenUp: true }]);
    await dueNow();
    expect(await sender().send(['mail'])).toBe(0);
  });

  it('tells nothing that was erased since it was made', async () => {
    const ann = await person(['mail']);
    await happen(ann);
    await outgoing.makeAtOnce('mail');
    await database.query('UPDATE mention SET erased_at = now()');
    await sender().send(['mail']);
    expect(server.taken).toEqual([]);
    expect(await messages()).toMatchObject([{ sent: true }]);
  });

  it('ends with the link that stands in it, also what is on its way', async () => {
    const ann = await person(['app', 'mail', 'digest']);
    await happen(ann);
    await outgoing.makeAtOnce('mail');
    await sender().send(['mail']);
    const link = header(server.taken[0]?.raw ?? '', 'List-Unsubscribe') ?? '';
    const token = /unsubscribe\/([\w-]+)>$/.exec(link)?.[1] ?? '';
    await happen(ann);
    await outgoing.makeDigests(true, NOON);
    const rules = new NotificationRulesStore(database);
    expect(await rules.unsubscribe('x'.repeat(32))).toBe(false);
    expect(await rules.unsubscribe(token)).toBe(true);
    await outgoing.makeAtOnce('mail');
    await dueNow();
    await sender().send(['mail', 'digest']);
    expect(server.taken).toHaveLength(1);
    expect((await rules.of(ann))?.rules.events.assigned).toEqual(['app']);
  });
});

describe('a process that dies', () => {
  it('after it sent and before it wrote that down has the message sent again, under the same name', async () => {
    const ann = await person(['mail']);
    await happen(ann);
    await outgoing.makeAtOnce('mail');
    // The server takes it, and nobody hears that it did.
    server.manners = 'lost-answer';
    await sender().send(['mail']);
    server.manners = 'takes';
    await dueNow();
    await sender().send(['mail']);
    const names = server.taken.map(({ raw }) => header(raw, 'Message-ID'));
    expect(names).toHaveLength(2);
    expect(new Set(names).size).toBe(1);
    await dueNow();
    expect(await sender().send(['mail'])).toBe(0);
  });

  it('keeps a message to itself no longer than its lease', async () => {
    const ann = await person(['mail']);
    await happen(ann);
    await outgoing.makeAtOnce('mail');
    expect(await outgoing.claim(['mail'], { most: 5, leaseSeconds: 60 })).toHaveLength(1);
    expect(await outgoing.claim(['mail'], { most: 5, leaseSeconds: 60 })).toHaveLength(0);
    await dueNow();
    expect(await outgoing.claim(['mail'], { most: 5, leaseSeconds: 60 })).toMatchObject([
      { tries: 2 },
    ]);
  });

  it(
    'anywhere and often leaves nobody untold, and each message one name',
    { timeout: 60_000 },
    async () => {
      const people = await Promise.all(Array.from({ length: 8 }, () => person(['mail', 'digest'])));
      for (const id of people) for (let n = 0; n < 3; n++) await happen(id);
      // All digests are made in one transaction of dozens of statements: it must live to its end now and then.
      const fate = new Fate(new Dice(9), 0.04);
      const mortal = mortalDatabase(database, fate);
      const making = new OutgoingStore(mortal);
      const isDone = async (): Promise<boolean> => {
        const [{ left }] = await database.query<[{ left: number }]>(
          `SELECT ((SELECT count(*) FROM notification_sending WHERE message_id IS NULL)
               + (SELECT count(*) FROM outgoing_message WHERE sent_at IS NULL))::int AS left`,
        );
        return left === 0;
      };
      for (let round = 0; round < 200 && !(await isDone()); round++) {
        await Promise.allSettled([
          making.makeDigests(true, NOON),
          making.makeAtOnce('mail'),
          making.makeDigests(true, NOON),
          making.makeAtOnce('mail'),
        ]);
        await dueNow();
        await Promise.allSettled([
          sender(mortal, 30).send(['mail', 'digest']),
          sender(mortal, 30).send(['mail', 'digest']),
        ]);
      }
      expect(fate.deaths).toBeGreaterThan(5);
      expect(await isDone()).toBe(true);
      const byName = new Map<string, Set<string>>();
      for (const { raw, to } of server.taken) {
        const name = header(raw, 'Message-ID') ?? '';
        byName.set(
          name,
          (byName.get(name) ?? new Set()).add(`${String(to)} ${header(raw, 'Subject')}`),
        );
      }
      // At least once each, and whatever was sent twice was the same, under the same name.
      expect(byName.size).toBe(people.length * 2);
      expect([...byName.values()].every((same) => same.size === 1)).toBe(true);
    },
  );
});

describe('push messages', () => {
  const join = async (userId: string, path: string, session: string | null = null) => {
    const browser = new Subscriber(`${service.origin}${path}`);
    await new PushStore(database).subscribe(
      userId,
      { ...browser.subscription(), name: 'Firefox' },
      session,
    );
    return browser;
  };
  const sendAll = async (): Promise<void> => {
    await outgoing.makeAtOnce('push');
    await sender().send(['push']);
  };

  it('reach all browsers of the person', async () => {
    const ann = await person(['push']);
    const [one, other] = [await join(ann, '/one'), await join(ann, '/other')];
    await happen(ann);
    await sendAll();
    expect(new Set(service.taken.map(({ path }) => path))).toEqual(new Set(['/one', '/other']));
    for (const taken of service.taken)
      expect((taken.path === '/one' ? one : other).read(taken)).toMatchObject({
        title: 'What you had waiting is back',
        body: 'My player broke',
        path: `/inbox/${mentionId}`,
      });
  });

  it('forget a browser that is gone, and go to the others', async () => {
    const ann = await person(['push']);
    await join(ann, '/gone');
    await join(ann, '/here');
    service.answers.set('/gone', 410);
    await happen(ann);
    await sendAll();
    expect(await messages()).toMatchObject([{ sent: true }]);
    expect(await new PushStore(database).subscriptions(ann)).toMatchObject([
      { endpoint: `${service.origin}/here` },
    ]);
  });

  it('that must be sent again bear the same name, so that a browser shows them once', async () => {
    const ann = await person(['push']);
    const good = await join(ann, '/good');
    await join(ann, '/bad');
    service.answers.set('/bad', 500);
    await happen(ann);
    await sendAll();
    expect(await messages()).toMatchObject([{ sent: false, givenUp: false }]);
    service.answers.clear();
    await dueNow();
    await sender().send(['push']);
    const shown = service.taken
      .filter(({ path }) => path === '/good')
      .map((taken) => good.read(taken));
    expect(shown).toHaveLength(2);
    expect(shown[0]).toEqual(shown[1]);
    expect(await messages()).toMatchObject([{ sent: true }]);
  });

  it('end with the session in which the browser joined, and when another person takes it over', async () => {
    const ann = await person(['push']);
    await database.query(
      `INSERT INTO session (digest, user_id, expires_at) VALUES ($1, $2, now() + interval '1 day')`,
      [digestOf('a-secret'), ann],
    );
    await join(ann, '/session', 'a-secret');
    const store = new PushStore(database);
    expect(await store.subscriptions(ann)).toHaveLength(1);
    await database.query('DELETE FROM session');
    expect(await store.subscriptions(ann)).toHaveLength(0);
    await store.sweep();
    const bob = await person(['push']);
    await join(ann, '/shared');
    await join(bob, '/shared');
    expect(await store.subscriptions(ann)).toHaveLength(0);
    expect(await store.browsers(bob)).toMatchObject([{ name: 'Firefox' }]);
    const id = (await store.browsers(bob))[0]?.id ?? '';
    expect(await store.remove(ann, id)).toBe(false);
    expect(await store.remove(bob, id)).toBe(true);
  });
});
