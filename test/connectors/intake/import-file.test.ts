import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readRows, type Row, understood } from '../../../src/connectors/intake/import-file.js';

async function rows(text: string, format: 'csv' | 'jsonl'): Promise<Row[]> {
  const read: Row[] = [];
  for await (const row of readRows(Readable.from([Buffer.from(text)]), format)) read.push(row);
  return read;
}
const items = async (text: string, format: 'csv' | 'jsonl' = 'csv') =>
  (await rows(text, format)).flatMap((row) => ('item' in row ? [row.item] : []));
const faults = async (text: string, format: 'csv' | 'jsonl' = 'csv') =>
  (await rows(text, format)).flatMap((row) => ('fault' in row ? [row.fault] : []));

describe('a CSV file', () => {
  it('gives a post a row, whatever its columns are called in case', async () => {
    const [item] = await items(
      'External_ID,URL,Author,Published_At,Title,Text,Rating,Language\n' +
        '7,https://shop.example/7,@Ada,2026-11-20T10:00:00+02:00,Late,"It came late, and ""broken""",2.5,EN\n',
    );
    expect(item).toEqual({
      externalId: '7',
      url: 'https://shop.example/7',
      title: 'Late',
      text: 'It came late, and "broken"',
      author: { name: '@Ada', handle: 'Ada', url: null },
      publishedAt: '2026-11-20T08:00:00.000Z',
      updatedAt: null,
      rating: 2.5,
      tags: [],
      parentId: null,
      language: 'en',
    });
  });

  it.each([
    ['semicolons', 'external_id;text\n1;a, b\n'],
    ['tabs', 'external_id\ttext\n1\ta, b\n'],
    ['a byte order mark and CRLF', '\uFEFFexternal_id,text\r\n1,"a, b"\r\n'],
  ])('may have %s', async (_what, text) => {
    expect(await items(text)).toMatchObject([{ externalId: '1', text: 'a, b' }]);
  });

  it('keeps line ends inside quotes', async () => {
    expect(await items('text\n"one\ntwo"\n')).toMatchObject([{ text: 'one\ntwo' }]);
  });

  it.each([
    ['an Excel day number', '45981.5', '2025-11-20T12:00:00.000Z'],
    ['a date alone', '2026-11-20', '2026-11-20T00:00:00.000Z'],
    ['a time without a zone', '2026-11-20 09:30:00', '2026-11-20T09:30:00.000Z'],
    ['a day without a zone', '11/20/2026', '2026-11-20T00:00:00.000Z'],
    ['a time in halves of a day', '11/20/2026 3:00 PM', '2026-11-20T15:00:00.000Z'],
    ['a time with a zone in letters', '20 Nov 2026 09:30:00 EST', '2026-11-20T14:30:00.000Z'],
    ['a time with a zone in hours', '20 Nov 2026 09:30:00 +0100', '2026-11-20T08:30:00.000Z'],
    ['nothing', '', null],
  ])('reads %s as a time', async (_what, given, expected) => {
    expect(await items(`text,published_at\nx,${given}\n`)).toMatchObject([
      { publishedAt: expected },
    ]);
  });

  it('takes a number for what it counts, seconds or milliseconds', () => {
    for (const published_at of [1_700_000_000, 1_700_000_000_000])
      expect(understood(1, { text: 'x', published_at })).toMatchObject({
        item: { publishedAt: '2023-11-14T22:13:20.000Z' },
      });
  });

  it('reports rows that cannot be used, and keeps the rest', async () => {
    const text =
      'text,rating,published_at,url\ngood,1,,\n,2,,\nx,many,,\nx,1,yesterday,\nx,1,,javascript:alert(1)\nalso good,,,\n';
    expect((await items(text)).map((item) => item.text)).toEqual(['good', 'also good']);
    expect(await faults(text)).toEqual([
      { line: 3, message: 'text must not be empty' },
      { line: 4, message: 'rating must be a number' },
      { line: 5, message: expect.stringContaining('published_at is no date') as string },
      { line: 6, message: 'url must be a web address' },
    ]);
  });
});

describe('posts without an id', () => {
  it('get the same one every time, and another one for another text', async () => {
    const one = await items('text,author\nlate again,ada\n');
    const again = await items('{"text":"late again","author":"ada"}\n', 'jsonl');
    const other = await items('text,author\nlate once,ada\n');
    expect(one[0]?.externalId).toMatch(/^sha1:/);
    expect(again[0]?.externalId).toBe(one[0]?.externalId);
    expect(other[0]?.externalId).not.toBe(one[0]?.externalId);
  });
});

describe('JSON Lines', () => {
  it('give a post a line; a broken line is told by its number', async () => {
    const text =
      '\uFEFF{"external_id":90071,"text":"a"}\n\nnonsense\n{"text":5}\n{"external_id":9007199254740993,"text":"c"}\n{"text":"b"}\n';
    expect((await items(text, 'jsonl')).map((item) => item.text)).toEqual(['a', 'b']);
    expect((await faults(text, 'jsonl')).map(({ line }) => line)).toEqual([3, 4, 5]);
  });
});
