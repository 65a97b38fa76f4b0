import { readFileSync } from 'node:fs';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PollRequest, PollResult } from '../../../src/connectors/connector.js';
import { emailConnector } from '../../../src/connectors/intake/email.connector.js';
import { outsideOf } from '../../support/outside.js';
import { PoliteHttp } from '../../../src/connectors/http.js';
import { failure } from '../http-bench.js';
import { letter, MailServer } from './mail-server.js';

const http = new PoliteHttp({ userAgent: 'test' });
afterAll(() => http.close());

let mail: MailServer;
beforeEach(async () => {
  mail = await MailServer.start();
});
afterEach(() => mail.close());

interface More {
  readonly params?: object;
  readonly cursor?: unknown;
  readonly password?: string | null;
  readonly signal?: AbortSignal;
}

function request(more: More = {}): PollRequest<ReturnType<typeof paramsOf>> {
  const password = more.password === undefined ? 'testpass' : more.password;
  return {
    ...outsideOf(http, password === null ? {} : { EARSHOT_EMAIL_PASSWORD: password }),
    params: paramsOf(more.params ?? {}),
    signal: more.signal ?? new AbortController().signal,
    cursor: more.cursor ?? null,
    validators: null,
    wanted: () => true,
  };
}

const paramsOf = (more: object) =>
  emailConnector.params.parse({
    host: '127.0.0.1',
    port: mail.port,
    tls: false,
    user: 'testuser',
    allowPrivate: true,
    ...more,
  });
const poll = (more: More = {}): Promise<PollResult> => emailConnector.poll(request(more));

async function items(more: More = {}) {
  const result = await poll(more);
  if (result.outcome !== 'items') throw new Error('nothing new');
  return result;
}
const idsOf = (result: { items: readonly { externalId: string }[] }): string[] =>
  result.items.map(({ externalId }) => externalId);

describe('a mailbox', () => {
  it('gives its letters with the time that the server kept, and leaves them unseen', async () => {
    const at = new Date('2026-01-10T12:34:56Z');
    mail.deliver({ id: 'a@x', subject: 'Late', text: 'It came late.', date: 'Pn, 29 paX', at });
    expect((await items()).items).toEqual([
      {
        externalId: 'a@x',
        url: null,
        title: 'Late',
        text: 'It came late.',
        author: { name: 'Ann', handle: 'ann@customer.example', url: null },
        publishedAt: '2026-01-10T12:34:56.000Z',
        updatedAt: null,
        rating: null,
        tags: [],
        parentId: null,
        language: null,
      },
    ]);
    expect(mail.inbox.messages[0]?.flags).toEqual([]);
  });

  it('goes on from the last letter, and says so when there is no new one', async () => {
    mail.deliver({ id: 'a@x' });
    mail.deliver({ id: 'b@x' });
    const first = await items();
    expect(first.cursor).toEqual({ uidValidity: '1', lastUid: 2 });
    expect((await poll({ cursor: first.cursor })).outcome).toBe('not-modified');
    mail.deliver({ id: 'c@x' });
    const second = await items({ cursor: first.cursor });
    expect(idsOf(second)).toEqual(['b@x', 'c@x']);
    expect(second.complete).toBe(true);
  });

  it('is read anew when its numbers are', async () => {
    mail.deliver({ id: 'a@x' });
    const { cursor } = await items();
    mail.empty(77);
    mail.deliver({ id: 'new@x' });
    const again = await items({ cursor });
    expect(idsOf(again)).toEqual(['new@x']);
    expect(again.cursor).toEqual({ uidValidity: '77', lastUid: 1 });
  });

  it('reads the newest 50 first, and a long silence in parts', async () => {
    for (let n = 1; n <= 60; n++) mail.deliver({ id: `${n}@x` });
    const first = await items();
    expect(idsOf(first)).toEqual(Array.from({ length: 50 }, (_, n) => `${n + 11}@x`));
    for (let n = 61; n <= 300; n++) mail.deliver({ id: `${n}@x` });
    const second = await items({ cursor: first.cursor });
    expect(second).toMatchObject({ complete: false, items: { length: 200 } });
    const third = await items({ cursor: second.cursor });
    expect(third.complete).toBe(true);
    expect(idsOf(third).at(-1)).toBe('300@x');
    const all = new Set([...idsOf(first), ...idsOf(second), ...idsOf(third)]);
    expect(all.size).toBe(290);
  });

  it('of one sender only, and does not look at the others again', async () => {
    mail.deliver({ id: 'a@x', from: 'Reviews <no-reply@reviews.example>' });
    mail.deliver({ id: 'b@x', from: '"@reviews.example" <ann@customer.example>' });
    const result = await items({ params: { sender: '@reviews.example' } });
    expect(idsOf(result)).toEqual(['a@x']);
    expect(result.cursor).toEqual({ uidValidity: '1', lastUid: 2 });
  });

  it('names a letter without an id by its place in the mailbox', async () => {
    mail.deliver({});
    mail.deliver({ id: 'twice@x' });
    mail.deliver({ id: 'twice@x' });
    expect(idsOf(await items())).toEqual([
      'imap://127.0.0.1/INBOX;UIDVALIDITY=1/;UID=1',
      'twice@x',
    ]);
  });

  it('reads of a huge letter no more than its beginning', async () => {
    const raw = letter({ id: 'a@x', text: `Late.\r\n${'x'.repeat(600_000)}` });
    mail.deliverRaw(raw);
    const [item] = (await items()).items;
    expect(item?.text.startsWith('Late.')).toBe(true);
    expect(item?.text.length).toBeLessThan(270_000);
  });

  it('with a letter that is built to break its readers gives the others', async () => {
    const part = (n: number): string =>
      `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`;
    mail.deliverRaw(`From: a@x\r\n${Array.from({ length: 500 }, (_, n) => part(n)).join('')}`);
    mail.deliver({ id: 'b@x' });
    expect(idsOf(await items())).toEqual(['b@x']);
  });

  it('that is empty is one', async () => {
    expect(await items()).toMatchObject({ items: [], cursor: { lastUid: 0 } });
  });

  it('gives its past in pages', async () => {
    for (let n = 1; n <= 60; n++) mail.deliver({ id: `${n}@x` });
    const { history } = emailConnector;
    if (!history) throw new Error('a mailbox has a past');
    const first = await history({ ...request(), position: null });
    expect([first.items.length, first.next]).toEqual([50, '1:11']);
    const second = await history({ ...request(), position: first.next });
    expect([idsOf(second).length, second.next]).toEqual([10, null]);
    expect((await history({ ...request(), position: '99:11' })).items).toEqual([]);
  });
});

