import { join } from 'node:path';
import { Extractor, FEATURE_BITS } from '../features/extractor.js';
import { featureRows } from '../linear/rows.js';
import { matchSeeds, type SeedIndex } from '../topics/seeds.js';
import { readPart } from './dataset.js';
import { fit, type Problem } from './fit.js';
import { mapRow, type Mapped } from './mapping.js';
import { finish, type Trained } from './train.js';
import { readWritten } from './written.js';

/** The sets whose licence permits shipping a model with attribution; see config/models/NOTICE.md. */
export const PERMISSIVE_SETS: Readonly<Record<string, string>> = {
  goemotions: 'Apache-2.0',
  banking77: 'CC-BY-4.0',
  nlupp_banking: 'CC-BY-4.0',
  nlupp_hotels: 'CC-BY-4.0',
  vader_tweets: 'MIT',
  vader_amazon: 'MIT',
  vader_nyt: 'MIT',
  vader_movie: 'MIT',
  uci_sentences: 'CC-BY-4.0',
  cfpb_1k: 'MIT (repository), US public domain (narratives)',
};

/** Topics that the mapped labels can teach; the others of the taxonomy are read by their seed phrases. */
export const TAUGHT_TOPICS = [
  'account-access',
  'billing-charges',
  'cancellation',
  'card-payment',
  'credit-report',
  'debt-collection',
  'delivery',
  'fees',
  'mortgage-loan',
  'refund',
];

// Found by leaving one set out at a time (docs/reading.md); no set that is only measured had a say.
const SETTINGS = {
  complaint: { l2: 3e-5, power: 0.3, maxSteps: 80, bits: FEATURE_BITS },
  sentiment: { l2: 1e-5, power: 0.5, maxSteps: 60, bits: FEATURE_BITS },
  topic: { l2: 1e-5, power: 1, maxSteps: 80, bits: 16 },
};
/**
 * Sets that hold one class only teach their style along with it ("whoever writes like this
 * never complains"), so they count less; the leave-one-out figures bear this out.
 */
const ONE_SIDED_SHARE = 0.2;

/** Sets whose labels name topics. */
const TOPIC_SETS = new Set(['banking77', 'nlupp_banking', 'nlupp_hotels', 'cfpb_1k']);

/** One in so many texts without a topic is enough to learn what is none. */
const EVERY_NTH_WITHOUT_TOPIC = 4;

interface Example {
  readonly text: string;
  readonly set: string;
  readonly mapped: Mapped;
  /** Of the train part; else of the dev part. */
  readonly learn: boolean;
}

export const SHIPPED_TASKS = ['complaint', 'sentiment', 'topic'] as const;
export type ShippedTask = (typeof SHIPPED_TASKS)[number];

/** Sets whose dev part the demo plays: nothing is calibrated on it. */
const DEV_PLAYED_BY_DEMO = new Set(['cfpb_1k', 'uci_sentences']);

/**
 * Reads what the shipped heads are trained from: train parts of the permissive sets and the
 * written examples to learn from, dev parts to calibrate on.
 *
 * @param dir folder of the sets
 * @param written file of the written examples
 */
export function readExamples(dir: string, written: string): Example[] {
  const own = readWritten(written).map((row) => ({ ...row, set: 'written', learn: true }));
  return [...own, ...readSets(dir)];
}

function readSets(dir: string): Example[] {
  return Object.keys(PERMISSIVE_SETS).flatMap((set) =>
    (DEV_PLAYED_BY_DEMO.has(set) ? (['train'] as const) : (['train', 'dev'] as const)).flatMap(
      (part) =>
        readPart(join(dir, set), part).map((row) => ({
          text: row.text,
          set,
          mapped: mapRow(set, row),
          learn: part === 'train',
        })),
    ),
  );
}

export interface Shipped {
  readonly task: ShippedTask;
  readonly trained: Trained;
}

/**
 * Trains the shipped heads. The same data give the same bytes.
 *
 * Of complaints there are few labelled sentences, of feelings many: the complaint head starts
 * from what the sentiment head learnt of negative words (its weights are the prior).
 */
export function* trainShipped(
  examples: readonly Example[],
  seeds: SeedIndex,
  onProgress: (task: ShippedTask, done: number) => void,
): Generator<Shipped> {
  const sentimentData = usedFor('sentiment', examples);
  const sentiment = learn(
    'sentiment',
    sentimentData,
    classProblem('sentiment', sentimentData),
    onProgress,
  );
  yield { task: 'sentiment', trained: sentiment };
  const complaintData = usedFor('complaint', examples);
  const problem = { ...classProblem('complaint', complaintData), prior: negativity(sentiment) };
  yield { task: 'complaint', trained: learn('complaint', complaintData, problem, onProgress) };
  const topicData = usedFor('topic', examples);
  yield {
    task: 'topic',
    trained: learn('topic', topicData, topicProblem(topicData, seeds), onProgress),
  };
}

