import type { Link } from '../linear/model-file.js';
import { withVectors } from '../linear/rows.js';
import { sureness } from '../linear/score.js';
import { fit, logLoss, type Fitted, type FitSettings, type Problem } from './fit.js';
import { hitRates } from './metrics.js';

/** A head that goes by words first, and by words and meaning where that leaves it open. */
export interface Stages {
  readonly first: Fitted;
  readonly second: Fitted | null;
  /** Texts whose sureness by the first stage is below this go to the second. */
  readonly open: number;
  /** Calibrated probabilities on the tuning rows, each by the stage that answers for it. */
  readonly tuned: readonly (readonly number[])[];
}

/** What may be lost by leaving texts to the first stage. */
export interface Tolerance {
  /** Of the macro-F1 (0..1). */
  readonly macroF1: number;
  /** Share by which the log loss may be larger (0..; Infinity: it does not matter). */
  readonly logLoss: number;
}

/** Thresholds that are looked at. */
const THRESHOLDS = Array.from({ length: 100 }, (_, i) => 0.5 + (i + 1) / 200);
/** Share of the work that the first stage is: it has far fewer weights. */
const FIRST_SHARE = 0.15;

/**
 * Fits both stages, and finds out which texts need the second.
 *
 * @param vectors `Meaning.features` of all rows, one after the other; null: the first stage stands alone
 */
export function fitStages(
  problem: Problem,
  vectors: Float32Array | null,
  settings: {
    readonly first: FitSettings;
    readonly second: FitSettings;
    readonly tolerance: Tolerance;
  },
): Stages {
  const first = fit(problem, part(settings.first, 0, vectors === null ? 1 : FIRST_SHARE));
  if (vectors === null) return { first, second: null, open: 0, tuned: first.tuned };
  const deeper = { ...problem, rows: withVectors(problem.rows, vectors) };
  const second = fit(deeper, part(settings.second, FIRST_SHARE, 1));
  const open = openBelow(problem, first.tuned, second.tuned, settings.tolerance);
  return { first, second, open, tuned: cascade(problem.link, first.tuned, second.tuned, open) };
}

function part(settings: FitSettings, from: number, to: number): FitSettings {
  const { onProgress } = settings;
  if (onProgress === undefined) return settings;
  return { ...settings, onProgress: (done) => onProgress(from + done * (to - from)) };
}

function cascade(
  link: Link,
  first: Fitted['tuned'],
  second: Fitted['tuned'],
  open: number,
): Fitted['tuned'] {
  return first.map((row, i) => (sureness(link, row) < open ? (second[i] ?? row) : row));
}

/**
 * The least threshold from which on the tuning rows are read as well as if the second stage had
 * read all of them, but for what is tolerated.
 */
function openBelow(
  problem: Problem,
  first: Fitted['tuned'],
  second: Fitted['tuned'],
  tolerance: Tolerance,
): number {
  const least = macroF1(problem, second) - tolerance.macroF1;
  const most = logLoss(problem, second) * (1 + tolerance.logLoss);
  const failing = THRESHOLDS.findLast((open) => {
    const tuned = cascade(problem.link, first, second, open);
    return macroF1(problem, tuned) < least || logLoss(problem, tuned) > most;
  });
  const at = failing === undefined ? 0 : THRESHOLDS.indexOf(failing) + 1;
  return THRESHOLDS[Math.min(at, THRESHOLDS.length - 1)] ?? 1;
}

function macroF1({ link, truth, tune, classes }: Problem, tuned: Fitted['tuned']): number {
  if (link !== 'independent') {
    const choices = tuned.map((row, i) => ({
      truth: truth[0]?.[tune[i] ?? 0] ?? 0,
      chosen: row.indexOf(Math.max(...row)),
    }));
    return hitRates(choices, classes.length).macroF1;
  }
  const each = truth.map((list, k) => {
    const choices = tuned.map((row, i) => ({
      truth: list[tune[i] ?? 0] ?? 0,
      chosen: (row[k] ?? 0) >= 0.5 ? 1 : 0,
    }));
    return hitRates(choices, 2).macroF1;
  });
  return each.reduce((sum, value) => sum + value, 0) / each.length;
}
