import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeModel, type Model } from '../../src/classify/linear/model-file.js';
import { compare } from '../../src/classify/training/compare.js';
import { evaluate } from '../../src/classify/training/evaluate.js';
import { leaveOut } from '../../src/classify/training/leave-out.js';
import { train } from '../../src/classify/training/train.js';

interface Row {
  readonly text: string;
  readonly label: string | number;
  readonly [field: string]: unknown;
}

function setOf(parts: Readonly<Record<string, readonly Row[]>>): string {
  const dir = mkdtempSync(join(tmpdir(), 'earshot-set-'));
  for (const [part, rows] of Object.entries(parts)) {
    const lines = rows.map((row) => JSON.stringify(row)).join('\n');
    writeFileSync(join(dir, `${part}.jsonl`), lines);
  }
  return dir;
}

const THINGS = ['lamp', 'phone', 'ticket', 'parcel', 'soup', 'train'];
const SAID: Readonly<Record<string, readonly string[]>> = {
  negative: ['broken', 'awful', 'late'],
  neutral: ['square', 'numbered', 'green'],
  positive: ['lovely', 'great', 'quick'],
};

/** One text per thing and word; its class shows in the word alone. */
function moods(things: readonly string[]): Row[] {
  return Object.entries(SAID).flatMap(([label, words]) =>
    words.flatMap((word) =>
      things.map((thing) => ({ text: `a ${word} ${thing} for me`, label, thing })),
    ),
  );
}

const taught = async (dir: string): Promise<Model> =>
  decodeModel((await train({ task: 'sentiment', dir }, null)).bytes, 'model');

describe('evaluate', () => {
  let dir: string;
  let model: Model;
  beforeAll(async () => {
    const [first = ''] = THINGS;
    dir = setOf({
      train: moods(THINGS),
      // Two of ten are labelled otherwise than they read.
      test: moods([first, first])
        .slice(0, 10)
        .map((row, at) => (at < 2 ? { ...row, label: 'positive' } : row)),
    });
    model = await taught(dir);
  });

  it('measures on the test part where there is one, with intervals', async () => {
    const found = await evaluate(model, null, { dir });
    expect(found.parts).toEqual(['test']);
    expect(found).toMatchObject({ rows: 10, second: 0 });
    expect(found.accuracy).toBeCloseTo(0.8);
    const [low, high] = found.intervals.accuracy;
    expect(low).toBeLessThan(0.8);
    expect(high).toBeGreaterThan(0.8);
    expect(found.perClass['positive']).toMatchObject({ rows: 2, recall: 0 });
    expect(found.coverage.map(({ share }) => share)).toEqual([0.5, 0.6, 0.7, 0.8, 0.9, 1]);
    expect(found.coverage.at(-1)?.accuracy).toBeCloseTo(0.8);
  });

  it('says what its limit leaves undecided', async () => {
    const strict = { ...model, header: { ...model.header, limit: 1 } };
    const found = await evaluate(strict, null, { dir });
    expect(found.decided).toMatchObject({ limit: 1, covered: 0 });
  });

  it('gives the same figures for the same seed, on the parts it is told', async () => {
    const how = { dir, parts: ['train', 'test'] as const, seed: 3 };
    const found = await evaluate(model, null, how);
    expect(found.rows).toBe(54 + 10);
    expect(await evaluate(model, null, how)).toEqual(found);
    expect((await evaluate(model, null, { ...how, seed: 4 })).intervals).not.toEqual(
      found.intervals,
    );
  });

  it('refuses labels that the model does not know, and sets without any', async () => {
    const other = setOf({ test: [{ text: 'a lamp', label: 'angry' }] });
    await expect(evaluate(model, null, { dir: other })).rejects.toThrow(
      /has the label angry, the model knows negative/,
    );
    await expect(evaluate(model, null, { dir, field: 'colour' })).rejects.toThrow(
      'no row has a label "colour"',
    );
    await expect(evaluate(model, null, { dir: setOf({}) })).rejects.toThrow(
      'there is no train, dev or test',
    );
  });

  it('compares two models, whatever the order of their classes', async () => {
    const half = await taught(setOf({ train: moods(THINGS.slice(0, 2)).filter(knowsLess) }));
    const turned = reversed(model);
    const same = await compare([model, turned], null, { dir });
    expect(same.differences['macroF1']).toMatchObject({ value: 0, p: 1 });
    expect(same.mcNemar).toEqual({ onlyFirst: 0, onlySecond: 0, p: 1 });
    const how = { dir, parts: ['train'] as const };
    const { first, second, differences, mcNemar } = await compare([model, half], null, how);
    expect(first).toEqual(await evaluate(model, null, how));
    expect(second).toEqual(await evaluate(half, null, how));
    expect(differences['accuracy']?.value).toBeCloseTo(second.accuracy - first.accuracy);
    expect(mcNemar.onlyFirst).toBeGreaterThan(mcNemar.onlySecond);
  });

  it('does not compare models of other classes', async () => {
    const classes = ['negative', 'neutral', 'glad'];
    const other = { ...model, header: { ...model.header, classes } };
    await expect(compare([model, other], null, { dir })).rejects.toThrow('cannot be compared');
  });
});

