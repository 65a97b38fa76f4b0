import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeModel, type Task } from '../../src/classify/linear/model-file.js';
import { Meanings } from '../../src/classify/meaning.js';
import { LinearReader } from '../../src/classify/reader.js';
import { loadTaxonomy } from '../../src/classify/shipped-reader.js';
import type { Reading } from '../../src/domain/reading.js';
import { DatasetError, readPart } from '../../src/classify/training/dataset.js';
import { evaluate } from '../../src/classify/training/evaluate.js';
import { train } from '../../src/classify/training/train.js';

const folder = (): string => mkdtempSync(join(tmpdir(), 'earshot-set-'));

function write(dir: string, part: string, rows: readonly object[]): void {
  const text = rows.map((row) => JSON.stringify(row)).join('\n');
  writeFileSync(join(dir, `${part}.jsonl.gz`), gzipSync(text));
}

/** Texts whose class shows in one word, among words that say nothing. */
function rows(
  classes: Record<string, readonly string[]>,
  copies: number,
): { text: string; label: string }[] {
  const filler = ['today', 'my', 'thing', 'at home', 'since Monday', 'again', 'for a friend'];
  return Object.entries(classes).flatMap(([label, words]) =>
    words.flatMap((word, w) =>
      Array.from({ length: copies }, (_, i) => ({
        text: `${filler[i % 7]} ${word} ${filler[(i * 3 + w) % 7]} ${i}`,
        label,
      })),
    ),
  );
}

function setOf(classes: Record<string, readonly string[]>, field = 'label'): string {
  const dir = folder();
  const named = rows(classes, 24).map(({ text, label }) => ({ text, [field]: label }));
  write(
    dir,
    'train',
    named.filter((_, i) => i % 4 !== 0),
  );
  write(
    dir,
    'dev',
    named.filter((_, i) => i % 4 === 0),
  );
  return dir;
}

const MOODS = {
  negative: ['broken', 'awful', 'late'],
  neutral: ['table', 'number', 'street'],
  positive: ['lovely', 'great', 'quick'],
};

/** By words alone, which is quick. */
async function trained(task: Task, dir: string, field = 'label'): Promise<Buffer> {
  return (await train({ task, dir, field }, null)).bytes;
}

/** What a reader says that has this head only. */
async function readWith(bytes: Buffer, text: string): Promise<Reading> {
  const model = decodeModel(bytes, 'model');
  const heads = { [model.header.task]: [model] };
  const reader = new LinearReader({ heads, taxonomy: loadTaxonomy(), meanings: null });
  const [read] = await reader.read([{ text }]);
  if (read === undefined) throw new Error('nothing was read');
  return read.reading;
}