function learn(
  task: ShippedTask,
  used: readonly Example[],
  problem: Problem,
  onProgress: (task: ShippedTask, done: number) => void,
): Trained {
  const { l2, maxSteps } = SETTINGS[task];
  const fitted = fit(problem, {
    l2: [l2],
    seed: 1,
    folds: 1,
    maxSteps,
    onProgress: (done) => onProgress(task, done),
  });
  return finish(problem, fitted, {
    task,
    version: '1',
    languages: ['en'],
    seed: 1,
    how: 'dev parts of the training sets as they come',
    bits: SETTINGS[task].bits,
    sets: Object.entries({
      ...PERMISSIVE_SETS,
      written: 'Apache-2.0, written for this project',
    }).flatMap(([name, licence]) => {
      const rows = used.filter((example) => example.learn && example.set === name).length;
      return rows === 0 ? [] : [{ name, rows, licence }];
    }),
  });
}

/** How much more a word speaks for negative than for the mean of neutral and positive. */
function negativity({ weights }: Trained): Float64Array {
  const prior = new Float64Array(weights.length / 3);
  for (let b = 0; b < prior.length; b++) {
    const [negative = 0, neutral = 0, positive = 0] = weights.subarray(b * 3, b * 3 + 3);
    prior[b] = negative - (neutral + positive) / 2;
  }
  return prior;
}

function usedFor(task: ShippedTask, examples: readonly Example[]): Example[] {
  return examples.filter((example, i) => serves(task, example, i));
}

function serves(task: ShippedTask, { mapped }: Example, index: number): boolean {
  if (task === 'complaint') return mapped.complaint !== null;
  if (task === 'sentiment') return mapped.sentiment !== null;
  if (mapped.topics === null) return false;
  return (
    mapped.topics.length > 0 ||
    mapped.topicsUnknown.length > 0 ||
    index % EVERY_NTH_WITHOUT_TOPIC === 0
  );
}

function classProblem(task: 'complaint' | 'sentiment', examples: readonly Example[]): Problem {
  const classes =
    task === 'complaint' ? ['other', 'complaint'] : ['negative', 'neutral', 'positive'];
  const truth = Int32Array.from(examples, ({ mapped }) => classes.indexOf(mapped[task] ?? ''));
  const { power, bits } = SETTINGS[task];
  return {
    link: task === 'complaint' ? 'binary' : 'softmax',
    classes,
    rows: featuresOf(examples, bits),
    truth: [truth],
    weight: [balanced(examples, truth, classes.length, power)],
    ...parts(examples),
  };
}

/** Every topic by itself; a text counts where its labels can affirm or deny the topic. */
function topicProblem(examples: readonly Example[], seeds: SeedIndex): Problem {
  const extractor = new Extractor();
  // Sets without labels of topics cannot deny one that a seed phrase points to.
  const hinted = examples.map(({ set, text }) =>
    TOPIC_SETS.has(set)
      ? new Set<string>()
      : new Set(matchSeeds(seeds, extractor.extract([text]).tokens).map(({ key }) => key)),
  );
  const truth = TAUGHT_TOPICS.map((key) =>
    Int32Array.from(examples, ({ mapped }) => (mapped.topics?.includes(key) === true ? 1 : 0)),
  );
  const weight = TAUGHT_TOPICS.map((key, k) =>
    Float64Array.from(examples, ({ mapped }, row) => {
      const doubtful = mapped.topicsUnknown.includes(key) || hinted[row]?.has(key) === true;
      return truth[k]?.[row] === 1 || !doubtful ? 1 : 0;
    }),
  );
  return {
    link: 'independent',
    classes: TAUGHT_TOPICS,
    rows: featuresOf(examples, SETTINGS.topic.bits),
    truth,
    weight,
    ...parts(examples),
  };
}

function featuresOf(examples: readonly Example[], bits: number): Problem['rows'] {
  return featureRows(
    examples.map(({ text }) => text),
    new Extractor(),
    bits,
  );
}

function parts(examples: readonly Example[]): { learn: number[]; tune: number[] } {
  const all = examples.map((_, row) => row);
  return {
    learn: all.filter((row) => examples[row]?.learn === true),
    tune: all.filter((row) => examples[row]?.learn === false),
  };
}

/**
 * Weights under which the classes are equally heavy in both parts and a set counts by its
 * size to a power: with 1 the largest set rules, with 0 all sets count alike.
 */
function balanced(
  examples: readonly Example[],
  truth: Int32Array,
  classes: number,
  power: number,
): Float64Array {
  const group = examples.map(({ set, learn }, row) => `${learn} ${set} ${truth[row]}`);
  const size = new Map<string, number>();
  for (const name of group) size.set(name, (size.get(name) ?? 0) + 1);
  const sidesOf = new Map<string, Set<number>>();
  for (const [row, { set }] of examples.entries()) {
    sidesOf.set(set, (sidesOf.get(set) ?? new Set()).add(truth[row] ?? 0));
  }
  const weight = Float64Array.from(examples, ({ set }, row) => {
    const share = sidesOf.get(set)?.size === 1 ? ONE_SIDED_SHARE : 1;
    return share * (size.get(group[row] ?? '') ?? 1) ** (power - 1);
  });
  for (const learn of [true, false]) {
    for (let k = 0; k < classes; k++) {
      const members = [...truth.keys()].filter(
        (row) => truth[row] === k && examples[row]?.learn === learn,
      );
      const total = members.reduce((sum, row) => sum + (weight[row] ?? 0), 0);
      for (const row of members) weight[row] = ((weight[row] ?? 0) * 1000) / total;
    }
  }
  return weight;
}
