import { describe, expect, it } from 'vitest';
import { Extractor } from '../../src/classify/features/extractor.js';
import { featureRows } from '../../src/classify/linear/rows.js';
import { sureness } from '../../src/classify/linear/score.js';
import type { Problem } from '../../src/classify/training/fit.js';
import { seededRandom } from '../../src/classify/training/random.js';
import { fitStages, type Stages } from '../../src/classify/training/stages.js';

const ROWS = 240;
const TOLERANCE = { macroF1: 0.003, logLoss: Infinity };
const SETTINGS = { l2: [1e-2, 1e-3], seed: 1, folds: 4, maxSteps: 30 };

/** In half of the texts a word tells the class, in the others only the vector does. */
function madeUp(): { problem: Problem; vectors: Float32Array } {
  const random = seededRandom(5);
  const truth = Int32Array.from({ length: ROWS }, () => (random() < 0.5 ? 0 : 1));
  const texts = Array.from(truth, (one, row) => {
    const told = row % 2 === 0 ? (one === 1 ? 'broken' : 'lovely') : 'plain';
    return `${told} thing number ${Math.floor(random() * 50)}`;
  });
  const vectors = Float32Array.from(truth, (one) => (one === 1 ? 1 : -1));
  const everything = [...truth.keys()];
  const problem: Problem = {
    link: 'binary',
    classes: ['other', 'complaint'],
    rows: featureRows(texts, new Extractor(), 12),
    truth: [truth],
    weight: [new Float64Array(ROWS).fill(1)],
    learn: everything,
    tune: everything,
  };
  return { problem, vectors };
}

const { problem, vectors } = madeUp();
const fitted = (given: Float32Array | null): Stages =>
  fitStages(problem, given, { first: SETTINGS, second: SETTINGS, tolerance: TOLERANCE });
const rightOf = ({ tuned }: Stages, row: number): boolean =>
  (tuned[row]?.[1] ?? NaN) >= 0.5 === (problem.truth[0]?.[row] === 1);

describe('fitStages', () => {
  it('stands on words alone where there is no vector', () => {
    const { first, second, open, tuned } = fitted(null);
    expect(second).toBeNull();
    expect(open).toBe(0);
    expect(tuned).toBe(first.tuned);
  });

  it('sends to the second stage what the words do not tell', () => {
    const stages = fitted(vectors);
    const opened = stages.first.tuned.map((row) => sureness('binary', row) < stages.open);
    const rows = [...opened.keys()];
    // All that only the vector tells; the others may be sure enough by their words.
    expect(rows.filter((row) => row % 2 === 1 && opened[row] === true).length).toBeGreaterThan(110);
    expect(rows.filter((row) => row % 2 === 0 && opened[row] === true).length).toBeLessThan(60);
    expect(rows.every((row) => rightOf(stages, row))).toBe(true);
  });

  it('sends more to the second stage where the probabilities are to be as good as its own', () => {
    const settings = { first: SETTINGS, second: SETTINGS };
    const strict = fitStages(problem, vectors, {
      ...settings,
      tolerance: { macroF1: 0.003, logLoss: 0 },
    });
    expect(strict.open).toBeGreaterThan(fitted(vectors).open);
  });

  it('gives the answers of the stage that each row goes to', () => {
    const { first, second, open, tuned } = fitted(vectors);
    for (const [row, said] of tuned.entries()) {
      const isOpen = sureness('binary', first.tuned[row] ?? []) < open;
      expect(said).toBe((isOpen ? second : first)?.tuned[row]);
    }
  });

  it('tells how far it is, without a step back', () => {
    const heard: number[] = [];
    const onProgress = (done: number): void => void heard.push(done);
    const told = { ...SETTINGS, onProgress };
    fitStages(problem, vectors, { first: told, second: told, tolerance: TOLERANCE });
    expect(heard.length).toBeGreaterThan(20);
    expect(heard).toEqual(heard.toSorted((a, b) => a - b));
    expect(heard.at(-1)).toBeLessThanOrEqual(1);
  });
});