describe('train', () => {
  it('learns what shows, and says how well', async () => {
    const dir = setOf(MOODS);
    const model = decodeModel(await trained('sentiment', dir), 'model');
    expect(model.header.classes).toEqual(['negative', 'neutral', 'positive']);
    expect(model.header.metrics['accuracy']).toBeGreaterThan(0.95);
    expect(model.header.metrics['measuredOn']).toBe('5-fold cross-validation');
    expect(model.second).toBeNull();
    const found = await evaluate(model, null, { dir });
    expect(found.parts).toEqual(['dev']);
    expect(found.macroF1).toBeGreaterThan(0.95);
  });

  it('gives the same bytes for the same data and seed', async () => {
    const dir = setOf(MOODS);
    const [one, again] = [await trained('sentiment', dir), await trained('sentiment', dir)];
    expect(one.equals(again)).toBe(true);
  });

  it('learns a second stage where it can have the meaning, the same each time', async () => {
    const dir = folder();
    const [bad, good] = [
      ['is broken', 'is awful', 'came late', 'never works', 'is a disappointment'],
      ['is lovely', 'is great', 'came quickly', 'works well', 'is a delight'],
    ];
    const things = ['phone', 'lamp', 'ticket', 'parcel', 'hotel', 'printer', 'soup', 'train'];
    const texts = (endings: readonly string[] = [], label: number): object[] =>
      things.flatMap((thing) => endings.map((end) => ({ text: `The ${thing} ${end}`, label })));
    write(dir, 'train', [...texts(bad, 1), ...texts(good, 0)]);
    const meanings = new Meanings();
    const { bytes, header, judged } = await train({ task: 'complaint', dir }, meanings);
    const again = await train({ task: 'complaint', dir }, meanings);
    const model = decodeModel(bytes, 'model');
    expect(bytes.equals(again.bytes)).toBe(true);
    expect(model.second?.vector).toHaveLength(header.width);
    expect(header.width).toBeGreaterThan(512);
    expect(judged).toHaveLength(80);
    // Words of neither class: only what they mean tells.
    write(dir, 'test', [
      { text: 'My new bicycle fell to pieces', label: 1 },
      { text: 'What a wonderful bicycle', label: 0 },
    ]);
    const deep = await evaluate(model, meanings, { dir, way: 'deep' });
    expect(deep).toMatchObject({ accuracy: 1, second: 1 });
    const words = await evaluate(model, meanings, { dir, way: 'words' });
    expect(words.second).toBe(0);
    await meanings.close();
  });

  it('takes 1 and 0 for complaint and other', async () => {
    const dir = folder();
    const all = rows({ yes: ['broken', 'refund'], no: ['lovely', 'great'] }, 24);
    write(
      dir,
      'train',
      all.map(({ text, label }) => ({ text, label: label === 'yes' ? 1 : 0 })),
    );
    const bytes = await trained('complaint', dir);
    expect((await readWith(bytes, 'my broken thing')).complaint?.best).toBe('complaint');
    expect((await readWith(bytes, 'my lovely thing')).complaint).toMatchObject({ label: 'other' });
  });

  it('leaves out rows without the label, and reads another field', async () => {
    const dir = setOf({ billing: ['invoice', 'charge'], other: ['hello', 'thanks'] }, 'reason');
    const plain = readPart(dir, 'train', 'reason').length;
    write(dir, 'dev', [
      { text: 'no reason given', reason: null },
      { text: 'invoice', reason: 'billing' },
    ]);
    expect(readPart(dir, 'dev', 'reason')).toHaveLength(1);
    expect(readPart(dir, 'dev')).toEqual([]);
    const model = decodeModel(await trained('topic', dir, 'reason'), 'model');
    expect(model.header.training.rows).toBe(plain + 1);
  });

  it('learns little from rows that the labellers did not agree on', async () => {
    const dir = folder();
    const sure = rows({ yes: ['broken'], no: ['lovely'] }, 24).map(({ text, label }) => ({
      text,
      label: label === 'yes' ? 1 : 0,
      conf: 1,
    }));
    // As many rows say the opposite, but nobody is sure of them.
    const doubtful = sure.map(({ text, label }) => ({ text, label: 1 - label, conf: 0.1 }));
    write(dir, 'train', [...sure, ...doubtful]);
    const bytes = await trained('complaint', dir);
    expect((await readWith(bytes, 'my broken thing')).complaint?.best).toBe('complaint');
  });

  it('reads one topic of a text with a file of its own', async () => {
    const classes = {
      billing: ['invoice', 'charge'],
      bags: ['suitcase', 'luggage'],
      crew: ['pilot'],
    };
    const bytes = await trained('topic', setOf(classes));
    const { topics, touchpoint } = await readWith(bytes, 'my luggage again');
    expect(topics?.[0]?.key).toBe('bags');
    expect(touchpoint).toBeNull();
  });

  it('reads several topics where the labels are lists', async () => {
    const dir = folder();
    const words = { fee: 'charged', card: 'plastic', late: 'waiting' };
    const all = Array.from({ length: 160 }, (_, i) => {
      const label = Object.keys(words).filter((_, k) => (i >> k) % 2 === 1);
      const said = Object.entries(words)
        .filter(([key]) => label.includes(key))
        .map(([, word]) => word);
      return { text: ['so', ...said, 'then', i].join(' '), label };
    });
    write(dir, 'train', all);
    const bytes = await trained('topic', dir);
    const { topics } = await readWith(bytes, 'so charged waiting then');
    expect(topics?.map(({ key }) => key).sort()).toEqual(['fee', 'late']);
    const found = await evaluate(decodeModel(bytes, 'm'), null, { dir });
    expect(found.macroF1).toBeGreaterThan(0.9);
    expect(found.decided).toBeNull();
    expect(found.perClass['fee']?.rows).toBe(80);
  });

  it('answers for leaving with the classes of the file', async () => {
    const dir = setOf({ '0': ['hello', 'thanks'], '1': ['switching', 'leaving'] });
    const { leaving } = await readWith(await trained('leaving', dir), 'leaving you today');
    expect(leaving).toMatchObject({ stage: '1' });
  });

  it('reads the language that it was trained on, and no other', async () => {
    const dir = folder();
    const german = rows({ negative: ['kaputt', 'schlecht'], positive: ['wunderbar', 'prima'] }, 24);
    write(
      dir,
      'train',
      german.map((row) => ({ ...row, text: `das ist ${row.text}`, lang: 'de' })),
    );
    const bytes = await trained('sentiment', dir);
    const { sentiment } = await readWith(bytes, 'das ist nicht schlecht, das ist kaputt');
    expect(sentiment?.best).toBe('negative');
    const english = await readWith(bytes, 'This is what it is and it was not broken');
    expect(english.sentiment).toBeNull();
  });
});

describe('a data set that cannot be used', () => {
  const failing = (task: Task, dir: string): Promise<unknown> => train({ task, dir }, null);

  it('is named with what would be right', async () => {
    const empty = folder();
    await expect(failing('complaint', empty)).rejects.toThrow(
      new DatasetError(`there is no train.jsonl.gz in ${empty}`),
    );
    await expect(failing('complaint', setOf(MOODS))).rejects.toThrow(
      /takes the labels other, complaint \(or 0 and 1\), found negative/,
    );
    const single = folder();
    write(single, 'train', [{ text: 'a', label: 'x' }]);
    await expect(failing('topic', single)).rejects.toThrow('at least two classes are needed');
  });

  it.each([
    ['{"text":"a","label":1}\n{"text":2,"label":1}\n', /line 2: "text" has to be a string/],
    ['{"text":"a","label":{}}\n', /line 1: "label" has to be a string or number/],
    ['nonsense\n', /train\.jsonl, line 1: a line has to be one JSON object/],
  ])('is named with file and line: %s', async (lines, message) => {
    const dir = folder();
    writeFileSync(join(dir, 'train.jsonl'), lines);
    await expect(failing('complaint', dir)).rejects.toThrow(message);
  });
});
