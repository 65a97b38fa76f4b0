import { describe, expect, it } from 'vitest';
import { cleanText, storableJson, unnest, type ColumnType } from '../../src/store/bulk.js';
import { Dice } from '../support/makers.js';
import { openDatabase } from '../support/database.js';

const { database } = await openDatabase();

/** What comes back of a column. */
async function through(type: ColumnType, values: readonly unknown[]): Promise<unknown[]> {
  const { from, params } = unnest(
    values.map((value) => ({ value })),
    { value: type },
  );
  const rows = await database.query<{ value: unknown }[]>(`SELECT value FROM ${from}`, params);
  return rows.map(({ value }) => value);
}

describe('a page of rows', () => {
  it('keeps texts as they are, whatever is special in an array or in SQL', async () => {
    const texts = [
      '',
      ' ',
      'NULL',
      'null',
      '{}',
      '{a,b}',
      '"',
      '\\',
      '\\"',
      "'; --",
      ',',
      '\n\r\t',
      'é😀',
      '$1',
      '\u{10ffff}',
    ];
    expect(await through('text', texts)).toEqual(texts);
  });

  it('takes out what PostgreSQL cannot hold', async () => {
    expect(await through('text', ['a\u0000b\u0000', 'x\ud800y', '\udc00'])).toEqual([
      'ab',
      'x\ufffdy',
      '\ufffd',
    ]);
  });

  it('tells null from an empty text', async () => {
    expect(await through('text', [null, undefined, '', 'null'])).toEqual([null, null, '', 'null']);
  });

  it('keeps numbers and times', async () => {
    expect(await through('bigint', ['9223372036854775807', null])).toEqual([
      '9223372036854775807',
      null,
    ]);
    expect(await through('integer', [-1, 2_147_483_647])).toEqual([-1, 2_147_483_647]);
    expect(await through('real', [4.7, null, -1e30])).toEqual([4.7, null, -1e30]);
    expect(await through('timestamptz', ['2026-03-01T10:00:00.123Z'])).toEqual([
      new Date('2026-03-01T10:00:00.123Z'),
    ]);
  });

  it('keeps values of JSON, with texts and names cleaned, and null as no value', async () => {
    const values = [{ a: ['{', '"', '\\', "'"] }, [], 'text', 5, false, [null], null];
    expect(await through('jsonb', values)).toEqual(values);
    expect(await through('jsonb', [{ 'k\u0000ey': ['a\u0000', { '\ud800': 'é\udfff' }] }])).toEqual(
      [{ key: ['a', { '\ufffd': 'é\ufffd' }] }],
    );
    expect(await through('jsonb', ['a text that says \\u0000 and \\ud800'])).toEqual([
      'a text that says \\u0000 and \\ud800',
    ]);
  });

  it('may be empty', async () => {
    expect(await through('text', [])).toEqual([]);
  });

  it('keeps rows together', async () => {
    const rows = [
      { id: '2', name: 'b', more: { n: 1 } },
      { id: '1', name: null, more: null },
    ];
    const { from, params } = unnest(rows, { id: 'bigint', name: 'text', more: 'jsonb' });
    expect(await database.query(`SELECT * FROM ${from}`, params)).toEqual(rows);
  });

  it('keeps any text that was cleaned, byte for byte', async () => {
    const dice = new Dice(2);
    const units = [
      'a',
      '"',
      '\\',
      '{',
      ',',
      '\u0000',
      '\ud83d',
      '\ude00',
      '\n',
      '€',
      "'",
      '\ufeff',
      '\u2028',
    ];
    const texts = Array.from({ length: 500 }, () =>
      Array.from({ length: dice.below(12) }, () => dice.pick(units)).join(''),
    );
    expect(await through('text', texts)).toEqual(texts.map(cleanText));
    expect(await through('jsonb', texts)).toEqual(texts.map(cleanText));
    for (const text of texts) expect(JSON.parse(storableJson([text]))).toEqual([cleanText(text)]);
  });
});
