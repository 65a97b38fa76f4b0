import { best } from '../linear/score.js';
import { f1, mean, precision, ratesOf, recall, type Counts, type Judged } from './metrics.js';
import { accuracyAmongSurest, calibrationError, rank, separation } from './ranking.js';

/** Figures of judged texts when text i counts `times[i]` times: what resampling needs. */
export interface Scorer {
  readonly rows: number;
  /** What the figures are, in their order; see `HEADLINES`, `classFigure` and `coverageFigure`. */
  readonly names: readonly string[];
  figures(times: ArrayLike<number>): number[];
  /** 1 for the texts that were answered rightly. */
  readonly right: Uint8Array;
  /** How often each class holds (count). */
  readonly held: readonly number[];
  /**
   * Share of the texts whose best class is at least as probable as the limit, and of those the
   * right ones; null where several classes may hold.
   */
  readonly decided: {
    readonly limit: number;
    readonly covered: number;
    readonly accuracy: number;
  } | null;
}

/** Figures over all classes. `accuracy` of a text with several labels: all of them are right. */
export const HEADLINES = ['accuracy', 'macroF1', 'macroRecall', 'microF1', 'auc', 'ece'] as const;
/** Figures of one class. */
export const CLASS_FIGURES = ['precision', 'recall', 'f1', 'auc', 'recallAt90', 'ece'] as const;
/** Shares of the texts, the surest first, whose accuracy is told. */
export const COVERAGES = [0.5, 0.6, 0.7, 0.8, 0.9, 1] as const;
/** The precision at which the recall is told. */
const STRICT = 0.9;

export const classFigure = (name: string, figure: (typeof CLASS_FIGURES)[number]): string =>
  `${figure} of ${name}`;
export const coverageFigure = (share: number): string => `accuracy at ${share}`;

/**
 * One class holds of each text.
 *
 * @param limit least probability of the best class at which it is given
 */
export function oneClass(
  judged: readonly Judged[],
  classes: readonly string[],
  limit: number,
): Scorer {
  const truth = Int32Array.from(judged, (row) => row.truth);
  const chosen = Int32Array.from(judged, ({ probabilities }) => best(probabilities));
  const right = Uint8Array.from(truth, (one, row) => (one === chosen[row] ? 1 : 0));
  const sure = Float64Array.from(judged, ({ probabilities }) => Math.max(...probabilities));
  const bySureness = rank(sure);
  const each = classes.map((_, k) =>
    sideOf(
      judged.map(({ probabilities }) => probabilities[k] ?? 0),
      truth.map((one) => (one === k ? 1 : 0)),
      chosen.map((one) => (one === k ? 1 : 0)),
    ),
  );
  return {
    rows: judged.length,
    names: [...namesOf(classes), ...COVERAGES.map(coverageFigure)],
    right,
    held: classes.map((_, k) => truth.filter((one) => one === k).length),
    decided: { limit, ...decidedAt(limit, sure, right) },
    figures: (times) => {
      const found = each.map((side) => side(times));
      const { accuracy, macroF1, macroRecall } = ratesOf(
        found.map(({ counts }) => counts),
        sumOf(times),
      );
      return [
        ...[accuracy, macroF1, macroRecall, accuracy],
        ...[meanOf(found.map(({ figures }) => figures.auc)), calibrationError(sure, right, times)],
        ...found.flatMap(({ figures }) => CLASS_FIGURES.map((name) => figures[name])),
        ...accuracyAmongSurest(bySureness, right, times, COVERAGES),
      ];
    },
  };
}

/** A text of which any number of classes hold. */
export interface JudgedSeveral {
  readonly truths: readonly number[];
  readonly probabilities: readonly number[];
}

/**
 * Any number of classes hold of a text.
 *
 * @param limit from this probability on a class is said to hold
 */
export function severalClasses(
  judged: readonly JudgedSeveral[],
  classes: readonly string[],
  limit: number,
): Scorer {
  const sides = classes.map((_, k) => {
    const stated = judged.map(({ probabilities }) => probabilities[k] ?? 0);
    const holds = Uint8Array.from(judged, ({ truths }) => (truths.includes(k) ? 1 : 0));
    return { stated, holds, said: Uint8Array.from(stated, (p) => (p >= limit ? 1 : 0)) };
  });
  const right = Uint8Array.from(judged, (_, row) =>
    sides.every(({ holds, said }) => holds[row] === said[row]) ? 1 : 0,
  );
  const each = sides.map(({ stated, holds, said }) => sideOf(stated, holds, said));
  return {
    rows: judged.length,
    names: namesOf(classes),
    right,
    held: sides.map(({ holds }) => sumOf(holds)),
    decided: null,
    figures: (times) => {
      const found = each.map((side) => side(times));
      const counts = found.map((one) => one.counts);
      const { macroF1, macroRecall } = ratesOf(counts, sumOf(times));
      const all = { hit: 0, actual: 0, said: 0 };
      for (const one of counts) {
        all.hit += one.hit;
        all.actual += one.actual;
        all.said += one.said;
      }
      return [
        ...[sumOf(times, right) / sumOf(times), macroF1, macroRecall, f1(all)],
        meanOf(found.map(({ figures }) => figures.auc)),
        mean(found.map(({ figures }) => figures.ece)),
        ...found.flatMap(({ figures }) => CLASS_FIGURES.map((name) => figures[name])),
      ];
    },
  };
}

function namesOf(classes: readonly string[]): string[] {
  return [
    ...HEADLINES,
    ...classes.flatMap((name) => CLASS_FIGURES.map((figure) => classFigure(name, figure))),
  ];
}

interface Side {
  readonly counts: Counts;
  readonly figures: Readonly<Record<(typeof CLASS_FIGURES)[number], number>>;
}

/** One class against the rest. */
function sideOf(
  stated: readonly number[],
  holds: ArrayLike<number>,
  said: ArrayLike<number>,
): (times: ArrayLike<number>) => Side {
  const ranking = rank(stated);
  return (times) => {
    const counts = { hit: 0, actual: 0, said: 0 };
    for (let row = 0; row < stated.length; row++) {
      const count = times[row] ?? 0;
      if (holds[row] === 1) counts.actual += count;
      if (said[row] === 1) counts.said += count;
      if (holds[row] === 1 && said[row] === 1) counts.hit += count;
    }
    const { auc, recall: recallAt90 } = separation(ranking, holds, times, STRICT);
    return {
      counts,
      figures: {
        precision: precision(counts),
        recall: recall(counts),
        f1: f1(counts),
        auc,
        recallAt90,
        ece: calibrationError(stated, holds, times),
      },
    };
  };
}

function decidedAt(
  limit: number,
  sure: Float64Array,
  right: Uint8Array,
): { covered: number; accuracy: number } {
  const decided = right.filter((_, row) => (sure[row] ?? 0) >= limit);
  return { covered: decided.length / right.length, accuracy: sumOf(decided) / decided.length };
}

function sumOf(times: ArrayLike<number>, of?: ArrayLike<number>): number {
  let sum = 0;
  for (let row = 0; row < times.length; row++) sum += (times[row] ?? 0) * (of?.[row] ?? 1);
  return sum;
}

/** Of those that can be told. */
function meanOf(values: readonly number[]): number {
  return mean(values.filter((value) => !Number.isNaN(value)));
}
