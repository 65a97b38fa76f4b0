import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  NotificationPage,
  NotificationRulesView,
  type NotificationRulesWrite,
  PushKey,
  type View,
} from '../../src/api/views.js';
import { notify } from '../../src/store/notifications/notify.js';
import { startApi } from '../support/api.js';
import { Client } from '../support/client.js';
import { EventStream } from '../support/event-stream.js';
import { personally, rulesOf } from '../support/notifications.js';
import { Subscriber } from '../support/push-service.js';

const api = await startApi();
const { make, database } = api;
const within = { timeout: 10_000, interval: 20 };
const open: EventStream[] = [];
afterEach(() => open.splice(0).forEach((stream) => stream.close()));

let nth = 0;
async function happens(userId: string, title = 'My player broke'): Promise<void> {
  const [source, monitor] = [await make.source(), await make.monitor()];
  const { id } = await make.mention({ sourceId: source.id, monitorIds: [monitor.id], title });
  const by = await make.user({ name: 'Bob' });
  const event = { event: `assigned:${++nth}`, mentionId: id, byUserId: by.id };
  await notify(database, [{ userId, kind: 'assigned', ...event }]);
}
const chosen = (
  given: Partial<View<typeof NotificationRulesWrite>> = {},
): View<typeof NotificationRulesWrite> =>
  ({
    rules: rulesOf({ high: ['digest', 'mail'] }, { events: personally(['app', 'mail']) }),
    digest: { at: '07:30', zone: 'Europe/Berlin', days: [1, 2, 3] },
    language: 'de',
    ...given,
  }) as View<typeof NotificationRulesWrite>;

describe('notifications', () => {
  it('are listed in pages, and read by their person only', async () => {
    const [ann, bob] = [await api.as('read-only'), await api.as('admin')];
    for (const title of ['One', 'Two', 'Three']) await happens(ann.user.id, title);
    const first = await ann.get(NotificationPage, '/notifications?limit=2');
    expect(first.items.map(({ mention }) => mention?.title)).toEqual(['Three', 'Two']);
    expect(first).toMatchObject({
      unread: 3,
      items: [{ kind: 'assigned', by: { name: 'Bob' } }, {}],
    });
    const second = await ann.get(
      NotificationPage,
      `/notifications?limit=2&cursor=${first.next ?? ''}`,
    );
    expect(second).toMatchObject({ items: [{ mention: { title: 'One' } }], next: null });
    expect((await bob.get(NotificationPage, '/notifications')).items).toEqual([]);
    const newest = { id: first.items[0]?.id ?? '' };
    const mark = (who: Client, body: object) =>
      who.send('POST', '/api/v1/notifications/read', { body });
    expect((await mark(bob, { upTo: newest.id })).status).toBe(204);
    expect((await ann.get(NotificationPage, '/notifications')).unread).toBe(3);
    expect((await mark(ann, { ids: [newest.id] })).status).toBe(204);
    expect((await ann.get(NotificationPage, '/notifications?unread=true')).items).toHaveLength(2);
    await mark(ann, { ids: [newest.id], read: false });
    await mark(ann, { upTo: newest.id });
    expect((await ann.get(NotificationPage, '/notifications')).unread).toBe(0);
    expect((await mark(ann, {})).status).toBe(400);
    expect((await ann.send('GET', '/api/v1/notifications?cursor=none')).status).toBe(400);
  });

  it('are told live to whom they are for, and to nobody else', async () => {
    const [ann, bob] = [await api.as('on-call'), await api.as('on-call')];
    const [hers, his] = await Promise.all(
      [ann, bob].map((one) => EventStream.open(`${api.url}/api/v1/events`, one.headers())),
    );
    if (hers === undefined || his === undefined) throw new Error('no streams');
    open.push(hers, his);
    await vi.waitFor(
      () => expect(hers.text + his.text).toMatch(/: listening[^]*: listening/),
      within,
    );
    await happens(ann.user.id);
    await happens(bob.user.id);
    const told = (stream: EventStream): unknown[] =>
      stream
        .events('change')
        .filter((event) => (event as { kind: string }).kind === 'notifications');
    await vi.waitFor(() => expect(told(his)).toHaveLength(1), within);
    expect(told(hers)).toEqual([{ kind: 'notifications', ids: [ann.user.id] }]);
    expect(told(his)).toEqual([{ kind: 'notifications', ids: [bob.user.id] }]);
  });
});

