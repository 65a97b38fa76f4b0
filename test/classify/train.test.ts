import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeModel, type Task } from '../../src/classify/linear/model-file.js';
import { loadReader } from '../../src/classify/reader.js';
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

function trained(task: Task, dir: string, field = 'label'): { file: string; bytes: Buffer } {
  const { bytes } = train({ task, dir, field });
  const file = join(folder(), 'model.bin');
  writeFileSync(file, bytes);
  return { file, bytes };
}

describe('train', () => {
  it('learns what shows, and says how well', () => {
    const dir = setOf(MOODS);
    const { bytes } = trained('sentiment', dir);
    const model = decodeModel(bytes, 'model');
    expect(model.header.classes).toEqual(['negative', 'neutral', 'positive']);
    expect(model.header.metrics['accuracy']).toBeGreaterThan(0.95);
    expect(model.header.metrics['measuredOn']).toBe('5-fold cross-validation');
    const found = evaluate(model, { dir });
    expect(found.parts).toEqual(['dev']);
    expect(found.macroF1).toBeGreaterThan(0.95);
  });

  it('gives the same bytes for the same data and seed', () => {
    const dir = setOf(MOODS);
    expect(trained('sentiment', dir).bytes.equals(trained('sentiment', dir).bytes)).toBe(true);
  });

  it('takes 1 and 0 for complaint and other', () => {
    const dir = folder();
    const all = rows({ yes: ['broken', 'refund'], no: ['lovely', 'great'] }, 24);
    write(
      dir,
      'train',
      all.map(({ text, label }) => ({ text, label: label === 'yes' ? 1 : 0 })),
    );
    const { file } = trained('complaint', dir);
    const reader = loadReader({ model: file });
    expect(reader.read({ text: 'my broken thing' }).complaint?.best).toBe('complaint');
    expect(reader.read({ text: 'my lovely thing' }).complaint).toMatchObject({ label: 'other' });
  });

  it('leaves out rows without the label, and reads another field', () => {
    const dir = setOf({ billing: ['invoice', 'charge'], other: ['hello', 'thanks'] }, 'reason');
    const plain = readPart(dir, 'train', 'reason').length;
    write(dir, 'dev', [
      { text: 'no reason given', reason: null },
      { text: 'invoice', reason: 'billing' },
    ]);
    expect(readPart(dir, 'dev', 'reason')).toHaveLength(1);
    expect(readPart(dir, 'dev')).toEqual([]);
    const model = decodeModel(trained('topic', dir, 'reason').bytes, 'model');
    expect(model.header.training.rows).toBe(plain + 1);
  });

  it.each([
    [
      'one of a text',
      { billing: ['invoice', 'charge'], bags: ['suitcase', 'luggage'], crew: ['pilot'] },
      'bags',
    ],
  ])('reads topics with a file of its own: %s', (_, classes, expected) => {
    const reader = loadReader({ model: trained('topic', setOf(classes)).file });
    const { topics, touchpoint } = reader.read({ text: 'my luggage again' });
    expect(topics?.[0]?.key).toBe(expected);
    expect(touchpoint).toBeNull();
  });

  it('reads several topics where the labels are lists', () => {
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
    const { file, bytes } = trained('topic', dir);
    const keys = loadReader({ model: file })
      .read({ text: 'so charged waiting then' })
      .topics?.map(({ key }) => key);
    expect(keys?.sort()).toEqual(['fee', 'late']);
    expect(evaluate(decodeModel(bytes, 'm'), { dir }).macroF1).toBeGreaterThan(0.9);
  });

  it('answers for leaving with the classes of the file', () => {
    const reader = loadReader({
      model: trained('leaving', setOf({ '0': ['hello', 'thanks'], '1': ['switching', 'leaving'] }))
        .file,
    });
    expect(reader.read({ text: 'leaving you today' }).leaving).toMatchObject({ stage: '1' });
  });

  it('reads the language that it was trained on, and no other', () => {
    const dir = folder();
    const german = rows({ negative: ['kaputt', 'schlecht'], positive: ['wunderbar', 'prima'] }, 24);
    write(
      dir,
      'train',
      german.map((row) => ({ ...row, text: `das ist ${row.text}`, lang: 'de' })),
    );
    const reader = loadReader({ model: trained('sentiment', dir).file });
    expect(reader.read({ text: 'das ist nicht schlecht, das ist kaputt' }).sentiment?.best).toBe(
      'negative',
    );
    expect(reader.read({ text: 'This is what it is and it was not broken' }).sentiment).toBeNull();
  });
});

describe('a data set that cannot be used', () => {
  const failing =
    (task: Task, dir: string): (() => unknown) =>
    () =>
      train({ task, dir });

  it('is named with what would be right', () => {
    const empty = folder();
    expect(failing('complaint', empty)).toThrow(
      new DatasetError(`there is no train.jsonl.gz in ${empty}`),
    );
    expect(failing('complaint', setOf(MOODS))).toThrow(
      /takes the labels other, complaint \(or 0 and 1\), found negative/,
    );
    const single = folder();
    write(single, 'train', [{ text: 'a', label: 'x' }]);
    expect(failing('topic', single)).toThrow('at least two classes are needed');
  });

  it('is named with file and line', () => {
    const dir = folder();
    writeFileSync(join(dir, 'train.jsonl'), '{"text":"a","label":1}\n{"text":2,"label":1}\n');
    expect(failing('complaint', dir)).toThrow(/train\.jsonl, line 2: "text" has to be a string/);
    writeFileSync(join(dir, 'train.jsonl'), '{"text":"a","label":{}}\n');
    expect(failing('complaint', dir)).toThrow(/line 1: "label" has to be a string or number/);
    writeFileSync(join(dir, 'train.jsonl'), 'nonsense\n');
    expect(failing('complaint', dir)).toThrow(/line 1: a line has to be one JSON object/);
  });

  it('is not measured with a model of other classes', () => {
    const model = decodeModel(trained('sentiment', setOf(MOODS)).bytes, 'model');
    const other = setOf({ angry: ['broken'], calm: ['lovely'] });
    expect(() => evaluate(model, { dir: other })).toThrow(
      /has the label angry, the model knows negative/,
    );
  });
});