/** Without one word of each class. */
const knowsLess = ({ text }: Row): boolean => !/late|green|quick/.test(text);

/** The same model with its classes in the opposite order. */
function reversed(model: Model): Model {
  const { header, outputs, first } = model;
  const turn = <T>(list: readonly T[]): T[] => list.toReversed();
  const weights = first.weights.map((_, at) => {
    const [bucket, output] = [Math.floor(at / outputs), at % outputs];
    return first.weights[bucket * outputs + outputs - 1 - output] ?? 0;
  });
  const calibration = {
    slope: turn(first.calibration.slope),
    offset: turn(first.calibration.offset),
  };
  return {
    ...model,
    header: { ...header, classes: turn(header.classes) },
    first: { ...first, bias: turn(first.bias), step: turn(first.step), calibration, weights },
  };
}

describe('leaveOut', () => {
  const complaints = (thing: string): Row[] =>
    ['broken', 'awful', 'late', 'lovely', 'great', 'quick'].flatMap((word, at) =>
      Array.from({ length: 4 }, (_, i) => ({
        text: `${i} my ${word} ${thing}`,
        label: at < 3 ? 1 : 0,
        domain: thing,
      })),
    );
  const random = Array.from({ length: 9 }, (_, i) => ({
    text: `a walk by the sea, day ${i}`,
    label: 0,
    domain: 'random',
  }));

  it('judges each text by a model that has not seen its value', async () => {
    // What a thing is called tells the label of its own domain only: whoever had learnt from it would be right.
    const odd: Row[] = Array.from({ length: 12 }, (_, i) => ({
      text: `zyx ${i}`,
      label: i % 2,
      domain: 'odd',
    }));
    const dir = setOf({
      train: [...complaints('lamp'), ...complaints('phone'), ...random, ...odd],
    });
    const found = await leaveOut({ task: 'complaint', dir, leaveOut: 'domain' }, null);
    expect(Object.keys(found.perValue)).toEqual(['lamp', 'odd', 'phone']);
    expect(found.spread).toEqual(['random']);
    expect(found.perValue['odd']?.accuracy).toBeLessThan(0.9);
    expect(found.perValue['lamp']?.macroF1).toBeGreaterThan(0.9);
    // 24 + 24 + 12 texts, and the nine of one class spread evenly over the three values.
    expect(found.alone.rows).toBe(60);
    expect(found.together.rows).toBe(69);
    expect(found.perValue['odd']?.rows).toBe(12 + 3);
  });

  it('measures on the test part where there is one', async () => {
    const dir = setOf({
      train: [...complaints('lamp'), ...complaints('phone')],
      test: complaints('phone').slice(0, 20),
    });
    const found = await leaveOut({ task: 'complaint', dir, leaveOut: 'domain' }, null);
    expect(found.parts).toEqual(['test']);
    expect(Object.keys(found.perValue)).toEqual(['phone']);
    expect(found).toMatchObject({ together: { rows: 20 }, second: 0 });
  });

  it('needs two values that can be left out', async () => {
    const dir = setOf({ train: [...complaints('lamp'), ...random] });
    await expect(leaveOut({ task: 'complaint', dir, leaveOut: 'domain' }, null)).rejects.toThrow(
      '"domain" has to have at least two values',
    );
  });
});
