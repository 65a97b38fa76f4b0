import { describe, expect, it } from 'vitest';
import { measure, type Judged } from '../../src/classify/training/metrics.js';
import { seededRandom } from '../../src/classify/training/random.js';
import { differences, estimates, mcNemar } from '../../src/classify/training/resampling.js';
import {
  classFigure,
  oneClass,
  severalClasses,
  type Scorer,
} from '../../src/classify/training/scorers.js';

const HOW = { seed: 1, resamples: 400 };

/** Rows of class 0 of which a share is answered rightly, with some spread of sureness. */
function rows(n: number, share: number, seed: number): Judged[] {
  const random = seededRandom(seed);
  return Array.from({ length: n }, () => {
    const sure = 0.55 + random() * 0.4;
    const right = random() < share;
    const truth = random() < 0.5 ? 0 : 1;
    const said = right ? truth : 1 - truth;
    return { truth, probabilities: said === 0 ? [sure, 1 - sure] : [1 - sure, sure] };
  });
}

const scorer = (judged: readonly Judged[]): Scorer => oneClass(judged, ['no', 'yes'], 0.5);

describe('figures', () => {
  it('are those of `measure`, counted once each', () => {
    const judged = rows(300, 0.8, 3);
    const { names, figures } = scorer(judged);
    const found = figures(judged.map(() => 1));
    const plain = measure(judged, 2);
    for (const name of ['accuracy', 'macroF1', 'macroRecall', 'auc', 'ece'] as const)
      expect(found[names.indexOf(name)]).toBeCloseTo(plain[name], 12);
  });

  it('are those of a list in which rows stand as often as they count', () => {
    const judged = rows(40, 0.7, 5);
    const times = judged.map((_, at) => at % 3);
    const repeated = judged.flatMap((row, at) => Array.from({ length: at % 3 }, () => row));
    const drawn = scorer(judged).figures(times);
    const listed = scorer(repeated).figures(repeated.map(() => 1));
    for (const [at, value] of listed.entries()) expect(drawn[at]).toBeCloseTo(value, 12);
  });

  it('judge several labels of a text each for itself', () => {
    const judged = [
      { truths: [0, 1], probabilities: [0.9, 0.6] },
      { truths: [0], probabilities: [0.8, 0.7] },
      { truths: [], probabilities: [0.2, 0.1] },
    ];
    const { names, figures, right, held, decided } = severalClasses(judged, ['a', 'b'], 0.5);
    const found = figures([1, 1, 1]);
    const of = (name: string): number | undefined => found[names.indexOf(name)];
    expect([...right]).toEqual([1, 0, 1]);
    expect(held).toEqual([2, 1]);
    expect(decided).toBeNull();
    expect(of('accuracy')).toBeCloseTo(2 / 3);
    expect(of('macroF1')).toBeCloseTo((1 + 2 / 3) / 2);
    expect(of('microF1')).toBeCloseTo((2 * 3) / (3 + 4));
    expect(of(classFigure('b', 'precision'))).toBe(0.5);
  });
});

describe('estimates', () => {
  it('hold the figure, narrow with n, and depend on the seed alone', () => {
    const accuracy = (n: number) => estimates(scorer(rows(n, 0.8, 7)), HOW).get('accuracy');
    const [few, many] = [accuracy(50), accuracy(800)];
    if (few === undefined || many === undefined) throw new Error('accuracy was not estimated');
    expect(few.low).toBeLessThanOrEqual(few.value);
    expect(few.high).toBeGreaterThanOrEqual(few.value);
    expect(many.high - many.low).toBeLessThan((few.high - few.low) / 2);
    expect(accuracy(50)).toEqual(few);
  });

  it('cover what the texts were drawn from about as often as they say', () => {
    const hits = Array.from({ length: 60 }, (_, at) => {
      const found = estimates(scorer(rows(120, 0.8, at + 1)), { seed: at, resamples: 200 });
      const { low = 1, high = 0 } = found.get('accuracy') ?? {};
      return low <= 0.8 && 0.8 <= high;
    }).filter(Boolean).length;
    expect(hits).toBeGreaterThan(50);
  });
});

describe('two models on the same texts', () => {
  const good = rows(400, 0.9, 11);
  /** Answers that are turned round in so many rows. */
  const worse = (wrong: number): Judged[] =>
    good.map(({ truth, probabilities }, at) =>
      at < wrong ? { truth, probabilities: probabilities.toReversed() } : { truth, probabilities },
    );

  it('differ by nothing when they are one', () => {
    const { value, low, high, p } =
      differences(scorer(good), scorer(good), HOW).get('macroF1') ?? {};
    expect([value, low, high, p]).toEqual([0, 0, 0, 1]);
    expect(mcNemar(scorer(good), scorer(good))).toEqual({ onlyFirst: 0, onlySecond: 0, p: 1 });
  });

  it('differ for sure when one is wrong far more often', () => {
    const { value, high, p } =
      differences(scorer(good), scorer(worse(60)), HOW).get('accuracy') ?? {};
    expect(value).toBeLessThan(-0.05);
    expect(high).toBeLessThan(0);
    expect(p).toBeLessThan(0.01);
    expect(mcNemar(scorer(good), scorer(worse(60))).p).toBeLessThan(0.001);
  });

  it('are compared on the same texts only', () => {
    expect(() => differences(scorer(good), scorer(good.slice(1)), HOW)).toThrow(RangeError);
  });

  it('get the exact p of McNemar', () => {
    // 6 texts only the first has right, 1 only the second: 2 * (1 + 7) / 2^7.
    const says = (right: readonly number[]): Scorer =>
      scorer(right.map((is) => ({ truth: is, probabilities: [0.1, 0.9] })));
    const first = says([1, 1, 1, 1, 1, 1, 0, 1]);
    const second = says([0, 0, 0, 0, 0, 0, 1, 1]);
    expect(mcNemar(first, second)).toMatchObject({ onlyFirst: 6, onlySecond: 1 });
    expect(mcNemar(first, second).p).toBeCloseTo((2 * (1 + 7)) / 128, 12);
  });
});
