import { join } from 'node:path';
import { decodeModel, type Model, type Task } from '../linear/model-file.js';
import type { Meanings } from '../meaning.js';
import { hasPart } from './dataset.js';
import { evaluate, type Way } from './evaluate.js';
import { OWN_TRAIN, SHIPPED, type Goal } from './goals.js';
import { leaveOut } from './leave-out.js';
import { reportOf, SEED, type Report } from './report.js';
import type { Estimate } from './resampling.js';
import { oneClass } from './scorers.js';
import { train } from './train.js';

/** A goal, and what was reached. */
export interface GoalResult extends Goal, Estimate {
  readonly rows: number;
  /** What it was measured on. */
  readonly on: string;
  readonly reached: 'aim' | 'least' | 'no';
}

export interface GoalOptions {
  /** Folder of the sets' folders. */
  readonly root: string;
  readonly seed?: number;
  readonly way?: Way;
  /** Only these sets. */
  readonly only?: readonly string[];
  readonly onProgress?: (done: number, what: string) => void;
}

/** What is measured at once. */
interface Batch {
  readonly goals: readonly [Goal, ...Goal[]];
  readonly measure: (onProgress: (done: number) => void) => Promise<{ report: Report; on: string }>;
}

/** The shipped models on sets that they were never trained on, as far as the sets are there. */
export function shippedGoals(
  head: (task: Task) => Model | null,
  meanings: Meanings | null,
  options: GoalOptions,
): AsyncGenerator<GoalResult> {
  const batches = grouped(SHIPPED, options).flatMap((goals): Batch[] => {
    const [{ set, task, field = 'label' }] = goals;
    const model = head(task);
    if (model === null) return [];
    const measure: Batch['measure'] = async (onProgress) => {
      const dir = join(options.root, set);
      // They have learnt from none of its parts.
      const parts = hasPart(dir, 'test') ? (['test'] as const) : (['train', 'dev'] as const);
      const report = await evaluate(model, meanings, { ...options, dir, field, parts, onProgress });
      return { report, on: report.parts.join(', ') };
    };
    return [{ goals, measure }];
  });
  return results(batches, options);
}

/**
 * Models that are trained on the sets' own train parts, as far as the sets are there; measured on
 * the test part, or else where the model was calibrated: by cross-validation, or on the dev part.
 */
export function ownTrainGoals(
  meanings: Meanings | null,
  options: GoalOptions,
): AsyncGenerator<GoalResult> {
  const batches = grouped(OWN_TRAIN, options).map((goals): Batch => ({
    goals,
    measure: (onProgress) => ownTrain(goals[0], meanings, { ...options, onProgress }),
  }));
  return results(batches, options);
}

async function ownTrain(
  { set, task, field = 'label', leaveOut: left }: Goal,
  meanings: Meanings | null,
  options: Omit<GoalOptions, 'onProgress'> & { onProgress: (done: number) => void },
): Promise<{ report: Report; on: string }> {
  const { root, seed = SEED, onProgress } = options;
  const dir = join(root, set);
  if (left !== undefined) {
    const found = await leaveOut({ ...options, task, dir, field, seed, leaveOut: left }, meanings);
    return { report: found.together, on: `${found.parts.join(', ')}, each ${left} left out` };
  }
  const { bytes, header, judged } = await train({ task, dir, field, seed, onProgress }, meanings);
  if (hasPart(dir, 'test')) {
    const model = decodeModel(bytes, set);
    const report = await evaluate(model, meanings, { ...options, dir, field });
    return { report, on: report.parts.join(', ') };
  }
  const scorer = oneClass(judged, header.classes, header.limit);
  return {
    report: reportOf(header.classes, scorer, { seed }),
    on: String(header.metrics['measuredOn']),
  };
}

/** Goals of one set and label are measured at once. */
function grouped(goals: readonly Goal[], { root, only }: GoalOptions): [Goal, ...Goal[]][] {
  const groups = new Map<string, [Goal, ...Goal[]]>();
  for (const goal of goals) {
    const { set, field, leaveOut: left } = goal;
    if (!hasPart(join(root, set), 'train') && !hasPart(join(root, set), 'test')) continue;
    if (only !== undefined && !only.includes(set)) continue;
    const key = JSON.stringify([set, field, left]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [goal]);
    else group.push(goal);
  }
  return [...groups.values()];
}

async function* results(
  batches: readonly Batch[],
  { onProgress }: GoalOptions,
): AsyncGenerator<GoalResult> {
  for (const [at, { goals, measure }] of batches.entries()) {
    const what = [goals[0].set, goals[0].field, goals[0].leaveOut].filter(Boolean).join(' ');
    const { report, on } = await measure((done) =>
      onProgress?.((at + done) / batches.length, what),
    );
    for (const goal of goals) {
      const estimate = figureOf(report, goal.figure);
      const reached = reachedBy(goal, estimate.value);
      yield { ...goal, ...estimate, rows: report.rows, on, reached };
    }
  }
}

function reachedBy({ least, aim, lower }: Goal, value: number): GoalResult['reached'] {
  const meets = (goal: number): boolean =>
    lower === true ? 100 * value <= goal : 100 * value >= goal;
  if (meets(aim)) return 'aim';
  return meets(least) ? 'least' : 'no';
}

function figureOf(report: Report, name: string): Estimate {
  const [figure = '', of] = name.split(' of ');
  const from = of === undefined ? report : report.perClass[of];
  const share = report.coverage.find((one) => name === `accuracy at ${one.share}`);
  if (share !== undefined) return estimate(share.accuracy, share.interval);
  const values: Readonly<Record<string, unknown>> = { ...from };
  const intervals: Readonly<Record<string, readonly [number, number]>> = { ...from?.intervals };
  const value = values[figure];
  return estimate(typeof value === 'number' ? value : NaN, intervals[figure] ?? [NaN, NaN]);
}

function estimate(value: number, [low, high]: readonly [number, number]): Estimate {
  return { value, low, high };
}
