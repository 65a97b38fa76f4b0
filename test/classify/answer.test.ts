import { describe, expect, it } from 'vitest';
import { answer, answersOf, isOpen } from '../../src/classify/answer.js';
import { Extractor } from '../../src/classify/features/extractor.js';
import {
  decodeModel,
  encodeModel,
  type Model,
  type NewStage,
} from '../../src/classify/linear/model-file.js';
import { Meanings, type Meaning } from '../../src/classify/meaning.js';

const BITS = 8;
const WIDTH = 2;

/** No word counts: the first stage answers by its bias, the second by the vector's first entry too. */
function stage(bias: number, vector: readonly number[]): NewStage {
  return {
    bias: [bias],
    calibration: { slope: [1], offset: [0] },
    l2: 0.001,
    weights: new Float64Array(1 << BITS),
    vector,
  };
}

function head({ open = 0.8, bias = 1, stages = 2 } = {}): Model {
  const both = [stage(bias, []), stage(0, [3, 0])].slice(0, stages);
  return decodeModel(
    encodeModel(
      {
        task: 'complaint',
        version: '1',
        link: 'binary',
        classes: ['other', 'complaint'],
        languages: ['en'],
        bits: BITS,
        width: stages === 2 ? WIDTH : 0,
        open,
        limit: 0.6,
        training: { rows: 0, seed: 1, sets: [] },
        metrics: {},
      },
      both,
    ),
    'head',
  );
}

/** Means +1 by texts that say "yes", -1 by others; remembers what it was asked. */
class PlainMeanings extends Meanings {
  readonly asked: string[][] = [];

  override async of(texts: readonly string[]): Promise<Meaning[]> {
    this.asked.push([...texts]);
    return texts.map((text) => ({
      features: Float32Array.of(text.includes('yes') ? 1 : -1, 0),
      sentence: new Int8Array(512),
    }));
  }
}

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
const features = new Extractor().extract(['anything']);

describe('answer', () => {
  it('is by the first stage without a vector, by the second with one', () => {
    const model = head();
    const first = answer(model, features, null);
    expect(first.stage).toBe(model.first);
    expect(first.probabilities[1]).toBeCloseTo(sigmoid(1), 5);
    expect(first).toMatchObject({ class: 'complaint', index: 1, sure: true });
    const second = answer(model, features, Float32Array.of(-1, 0));
    expect(second.stage).toBe(model.second);
    expect(second.probabilities[1]).toBeCloseTo(sigmoid(-3), 3);
    expect(second).toMatchObject({ class: 'other', sure: true });
  });

  it('is unsure below the limit', () => {
    expect(answer(head({ bias: 0.1 }), features, null).sure).toBe(false);
  });

  it('leaves a text open below its threshold, and only when there is a second stage', () => {
    const openFor = (model: Model, vector: Float32Array | null = null): boolean =>
      isOpen(model, answer(model, features, vector));
    // sigmoid(1) = 0.731
    expect(openFor(head({ open: 0.74 }))).toBe(true);
    expect(openFor(head({ open: 0.73 }))).toBe(false);
    expect(openFor(head({ open: 0.74, stages: 1 }))).toBe(false);
    expect(openFor(head({ open: 1 }), Float32Array.of(0.01, 0))).toBe(false);
  });
});

describe('answersOf', () => {
  const texts = ['yes', 'no', 'yes again'];
  const complaint = (said: readonly (readonly number[])[]): number[] =>
    said.map((row) => Math.round((row[1] ?? NaN) * 1000) / 1000);
  const [yes, no, words] = [0.953, 0.047, 0.731];

  it('asks the second stage for the open texts only, in order', async () => {
    const meanings = new PlainMeanings();
    expect(complaint(await answersOf(head(), texts, meanings))).toEqual([yes, no, yes]);
    expect(meanings.asked.flat()).toEqual(texts);
    const closed = new PlainMeanings();
    expect(complaint(await answersOf(head({ open: 0.6 }), texts, closed))).toEqual([
      words,
      words,
      words,
    ]);
    expect(closed.asked.flat()).toEqual([]);
  });

  it('asks it for all when told, and for none without meanings', async () => {
    const all = await answersOf(head({ open: 0.6 }), texts, new PlainMeanings(), { all: true });
    expect(complaint(all)).toEqual([yes, no, yes]);
    expect(complaint(await answersOf(head(), texts, null))).toEqual([words, words, words]);
  });

  it('keeps the order over pages', async () => {
    const many = Array.from({ length: 700 }, (_, at) => (at % 3 === 0 ? 'yes' : 'no'));
    const found = complaint(await answersOf(head(), many, new PlainMeanings()));
    expect(found).toEqual(many.map((text) => (text === 'yes' ? yes : no)));
  });
});