describe('what a person wants to be told of', () => {
  const PATH = '/me/notification-rules';

  it('is the usual until they choose, and then what they chose', async () => {
    const [ann, bob] = [await api.as('read-only'), await api.as('read-only')];
    const usual = await ann.get(NotificationRulesView, PATH);
    expect(usual).toMatchObject({
      chosen: false,
      mail: { missing: 'from', to: ann.user.email, nextDigestAt: null, failure: null },
      push: { browsers: [] },
    });
    const now = await ann.ask(NotificationRulesView, 'PUT', PATH, { body: chosen() });
    expect(now).toMatchObject({ ...chosen(), chosen: true });
    expect(now.mail.nextDigestAt).not.toBeNull();
    expect((await bob.get(NotificationRulesView, PATH)).chosen).toBe(false);
  });

  it.each([
    ['no time of day', { digest: { at: '25:00', zone: 'UTC', days: [1] } }],
    ['no zone', { digest: { at: '08:00', zone: 'Mars/Olympus', days: [1] } }],
    ['no day', { digest: { at: '08:00', zone: 'UTC', days: [] } }],
    ['no such way', { rules: { ...chosen().rules, every: { low: ['pigeon'] } } }],
    ['no such thing', { rules: { ...chosen().rules, more: true } }],
  ])('is refused when it names %s', async (_what, given) => {
    const ann = await api.as('read-only');
    const answer = await ann.send('PUT', `/api/v1${PATH}`, { body: { ...chosen(), ...given } });
    expect(answer.status).toBe(400);
  });
});

describe('the link in e-mails', () => {
  it('asks first, and ends them by a POST of whoever has it, a mail program for one', async () => {
    const ann = await api.as('read-only');
    await ann.ask(NotificationRulesView, 'PUT', '/me/notification-rules', { body: chosen() });
    const [{ token }] = await database.query<[{ token: string }]>(
      'SELECT unsubscribe AS token FROM notification_rules WHERE user_id = $1',
      [ann.user.id],
    );
    const link = `${api.url}/api/v1/unsubscribe/${token}`;
    const looked = await fetch(link, { redirect: 'manual' });
    expect([looked.status, looked.headers.get('location')]).toEqual([302, `/unsubscribe#${token}`]);
    const rules = () => ann.get(NotificationRulesView, '/me/notification-rules');
    expect((await rules()).rules.every.high).toEqual(['digest', 'mail']);
    const stopped = await fetch(link, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    });
    expect(stopped.status).toBe(204);
    const now = await rules();
    expect(now.rules.every.high).toEqual([]);
    expect(now.rules.events.called).toEqual(['app']);
    expect(now.mail.nextDigestAt).toBeNull();
    expect((await fetch(`${link}x`, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${api.url}/api/v1/unsubscribe/short`, { method: 'POST' })).status).toBe(
      400,
    );
  });
});

describe('browsers', () => {
  const browser = new Subscriber('https://push.example/one').subscription();
  const rules = (who: Client) => who.get(NotificationRulesView, '/me/notification-rules');

  it('join with the key of this Earshot, and leave', async () => {
    const ann = await api.as('read-only');
    const { key } = await ann.get(PushKey, '/push/key');
    expect(Buffer.from(key, 'base64url')).toHaveLength(65);
    const body = { ...browser, name: 'Firefox, Linux' };
    expect((await ann.send('POST', '/api/v1/me/push', { body })).status).toBe(204);
    expect((await ann.send('POST', '/api/v1/me/push', { body })).status).toBe(204);
    expect((await rules(ann)).push.browsers).toMatchObject([{ name: 'Firefox, Linux' }]);
    const { endpoint } = browser;
    await ann.send('DELETE', '/api/v1/me/push', { body: { endpoint } });
    expect((await rules(ann)).push.browsers).toEqual([]);
  });

  it('belong to one person, and leave when that one signs out', async () => {
    const [ann, bob] = [await api.as('read-only'), await api.as('read-only')];
    await ann.send('POST', '/api/v1/me/push', { body: browser });
    const id = (await rules(ann)).push.browsers[0]?.id ?? '';
    expect((await bob.send('DELETE', `/api/v1/me/push/${id}`)).status).toBe(404);
    await ann.send('DELETE', '/api/v1/session');
    const [{ count }] = await database.query<[{ count: number }]>(
      `SELECT count(*)::int AS count FROM push_subscription p JOIN session s ON s.digest = p.session_digest`,
    );
    expect(count).toBe(0);
  });

  it('name a push service that is reached by https, and keys that are some', async () => {
    const ann = await api.as('read-only');
    for (const body of [
      { ...browser, endpoint: 'http://push.example/one' },
      { ...browser, endpoint: 'file:///etc/passwd' },
      { ...browser, keys: { ...browser.keys, auth: '!' } },
      { endpoint: browser.endpoint },
    ])
      expect((await ann.send('POST', '/api/v1/me/push', { body })).status).toBe(400);
  });
});
