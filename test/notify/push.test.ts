import { describe, expect, it } from 'vitest';
import { Push, PushError, type PushText } from '../../src/notify/push.js';
import { pushWay } from '../../src/pipeline/telling/push-way.js';
import { PushStore } from '../../src/store/notifications/push.store.js';
import { openDatabase } from '../support/database.js';
import { PushService, Subscriber, type TakenPush, vapidClaims } from '../support/push-service.js';

const { database } = await openDatabase();
const service = await PushService.open();
const http = service.http();
const { publicKey, privateKey } = await new PushStore(database).keys();
const push = (allowPrivate: boolean): Push =>
  new Push(pushWay(http, allowPrivate), { privateKey, contact: 'https://earshot.example' });
const text: PushText = {
  title: 'High',
  body: 'My player broke 😀',
  path: '/inbox/7',
  tag: 'push-1',
  language: 'en',
};
const browser = (path: string): Subscriber => new Subscriber(`${service.origin}${path}`);
const failed = (sending: Promise<unknown>): Promise<PushError> =>
  sending.then(
    () => Promise.reject(new Error('it was sent')),
    (error: unknown) => {
      expect(error).toBeInstanceOf(PushError);
      return error as PushError;
    },
  );

describe('a push message', () => {
  it('can be read by its browser only, and says who sent it', async () => {
    const ann = browser('/ann');
    expect(await push(true).send(ann.subscription(), text)).toBe('sent');
    const taken = service.taken.at(-1) as TakenPush;
    expect(ann.read(taken)).toEqual(text);
    expect(() => browser('/ann').read(taken)).toThrow('unable to authenticate');
    expect(taken.body.toString('latin1')).not.toContain('player');
    expect(taken.headers).toMatchObject({ 'content-encoding': 'aesgcm', urgency: 'high' });
    expect(Number(taken.headers['ttl'])).toBe(12 * 3600);
    const claims = vapidClaims(taken.headers.authorization ?? '', publicKey);
    expect(claims).toMatchObject({ aud: service.origin, sub: 'https://earshot.example' });
    expect(Number(claims['exp']) - Date.now() / 1000).toBeLessThan(24 * 3600);
  });

  it('finds out that a browser is there no more', async () => {
    service.answers.set('/gone', 410).set('/unknown', 404);
    expect(await push(true).send(browser('/gone').subscription(), text)).toBe('dead');
    expect(await push(true).send(browser('/unknown').subscription(), text)).toBe('dead');
  });

  it.each([
    [429, false],
    [500, false],
    [503, false],
    [400, true],
    [403, true],
    [413, true],
  ])('that is answered with %d is given up: %s', async (status, isFinal) => {
    const path = `/answers-${status}`;
    service.answers.set(path, status);
    const other = await PushService.open();
    other.answers.set(path, status);
    const { origin } = other;
    const way = pushWay(other.http(), true);
    const sender = new Push(way, { privateKey, contact: 'https://earshot.example' });
    const target = new Subscriber(`${origin}${path}`).subscription();
    expect(await failed(sender.send(target, text))).toMatchObject({ isFinal });
  });

  it('never goes to an address in our own network, unless that is allowed', async () => {
    const before = service.taken.length;
    const error = await failed(push(false).send(browser('/inside').subscription(), text));
    expect(error).toMatchObject({ isFinal: false });
    expect(error.message).toContain('not a public address');
    expect(service.taken).toHaveLength(before);
  });

  it('never goes to an address that is none, or with keys that are none', async () => {
    const { keys } = browser('/x').subscription();
    for (const target of [
      { endpoint: 'http://place.example/x', keys },
      { endpoint: 'nowhere', keys },
      { endpoint: `${service.origin}/x`, keys: { ...keys, p256dh: 'AAAA' } },
      { endpoint: `${service.origin}/x`, keys: { ...keys, auth: 'AAAA' } },
    ])
      expect(await failed(push(true).send(target, text))).toMatchObject({ isFinal: true });
  });
});

it('has one key, however many ask for it first', async () => {
  await database.query('DELETE FROM push_key');
  const keys = await Promise.all([1, 2, 3, 4].map(() => new PushStore(database).keys()));
  expect(new Set(keys.map(({ publicKey: key }) => key)).size).toBe(1);
  expect(await new PushStore(database).keys()).toEqual(keys[0]);
});
