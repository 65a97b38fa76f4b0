import { Extractor } from '../features/extractor.js';
import { featureRows } from '../linear/rows.js';
import type { Meanings } from '../meaning.js';
import { matchSeeds, type SeedIndex } from '../topics/seeds.js';
import { LICENCES, OWN, PERMISSIVE_SETS, WORDS, WRITTEN, type Example } from './examples.js';
import type { Problem } from './fit.js';
import { fitStages } from './stages.js';
import { finish, type Trained } from './finish.js';
import { EN, LESSONS, type Lesson } from './lessons.js';
import { meaningOf } from './train.js';

/** Penalties to choose from, strongest first. */
const PENALTIES = [3e-4, 1e-4, 3e-5];
const PENALTIES_OF_SECOND = [4e-4, 1e-4];
const MAX_STEPS = 60;

/** Labels of this project are worth more than labels that were made for something else. */
const WORTH: Readonly<Record<string, number>> = { [OWN]: 3, [WRITTEN]: 3, [WORDS]: 0.5 };
/**
 * Sets that hold one class only teach their style along with it ("whoever writes like this
 * never complains"), so they count less.
 */
const ONE_SIDED_SHARE = 0.2;
/** Sets whose labels name topics. */
const TOPIC_SETS = new Set([OWN, WRITTEN, 'banking77', 'nlupp_banking', 'nlupp_hotels', 'cfpb_1k']);
/** One in so many texts of the other sets is enough to learn what is no topic. */
const EVERY_NTH_WITHOUT_TOPIC = 8;

export interface Shipped {
  /** Name of its file, without the ending. */
  readonly name: string;
  readonly trained: Trained;
}

/** Trains the shipped heads, one after the other. The same data give the same bytes. */
export async function* trainShipped(
  examples: readonly Example[],
  seeds: SeedIndex,
  meanings: Meanings,
  onProgress: (name: string, done: number) => void,
  wanted: (name: string) => boolean = () => true,
): AsyncGenerator<Shipped> {
  const known = new Map<string, Float32Array>();
  for (const lesson of LESSONS) {
    const name = `${lesson.task}${lesson.suffix ?? ''}`;
    if (!wanted(name)) continue;
    const used = examples.filter((example, at) => serves(lesson, example, at));
    const problem = problemOf(lesson, used, seeds);
    const vectors =
      lesson.languages === EN ? await vectorsOf(used, meanings, known, name, onProgress) : null;
    const settings = {
      seed: 1,
      folds: 1,
      maxSteps: MAX_STEPS,
      onProgress: (done: number) => onProgress(name, done),
    };
    const fitted = fitStages(problem, vectors, {
      first: { ...settings, l2: PENALTIES },
      second: { ...settings, l2: PENALTIES_OF_SECOND },
      tolerance: { macroF1: 0.003, logLoss: Infinity },
    });
    const open = lesson.quiet === true ? 0 : Math.max(fitted.open, lesson.sureFrom ?? 0);
    const stages = fitted.second === null ? fitted : { ...fitted, open };
    const { bits, task, languages } = lesson;
    const how = "dev part of the project's labels, of the written examples and of the sets";
    const sets = setsOf(used);
    const about = { task, version: '2', languages: [...languages], seed: 1, how, bits, sets };
    yield { name, trained: finish(problem, stages, about) };
  }
}

/** Each text is given its meaning once, whatever heads learn from it. */
async function vectorsOf(
  used: readonly Example[],
  meanings: Meanings,
  known: Map<string, Float32Array>,
  name: string,
  onProgress: (name: string, done: number) => void,
): Promise<Float32Array | null> {
  const fresh = [...new Set(used.map(({ text }) => text))].filter((text) => !known.has(text));
  const found = await meaningOf(fresh, meanings, (done) => onProgress(name, done));
  const width = found === null ? 0 : found.length / fresh.length;
  for (const [at, text] of fresh.entries())
    if (found !== null) known.set(text, found.subarray(at * width, (at + 1) * width));
  const [some] = known.values();
  if (some === undefined) return null;
  const all = new Float32Array(used.length * some.length);
  for (const [at, { text }] of used.entries()) all.set(known.get(text) ?? [], at * some.length);
  return all;
}

