import { createHmac } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { Problem, SourceDetail, SourceIntakeView } from '../../src/api/views.js';
import { PollStep } from '../../src/pipeline/poll.step.js';
import { MentionEntity } from '../../src/store/entities/mention.entity.js';
import { SourceEntity } from '../../src/store/entities/source.entity.js';
import { MentionsStore } from '../../src/store/mentions.store.js';
import { MonitorsStore } from '../../src/store/monitors.store.js';
import { SourcesStore } from '../../src/store/sources.store.js';
import { startApi } from '../support/api.js';
import { addMonitor, addSource, makeSettings } from '../support/makers.js';
import { outsideOf } from '../support/outside.js';
import { PoliteHttp } from '../../src/connectors/http.js';

const api = await startApi({ publicUrl: 'https://earshot.example' });
const { database, bus } = api;
const manager = await api.as('manager');
await addMonitor(database);

let source: SourceEntity;
let secret: string;
beforeEach(async () => {
  await database.query('TRUNCATE source CASCADE');
  source = await addPushed();
  secret = await secretOf(source.id);
});

const addPushed = (params: object = {}): Promise<SourceEntity> =>
  addSource(database, {
    kind: 'webhook',
    locator: `webhook:${Math.random()}`,
    host: 'shop',
    params: { name: 'Shop', secretVersion: 1, ...params },
  });
const secretOf = async (id: string): Promise<string> =>
  (await manager.get(SourceIntakeView, `/sources/${id}/intake`)).secret;
const mentions = (): Promise<MentionEntity[]> =>
  database.getRepository(MentionEntity).find({ order: { externalId: 'ASC' } });
const present = (): Promise<SourceEntity> =>
  database.getRepository(SourceEntity).findOneByOrFail({ id: source.id });

interface Delivery {
  readonly id?: string;
  readonly at?: Date;
  readonly secret?: string;
  readonly to?: string;
}

/** Sends as a sender of Standard Webhooks does, with its own library. */
async function send(payload: unknown, { id = 'msg_1', at = new Date(), ...given }: Delivery = {}) {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const response = await fetch(`${api.url}/api/v1/intake/${given.to ?? source.id}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(given.secret ?? secret).sign(id, at, body),
    },
    body,
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const detailOf = (answer: { text: string }): string | undefined =>
  Problem.parse(JSON.parse(answer.text)).detail;

const row = { external_id: 'r-1', text: 'Apex is late', published_at: '2026-03-01T10:00:00Z' };

describe('a signed delivery', () => {
  it('is stored at once, with what a monitor listens for, and sent on to be read', async () => {
    const answer = await send([row, { external_id: 'r-2', text: 'nothing of ours' }]);
    expect([answer.status, answer.text]).toEqual([202, '']);
    expect(await mentions()).toMatchObject([
      { externalId: 'r-1', text: 'Apex is late', matchedBecause: ['has "apex"'] },
    ]);
    const read = (await bus.overview()).find(({ name }) => name === 'read');
    expect(read?.waiting).toBeGreaterThan(0);
  });

  it('counts as an answer of its place', async () => {
    await send(row);
    const shown = await manager.get(SourceDetail, `/sources/${source.id}`);
    expect(shown).toMatchObject({ state: 'quiet', mentionCount: 1, failures: 0 });
    expect(shown.polls).toMatchObject([{ outcome: 'items', items: 1, matched: 1, stored: 1 }]);
    expect(shown.lastItemAt).toBe('2026-03-01T10:00:00.000Z');
    expect(shown.lastAnsweredAt).not.toBeNull();
  });

  it('that comes twice counts once', async () => {
    await send(row);
    await send({ ...row, text: 'Apex is late. Edit: it came' }, { id: 'msg_2' });
    expect((await send(row)).status).toBe(202);
    expect(await mentions()).toMatchObject([{ text: 'Apex is late. Edit: it came' }]);
  });

  it('that comes many times at once counts once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(row)));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(202));
    expect(await database.query('SELECT FROM poll')).toHaveLength(1);
  });

  it('tells of a deletion', async () => {
    await send(row);
    await send({ type: 'mention.deleted', data: { external_id: 'r-1' } }, { id: 'msg_2' });
    expect((await mentions())[0]?.goneAt).not.toBeNull();
  });

  it('keeps an edited post, whatever it says now', async () => {
    await send(row);
    await send({ ...row, text: 'all is well' }, { id: 'msg_2' });
    expect(await mentions()).toMatchObject([{ text: 'all is well' }]);
  });
});

describe('a delivery of GitHub', () => {
  const body = JSON.stringify({
    action: 'opened',
    repository: { full_name: 'acme/app', html_url: 'https://github.com/acme/app' },
    issue: {
      id: 7,
      node_id: 'I_7',
      html_url: 'https://github.com/acme/app/issues/1',
      title: 'Apex crashes',
      created_at: '2026-03-01T10:00:00Z',
    },
  });
  const post = (key: string, event = 'issues'): Promise<Response> =>
    fetch(`${api.url}/api/v1/intake/${source.id}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-github-event': event,
        'x-github-delivery': crypto.randomUUID(),
        'x-hub-signature-256': `sha256=${createHmac('sha256', key).update(body).digest('hex')}`,
      },
      body,
    });

  it('is stored once, by what is signed', async () => {
    expect((await post(secret)).status).toBe(202);
    expect((await post(secret)).status).toBe(202);
    expect(await mentions()).toMatchObject([{ externalId: '7', title: 'Apex crashes' }]);
    expect(await database.query('SELECT FROM delivery')).toHaveLength(1);
  });

  it('with another secret is refused', async () => {
    expect((await post('whsec_other')).status).toBe(401);
  });
});

