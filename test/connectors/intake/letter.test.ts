import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Item } from '../../../src/domain/mention.js';
import { emailConnector } from '../../../src/connectors/intake/email.connector.js';
import { ownWords } from '../../../src/connectors/intake/own-words.js';
import { letter } from './mail-server.js';

async function read(raw: string | Uint8Array): Promise<Item | undefined> {
  return (await emailConnector.parse({ body: Buffer.from(raw) })).items[0];
}

const HEAD = 'Message-ID: <a@x>\r\nFrom: Ann <Ann@Customer.example>\r\nSubject: x\r\n';

describe('a letter', () => {
  it('prefers plain text to HTML', async () => {
    const raw = `${HEAD}Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nplain\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>rich</p>\r\n--b--\r\n`;
    expect((await read(raw))?.text).toBe('plain');
  });

  it('is HTML as a reader sees it, when it has nothing else', async () => {
    const raw = `${HEAD}Content-Type: text/html; charset=utf-8\r\n\r\n<p>It came <b>late</b>.</p><p>Twice &amp; again.</p>`;
    expect((await read(raw))?.text).toBe('It came late.\n\nTwice & again.');
  });

  it.each<[string, number[], string]>([
    ['shift_jis', [0x92, 0x78, 0x82, 0xa2], '遅い'],
    ['ks_c_5601-1987', [0xb4, 0xca, 0xb4, 0xd9], '늦다'],
    ['iso-8859-1', [0x73, 0x70, 0xe4, 0x74], 'spät'],
    ['windows-1252', [0x93, 0x80, 0x35, 0x94], '“€5”'],
  ])('in %s is understood', async (charset, bytes, text) => {
    const head = Buffer.from(`${HEAD}Content-Type: text/plain; charset=${charset}\r\n\r\n`);
    expect((await read(Buffer.concat([head, Buffer.from(bytes)])))?.text).toBe(text);
  });

  it('names what it answers, where a list keeps it, and when it was sent', async () => {
    const raw = `${HEAD}In-Reply-To: <b@x> <c@x>\r\nArchived-At: <https://lists.example/a>\r\nDate: Sat, 10 Jan 2026 14:00:00 +0200\r\n\r\nx`;
    expect(await read(raw)).toMatchObject({
      externalId: 'a@x',
      parentId: 'b@x',
      url: 'https://lists.example/a',
      publishedAt: '2026-01-10T12:00:00.000Z',
      author: { name: 'Ann', handle: 'ann@customer.example' },
    });
  });

  it('with a date that is none came when the last server had it', async () => {
    const raw = `Received: from a by b; Mon, 5 Nov 2007 20:17:37 +1100 (EST)\r\nReceived: from c by a; Mon, 5 Nov 2007 10:00:00 +1100\r\n${HEAD}Date: Pn, 29 paX 2007\r\n\r\nx`;
    expect((await read(raw))?.publishedAt).toBe('2007-11-05T09:17:37.000Z');
  });

  it('without an id is known again by what is in it', async () => {
    const [one, again, other] = [{ text: 'x' }, { text: 'x' }, { text: 'y' }].map(letter);
    const ids = await Promise.all([one, again, other].map((raw) => read(raw ?? '')));
    expect(ids[0]?.externalId).toMatch(/^sha1:/);
    expect(ids[0]?.externalId).toBe(ids[1]?.externalId);
    expect(ids[0]?.externalId).not.toBe(ids[2]?.externalId);
  });

  it('nested beyond reason is refused, not followed', async () => {
    const part = (n: number): string =>
      `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`;
    const raw = HEAD + Array.from({ length: 5_000 }, (_, n) => part(n)).join('');
    await expect(read(raw)).rejects.toMatchObject({ code: 'unreadable' });
  });
});

describe('own words', () => {
  it.each<[string, string, string]>([
    ['a signature', 'It came late.\n-- \nAnn\nTel. 1', 'It came late.'],
    [
      'a quote with who wrote it',
      'It is broken.\n\nOn 1 Mar 2026, Bob <b@x> wrote:\n> Is it?\n> Bob',
      'It is broken.',
    ],
    [
      'a quote whose attribution is folded',
      'Kaputt.\n\nAm 1. März 2026 um 10:00 schrieb Bob\n<b@x.example>:\n> Wirklich?',
      'Kaputt.',
    ],
    ['an answer below the quote', 'Hi,\n> Is it late?\nYes.\n> Really?\nYes!', 'Hi,\nYes.\nYes!'],
    ['a message below', 'No.\n\n-----Original Message-----\nFrom: Bob\nIs it?', 'No.'],
    ['a message of Outlook', 'No.\n________________________________\nFrom: Bob\nIs it?', 'No.'],
    ['an unmarked quote to the end', 'No.\n\nOn 1 Mar 2026, Bob wrote:\n\nIs it late?', 'No.'],
    ['a rule of its own', 'One\n______________\nTwo', 'One\n______________\nTwo'],
    [
      'a sentence that ends so',
      'Hello\nThis is what Bob wrote:\nnothing',
      'Hello\nThis is what Bob wrote:\nnothing',
    ],
    ['nothing but a quote', '> all of it', '> all of it'],
    ['line ends of all kinds', 'a\r\n-- \r\nb', 'a'],
  ])('without %s', (_case, text, own) => {
    expect(ownWords(text)).toBe(own);
  });
});

const folder = '../shared/data/sources/email';
const recorded = existsSync(folder) ? readdirSync(folder).filter((it) => it.endsWith('.eml')) : [];
if (recorded.length === 0)
  process.stderr.write('\nNOT RUN: recorded letters, because there are none here.\n\n');

const EXPECTED: Readonly<Record<string, Partial<Item>>> = {
  'basic_email.eml': {
    title: 'Testing 123',
    text: 'Plain email.\n\nHope it works well!\n\nMikel',
    publishedAt: '2008-11-22T04:04:59.000Z',
  },
  'imap1.eml': { text: 'Some plain text\nSome second line', externalId: 'foo.123@mail.example.jp' },
  'imap2.eml': { title: 'Re: some subject', text: 'Some reply' },
  'japanese_shift_jis.eml': { text: expect.stringMatching(/テスト/) },
  'raw_email7.eml': { text: 'This is the first part.' },
  'raw_email_reply.eml': {
    text: 'Message body',
    parentId: '348F04F142D69C21-291E56D292BC@xxxx.net',
  },
  'raw_email_with_bad_date.eml': { publishedAt: '2007-11-05T09:17:37.000Z' },
};

describe('recorded letters', () => {
  it.each(recorded)('%s is read whole', async (file) => {
    const item = await read(readFileSync(join(folder, file)));
    expect(item).toMatchObject({
      externalId: expect.stringMatching(/@/),
      title: expect.stringMatching(/./),
      text: expect.stringMatching(/./),
      author: { handle: expect.stringMatching(/@/) },
      publishedAt: expect.stringMatching(/Z$/),
      ...EXPECTED[file],
    });
  });
});
