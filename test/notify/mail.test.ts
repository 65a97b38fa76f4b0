import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { Mail, MailError } from '../../src/notify/mail.js';
import { header, MailServer } from '../support/mail-server.js';

const server = await MailServer.open();
const letter = {
  subject: 'Grüße\r\nBcc: evil@example.org',
  text: 'The text',
  html: '<p>The text</p>',
  unsubscribeLink: 'https://earshot.example/api/v1/unsubscribe/a-token',
};
const to = { name: 'Ann "the\r\nX: y" Lee', email: 'ann@example.org' };
const envelope = { to, messageId: '<digest.7.abc@earshot>' };
const mail = (given: { host?: string; scheme?: string; timeoutMs?: number } = {}): Mail =>
  new Mail({
    url: `${given.scheme ?? 'smtp'}://${given.host ?? server.host}`,
    from: 'Earshot <earshot@example.org>',
    timeoutMs: given.timeoutMs ?? 10_000,
  });
const failed = (sending: Promise<void>): Promise<MailError> =>
  sending.then(
    () => Promise.reject(new Error('it was sent')),
    (error: unknown) => {
      expect(error).toBeInstanceOf(MailError);
      return error as MailError;
    },
  );

describe('an e-mail', () => {
  it('is handed to the server, as text and as HTML, with a way to end it', async () => {
    server.manners = 'takes';
    await mail().send(letter, envelope);
    const taken = server.taken.at(-1);
    expect(taken).toMatchObject({ to: ['ann@example.org'], from: 'earshot@example.org' });
    const raw = taken?.raw ?? '';
    expect(header(raw, 'Message-ID')).toBe('<digest.7.abc@earshot>');
    expect(header(raw, 'List-Unsubscribe')).toBe(`<${letter.unsubscribeLink}>`);
    expect(header(raw, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');
    expect(header(raw, 'Auto-Submitted')).toBe('auto-generated');
    expect(header(raw, 'Content-Type')).toMatch(/^multipart\/alternative/);
    expect(raw).toContain('<p>The text</p>');
  });

  it('takes no headers from a subject or a name', () => {
    const raw = server.taken.at(-1)?.raw ?? '';
    expect(header(raw, 'Bcc')).toBeUndefined();
    expect(header(raw, 'X')).toBeUndefined();
    expect(server.taken.at(-1)?.to).toEqual(['ann@example.org']);
  });

  it('is refused for good when its address is', async () => {
    server.manners = 'refuses';
    const error = await failed(mail().send(letter, envelope));
    expect(error.isFinal).toBe(true);
    expect(error.message).toContain('no ann@example.org here');
  });

  it('is tried again when the server is busy, breaks, or cannot be reached', async () => {
    for (const manners of ['busy', 'breaks'] as const) {
      server.manners = manners;
      expect(await failed(mail().send(letter, envelope))).toMatchObject({ isFinal: false });
    }
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const error = await failed(mail({ host: `127.0.0.1:${port}` }).send(letter, envelope));
    expect(error).toMatchObject({ isFinal: false });
    expect(error.message).toContain('ECONNREFUSED');
  });

  it('waits for a slow server no longer than it may, even when that keeps talking', async () => {
    server.manners = 'silent';
    const error = await failed(mail({ timeoutMs: 300 }).send(letter, envelope));
    expect(error.message).toContain('took longer than 0 s');
    const talker = createServer((socket) => {
      const timer = setInterval(() => socket.write('220-wait\r\n'), 20);
      socket.on('close', () => clearInterval(timer));
      socket.on('error', () => undefined);
    });
    afterAll(() => new Promise((resolve) => talker.close(resolve)));
    await new Promise<void>((resolve) => talker.listen(0, '127.0.0.1', resolve));
    const { port } = talker.address() as AddressInfo;
    const other = mail({ host: `127.0.0.1:${port}`, timeoutMs: 300 }).send(letter, envelope);
    expect(await failed(other)).toMatchObject({ isFinal: false });
  });
});

describe('signing in', () => {
  it('is by what the address holds; what is wrong is said without the password', async () => {
    const strict = await MailServer.open({ user: 'ear@shot', password: 'p:ss/w' });
    const account = (password: string): Mail =>
      mail({ host: `ear%40shot:${encodeURIComponent(password)}@${strict.host}` });
    await account('p:ss/w').send(letter, envelope);
    expect(strict.taken).toMatchObject([{ user: 'ear@shot' }]);
    const error = await failed(account('wrong-secret').send(letter, envelope));
    expect(error).toMatchObject({ isFinal: false });
    expect(error.message).toContain('user name and password');
    expect(error.message).not.toContain('wrong-secret');
  });
});