describe('what is refused', () => {
  it.each<[string, () => Promise<{ status: number }>, number]>([
    ['an unknown source', () => send(row, { to: '987654321' }), 404],
    ['an old delivery', () => send(row, { at: new Date(Date.now() - 301_000) }), 401],
    ['one of the future', () => send(row, { at: new Date(Date.now() + 303_000) }), 401],
    ['a wrong secret', () => send(row, { secret: `whsec_${btoa('another secret')}` }), 401],
    ['no signature', () => manager.send('POST', `/api/v1/intake/${source.id}`, { body: row }), 401],
    ['what is no post', () => send({ hello: 'world' }), 422],
    ['what is no JSON', () => send('hello'), 422],
    ['too much', () => send({ text: 'x'.repeat(1_100_000) }), 413],
  ])('%s', async (_case, sent, status) => {
    expect((await sent()).status).toBe(status);
    expect(await mentions()).toEqual([]);
  });

  it('says why, and of an unknown source nothing else than of a polled one', async () => {
    const polled = await addSource(database);
    expect(detailOf(await send(row, { to: polled.id }))).toBe(
      detailOf(await send(row, { to: '987654321' })),
    );
    expect(detailOf(await send(row, { secret: 'whsec_AAAA' }))).toMatch(/signature does not hold/);
    expect(detailOf(await send([row, { external_id: 2 }]))).toMatch(/Row 2 .*text must be there/);
  });

  it('a paused source takes nothing, and says so to its sender only', async () => {
    await database.query('UPDATE source SET enabled = false');
    expect((await send(row)).status).toBe(409);
    expect((await send(row, { secret: 'whsec_AAAA' })).status).toBe(401);
    await database.query('UPDATE source SET enabled = true');
    expect((await send(row)).status).toBe(202);
    expect(await mentions()).toHaveLength(1);
  });

  it('a flood of the right sender waits, and nobody else can keep it out', async () => {
    const forged = await Promise.all(
      Array.from({ length: 700 }, () => send(row, { secret: 'whsec_AAAA' })),
    );
    expect(new Set(forged.map(({ status }) => status))).toEqual(new Set([401]));
    const answers = [];
    for (let batch = 0; batch < 7; batch++)
      answers.push(...(await Promise.all(Array.from({ length: 100 }, () => send(row)))));
    expect(answers.filter(({ status }) => status === 202).length).toBeGreaterThanOrEqual(600);
    const late = answers.find(({ status }) => status === 429);
    expect(Number(late?.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('what cannot be used shows in the health of its source, until something can', async () => {
    await send(row);
    await send({ hello: 'world' }, { id: 'msg_2' });
    await send({ hello: 'world' }, { id: 'msg_3' });
    expect(await present()).toMatchObject({ failures: 2, lastErrorCode: 'unreadable' });
    await send(row, { id: 'msg_4' });
    expect(await present()).toMatchObject({ failures: 0, lastErrorCode: null });
  });
});

describe('the secret', () => {
  it('is shown to those who configure, with the address', async () => {
    const shown = await manager.get(SourceIntakeView, `/sources/${source.id}/intake`);
    expect(shown.url).toBe(`https://earshot.example/api/v1/intake/${source.id}`);
    expect(shown.secret).toMatch(/^whsec_[\w+/]{43}=$/);
    const reader = await api.as('community-manager');
    expect((await reader.send('GET', `/api/v1/sources/${source.id}/intake`)).status).toBe(403);
    expect((await api.anyone.send('GET', `/api/v1/sources/${source.id}/intake`)).status).toBe(401);
  });

  it('is another one for each source, and for a polled one there is none', async () => {
    expect(await secretOf((await addPushed()).id)).not.toBe(secret);
    const polled = await addSource(database);
    expect((await manager.send('GET', `/api/v1/sources/${polled.id}/intake`)).status).toBe(404);
  });

  it('holds until the one after the next', async () => {
    const change = (secretVersion: number): Promise<unknown> =>
      database.query('UPDATE source SET params = $1', [{ name: 'Shop', secretVersion }]);
    await change(2);
    expect(await secretOf(source.id)).not.toBe(secret);
    expect((await send(row)).status).toBe(202);
    await change(3);
    expect((await send(row, { id: 'msg_2' })).status).toBe(401);
  });
});

describe('the schedule', () => {
  const look = async (): Promise<SourceEntity> => {
    const sources = new SourcesStore(database);
    const http = new PoliteHttp({ userAgent: 'test' });
    await database.query('UPDATE source SET next_poll_at = now()');
    expect(await sources.claim(source.id, 120)).toBe(true);
    const stores = [new MonitorsStore(database), new MentionsStore(database)] as const;
    const settings = makeSettings();
    const step = new PollStep(database, sources, ...stores, bus, outsideOf(http), settings);
    await step.handle({ sourceId: source.id });
    await http.close();
    return present();
  };
  const state = async (): Promise<string> =>
    (await manager.get(SourceDetail, `/sources/${source.id}`)).state;

  it('never asks it: before anything was sent it was never tried', async () => {
    const after = await look();
    expect(after).toMatchObject({ lastPolledAt: null, failures: 0, claimedUntil: null });
    expect(after.nextPollAt.getTime()).toBeGreaterThan(Date.now());
    expect(await state()).toBe('never-tried');
  });

  it('takes silence for what it is, once something was sent', async () => {
    await send({ ...row, published_at: new Date().toISOString() });
    const after = await look();
    expect(after).toMatchObject({ failures: 0, lastErrorCode: null });
    expect(await state()).toBe('answering');
  });

  it('does not take a sender for well that sends what cannot be used', async () => {
    await send(row);
    await send({ hello: 'world' }, { id: 'msg_2' });
    await send({ hello: 'world' }, { id: 'msg_3' });
    expect(await look()).toMatchObject({ failures: 2, lastErrorCode: 'unreadable' });
    expect(await state()).toBe('failing');
  });
});
