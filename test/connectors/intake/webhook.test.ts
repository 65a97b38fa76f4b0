import { createHmac } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../../src/connectors/connector.js';
import type { Headers } from '../../../src/connectors/http.js';
import { verified } from '../../../src/connectors/intake/signatures.js';
import { webhookConnector } from '../../../src/connectors/intake/webhook.connector.js';
import { failure } from '../http-bench.js';

const secret = `whsec_${Buffer.from('a secret of 24 bytes ...').toString('base64')}`;
const other = `whsec_${Buffer.from('another one of 24 bytes.').toString('base64')}`;
const now = new Date('2026-03-01T10:00:00Z');

type Params = Parameters<typeof webhookConnector.locate>[0];

/** As a sender of Standard Webhooks signs it, with its own library. */
function signed(body: string, more: Partial<Delivery<Params>> = {}, key = secret) {
  const headers = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(now.getTime() / 1000),
    'webhook-signature': new Webhook(key).sign('msg_1', now, body),
  };
  return { ...delivery(body, headers), ...more };
}

const delivery = (body: string, headers: Headers): Delivery<Params> => ({
  params: { name: 'Shop', secretVersion: 1 },
  body: Buffer.from(body),
  headers,
  secrets: [secret],
  now,
});

const post = '{"external_id":"1","text":"It came late."}';
const receive = webhookConnector.receive;
if (!receive) throw new Error('a web-hook receives');

describe('Standard Webhooks', () => {
  it('are taken in under their id', async () => {
    expect(await receive(signed(post))).toMatchObject({
      deliveryId: 'msg_1',
      items: [{ externalId: '1', text: 'It came late.' }],
    });
  });

  it('hold with either secret while one replaces the other, and either signature', async () => {
    expect(verified(signed(post, { secrets: [other, secret] }))).toBe('msg_1');
    const headers = signed(post).headers;
    const two = `v1,${btoa('x'.repeat(32))} v2,abc ${headers['webhook-signature']}`;
    expect(verified(signed(post, { headers: { ...headers, 'webhook-signature': two } }))).toBe(
      'msg_1',
    );
  });

  it.each<[string, Partial<Delivery<Params>>]>([
    ['another secret', { secrets: [other] }],
    ['no secret', { secrets: [] }],
    ['another body', { body: Buffer.from(`${post} `) }],
    ['5 minutes later', { now: new Date(now.getTime() + 300_001) }],
    ['5 minutes before', { now: new Date(now.getTime() - 300_001) }],
    ['another id', { headers: { ...signed(post).headers, 'webhook-id': 'msg_2' } }],
    ['no id', { headers: { ...signed(post).headers, 'webhook-id': '' } }],
    ['no time', { headers: { ...signed(post).headers, 'webhook-timestamp': 'now' } }],
    ['an empty signature', { headers: { ...signed(post).headers, 'webhook-signature': 'v1,' } }],
    ['no signature at all', { headers: {} }],
  ])('are refused with %s', async (_case, more) => {
    const error = await failure(receive(signed(post, more)));
    expect(error.code).toBe('forged');
    expect(error.message).not.toContain(secret.slice(6));
  });

  it('are judged before they are read', async () => {
    expect((await failure(receive(signed('{', { secrets: [other] })))).code).toBe('forged');
    expect((await failure(receive(signed('{')))).code).toBe('unreadable');
  });
});

describe('X-Hub-Signature-256', () => {
  const mac = (body: string): string => createHmac('sha256', secret).update(body).digest('hex');
  const sign = (body: string, signature = `sha256=${mac(body)}`): Delivery<Params> =>
    delivery(body, { 'x-hub-signature-256': signature, 'x-github-delivery': 'not signed' });

  it('names a delivery by what is signed', async () => {
    const { deliveryId } = await receive(sign(post));
    expect(deliveryId).toBe((await receive(sign(post))).deliveryId);
    expect(deliveryId).not.toBe((await receive(sign('[]'))).deliveryId);
  });

  it.each(['', 'sha256=', 'sha256=00', `sha256=${mac('x')}`, `md5=${mac(post)}`, mac(post)])(
    'is refused as %j',
    async (signature) => {
      expect((await failure(receive(sign(post, signature)))).code).toBe('forged');
    },
  );
});

const parse = (payload: unknown, headers: Headers = {}) =>
  webhookConnector.parse({ body: Buffer.from(JSON.stringify(payload)), headers });

describe('our own payload', () => {
  const row = { external_id: 9, text: 'x' };

  it.each([[row], [[row]], [{ data: row }], [{ type: 'mention.updated', data: [row] }]])(
    'is understood as %j',
    async (payload) => {
      expect((await parse(payload)).items).toMatchObject([{ externalId: '9', text: 'x' }]);
    },
  );

  it('may hold nothing', async () => {
    expect((await parse([])).items).toEqual([]);
    expect((await parse({ data: [] })).items).toEqual([]);
  });

  it('tells of deletions', async () => {
    const { items, gone } = await parse({
      type: 'mention.deleted',
      data: [row, { external_id: 'b' }],
    });
    expect([items, gone]).toEqual([[], ['9', 'b']]);
    const nameless = parse({ type: 'mention.deleted', data: { url: 'x' } });
    expect((await failure(nameless)).message).toMatch(/external_id/);
  });

  it('is unreadable with a type that is none', async () => {
    expect((await failure(parse({ type: 5, data: row }))).code).toBe('unreadable');
  });

  it('is refused as a whole when a row cannot be used, and says which', async () => {
    const error = await failure(parse([row, { ...row, url: 'not an address' }]));
    expect(error.message).toMatch(/^Row 2 .*url must be a web address/);
  });
});