function serves(lesson: Lesson, example: Example, at: number): boolean {
  if (!lesson.languages.includes(example.language)) return false;
  if (lesson.task === 'effort') return example.effort !== null;
  if (lesson.task !== 'topic') return lesson.of?.(example) !== null;
  if (example.topics === null) return false;
  return (
    example.topics.length > 0 || TOPIC_SETS.has(example.set) || at % EVERY_NTH_WITHOUT_TOPIC === 0
  );
}

function setsOf(used: readonly Example[]): { name: string; rows: number; licence: string }[] {
  return [OWN, WRITTEN, WORDS, ...Object.keys(PERMISSIVE_SETS)].flatMap((name) => {
    const rows = used.filter((example) => example.learn && example.set === name).length;
    return rows === 0 ? [] : [{ name, rows, licence: LICENCES[name] ?? '' }];
  });
}

function problemOf(lesson: Lesson, used: readonly Example[], seeds: SeedIndex): Problem {
  const all = used.map((_, row) => row);
  const texts = used.map(({ text }) => text);
  return {
    link: lesson.link,
    classes: lesson.classes,
    rows: featureRows(texts, new Extractor(), lesson.bits),
    ...(lesson.link === 'independent' ? severalTargets(lesson, used, seeds) : target(lesson, used)),
    learn: all.filter((row) => used[row]?.learn === true),
    tune: all.filter((row) => used[row]?.learn === false),
  };
}

function target(lesson: Lesson, used: readonly Example[]): Pick<Problem, 'truth' | 'weight'> {
  const truth = Int32Array.from(used, (example) =>
    lesson.classes.indexOf(lesson.of?.(example) ?? ''),
  );
  return { truth: [truth], weight: [balanced(used, truth, lesson)] };
}

/** Every class by itself; a text counts where its labels can affirm or deny the class. */
function severalTargets(
  { task, classes }: Lesson,
  used: readonly Example[],
  seeds: SeedIndex,
): Pick<Problem, 'truth' | 'weight'> {
  const held = used.map((example) => (task === 'effort' ? example.effort : example.topics) ?? []);
  const extractor = new Extractor();
  // Sets without labels of topics cannot deny one that a seed phrase points to.
  const hinted = used.map(({ set, text }) =>
    task === 'effort' || TOPIC_SETS.has(set)
      ? new Set<string>()
      : new Set(matchSeeds(seeds, extractor.extract([text]).tokens).map(({ key }) => key)),
  );
  const truth = classes.map((key) => Int32Array.from(held, (keys) => (keys.includes(key) ? 1 : 0)));
  const weight = classes.map((key, k) =>
    Float64Array.from(used, ({ topicsUnknown, set }, row) => {
      const doubtful = topicsUnknown.includes(key) || hinted[row]?.has(key) === true;
      return truth[k]?.[row] === 1 || !doubtful ? (WORTH[set] ?? 1) : 0;
    }),
  );
  return { truth, weight };
}

/** Weights under which a set counts by its size to a power, and rare classes more. */
function balanced(
  used: readonly Example[],
  truth: Int32Array,
  { classes, power, even }: Lesson,
): Float64Array {
  const size = new Map<string, number>();
  const sidesOf = new Map<string, Set<number>>();
  const group = used.map(({ set, learn }) => `${learn} ${set}`);
  for (const [row, name] of group.entries()) {
    size.set(name, (size.get(name) ?? 0) + 1);
    sidesOf.set(name, (sidesOf.get(name) ?? new Set()).add(truth[row] ?? 0));
  }
  const weight = Float64Array.from(used, ({ set }, row) => {
    const name = group[row] ?? '';
    const share = sidesOf.get(name)?.size === 1 ? ONE_SIDED_SHARE : 1;
    return share * (WORTH[set] ?? 1) * (size.get(name) ?? 1) ** (power - 1);
  });
  for (const learn of [true, false]) {
    const of = classes.map((_, k) =>
      [...truth.keys()].filter((row) => truth[row] === k && used[row]?.learn === learn),
    );
    const totals = of.map((rows) => rows.reduce((sum, row) => sum + (weight[row] ?? 0), 0));
    const most = Math.max(...totals);
    for (const [k, rows] of of.entries()) {
      const factor = (most / (totals[k] ?? most)) ** even;
      for (const row of rows) weight[row] = (weight[row] ?? 0) * factor;
    }
  }
  return weight;
}