describe('what goes wrong', () => {
  const codeOf = async (more: More): Promise<string> => (await failure(poll(more))).code;

  it('is said so that the operator can act', async () => {
    expect(await codeOf({ password: null })).toBe('no-access');
    const refused = await failure(poll({ password: 'wrong' }));
    expect([refused.code, refused.message]).toEqual([
      'blocked',
      expect.stringMatching(/does not let "testuser" in.*EARSHOT_EMAIL_PASSWORD/),
    ]);
    expect(refused.message).not.toContain('wrong');
    expect(await codeOf({ params: { mailbox: 'Nowhere' } })).toBe('not-found');
    expect(await codeOf({ params: { port: 1 } })).toBe('unreachable');
  });

  it('a private address is asked only when that is allowed, and a metadata service never', async () => {
    for (const host of ['127.0.0.1', 'localhost', '10.0.0.1'])
      expect(await codeOf({ params: { host, allowPrivate: false } })).toBe('address-refused');
    expect(await codeOf({ params: { host: '169.254.169.254' } })).toBe('address-refused');
  });

  it('a certificate that nobody vouches for is not trusted', async () => {
    const [key, cert] = ['key', 'cert'].map((part) =>
      readFileSync(`test/fixtures/tls/place.example.${part}.pem`, 'utf8'),
    );
    const secured = await MailServer.start({ key: key ?? '', cert: cert ?? '' });
    const error = await failure(poll({ params: { port: secured.port, tls: true } }));
    expect([error.code, error.message]).toEqual([
      'unreachable',
      expect.stringContaining('certificate'),
    ]);
    await secured.close();
  });

  it('stops with the reason it was stopped for, also while nobody answers', async () => {
    const silent = net.createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const controller = new AbortController();
    const { port } = silent.address() as AddressInfo;
    silent.on('connection', (socket) => {
      socket.unref();
      controller.abort(new Error('shutting down'));
    });
    const polled = poll({ params: { port }, signal: controller.signal });
    await expect(polled).rejects.toThrow('shutting down');
    silent.close();
    const early = poll({ signal: AbortSignal.abort(new Error('too late')) });
    await expect(early).rejects.toThrow('too late');
  });

  it.each([
    ['a web server', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['junk', '* (((((((((\r\n* OK {9999999999}\r\n'],
  ])('%s is no mail server', async (_case, greeting) => {
    const sockets: net.Socket[] = [];
    const server = net.createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined).end(greeting);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    expect(await codeOf({ params: { port } })).toMatch(/^(unreachable|unreadable|too-large)$/);
    await vi.waitFor(() => expect(sockets.every(({ destroyed }) => destroyed)).toBe(true));
    server.close();
  });
});