const repository = { full_name: 'acme/app', html_url: 'https://github.com/acme/app' };
const made = {
  id: 7,
  node_id: 'N_7',
  html_url: 'https://github.com/acme/app/issues/1',
  title: 'It crashes',
  body: 'On **start**.',
  user: { login: 'ann', html_url: 'https://github.com/ann', type: 'User' },
  created_at: '2026-03-01T10:00:00Z',
  updated_at: '2026-03-01T10:00:00Z',
};
const comment = { ...made, id: 8, node_id: 'N_8', title: undefined, body: 'Here, too.' };

describe('events of GitHub', () => {
  it('give an issue', async () => {
    const labels = [{ name: 'bug' }];
    const issue = { ...made, labels, updated_at: '2026-03-01T11:00:00Z' };
    expect(await parse({ action: 'opened', issue, repository })).toEqual({
      place: { title: 'acme/app', link: 'https://github.com/acme/app' },
      items: [
        {
          externalId: '7',
          url: 'https://github.com/acme/app/issues/1',
          title: 'It crashes',
          text: 'On **start**.',
          author: { name: 'ann', handle: 'ann', url: 'https://github.com/ann' },
          publishedAt: '2026-03-01T10:00:00.000Z',
          updatedAt: '2026-03-01T11:00:00.000Z',
          rating: null,
          tags: ['bug'],
          parentId: null,
          language: null,
        },
      ],
    });
  });

  it.each([
    ['issue', { externalId: 'comment-8', parentId: '7' }],
    ['discussion', { externalId: 'N_8', parentId: 'N_7' }],
  ])('give a comment on an %s, which names it', async (thread, expected) => {
    const event = { action: 'created', [thread]: made, comment, repository };
    expect((await parse(event)).items).toMatchObject([{ ...expected, text: 'Here, too.' }]);
  });

  it('tell of a deletion by the same id', async () => {
    const event = { action: 'deleted', issue: made, comment, repository };
    expect(await parse(event)).toMatchObject({ items: [], gone: ['comment-8'] });
    const whole = { action: 'deleted', discussion: made, repository };
    expect(await parse(whole)).toMatchObject({ items: [], gone: ['N_7'] });
  });

  it('of other kinds, and of robots, bring nothing', async () => {
    const robot = { ...made, user: { ...made.user, type: 'Bot' } };
    const events: [unknown, Headers][] = [
      [{ zen: 'Keep it simple.', hook_id: 1 }, { 'x-github-event': 'ping' }],
      [{ action: 'labeled', issue: made, repository }, { 'x-github-event': 'issues' }],
      [{ action: 'opened', issue: robot, repository }, {}],
    ];
    for (const [event, headers] of events) expect((await parse(event, headers)).items).toEqual([]);
  });

  it('may be wrapped into a form, which is what is signed', async () => {
    const event = { action: 'opened', issue: made, repository };
    const form = new URLSearchParams({ payload: JSON.stringify(event) }).toString();
    const mac = createHmac('sha256', secret).update(form).digest('hex');
    const type = 'application/x-www-form-urlencoded';
    const headers = { 'content-type': type, 'x-hub-signature-256': `sha256=${mac}` };
    expect((await receive(delivery(form, headers))).items).toMatchObject([{ externalId: '7' }]);
  });

  it('of another form than expected are unreadable', async () => {
    const event = parse({ action: 'opened', issue: { id: 7 } }, { 'x-github-event': 'issues' });
    expect((await failure(event)).message).toMatch(/GitHub sent an event "issues"/);
  });
});

const folder = '../shared/data/sources/github-webhook';
const recorded = existsSync(folder) ? readdirSync(folder).filter((it) => it.endsWith('.json')) : [];
if (recorded.length === 0)
  process.stderr.write('\nNOT RUN: recorded events of GitHub, because there are none here.\n\n');

describe('recorded events', () => {
  it.each(recorded)('%s gives one whole post, with or without its header', async (file) => {
    const body = readFileSync(join(folder, file));
    const [event = ''] = file.split('.');
    const { items, place } = await webhookConnector.parse({ body });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      url: expect.stringMatching(/^https:\/\/github\.com\/Codertocat\/Hello-World\//),
      text: expect.stringMatching(/./),
      author: { handle: 'Codertocat', url: 'https://github.com/Codertocat' },
      publishedAt: expect.stringMatching(/^20\d\d-.*Z$/),
    });
    expect(place.title).toBe('Codertocat/Hello-World');
    const headers = { 'x-github-event': event };
    expect(await webhookConnector.parse({ body, headers })).toEqual({ place, items });
  });
});
