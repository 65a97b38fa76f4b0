import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DatasetError } from './dataset.js';
import { seededRandom } from './random.js';

const ReadingSchema = z.object({
  complaint: z.string().nullable(),
  sentiment: z.string().nullable(),
  touchpoint: z.string().nullable(),
  topics: z.array(z.string()),
  effort: z.array(z.string()),
  leaving: z.object({ stage: z.string() }).nullable(),
  urgency: z.object({ level: z.string() }).nullable(),
});
const TwiceSchema = z.object({ id: z.string(), labels: z.tuple([ReadingSchema, ReadingSchema]) });
type OneReading = z.output<typeof ReadingSchema>;
/** What two independent readers said of one text. */
export type ReadTwice = z.output<typeof TwiceSchema>;

/** How one reader's labels of a key become one class; null is a class of its own. */
type ClassOf = (reading: OneReading) => string | null;

const set = (labels: readonly string[]): string => [...labels].sort().join(' ');
const CLASSES: Readonly<Record<string, ClassOf>> = {
  complaint: ({ complaint }) => complaint,
  sentiment: ({ sentiment }) => sentiment,
  touchpoint: ({ touchpoint }) => touchpoint,
  topics: ({ topics }) => set(topics),
  'effort, any': ({ effort }) => String(effort.length > 0),
  'effort, the same kinds': ({ effort }) => set(effort),
  'leaving, stage': ({ leaving }) => leaving?.stage ?? null,
  'urgency, level': ({ urgency }) => urgency?.level ?? null,
};

/** How far two readers agree on one key. */
export interface KeyAgreement {
  readonly key: string;
  /** Texts that both read. */
  readonly n: number;
  /** Texts of which at least one reader said something else than the most frequent class. */
  readonly shown: number;
  /** Share of the texts with the same label (0..1). */
  readonly same: number;
  readonly kappa: number;
  /** 95 % interval of kappa, by the percentile bootstrap over texts (Efron 1979). */
  readonly interval: readonly [number, number];
}

type Pair = readonly [string | null, string | null];

/**
 * Cohen's kappa (Cohen 1960): agreement of two readers beyond what their own frequencies would
 * give by chance. 1 is full agreement, 0 is chance, below 0 is worse than chance.
 *
 * @param pairs the class that each of the two gave, one pair a text
 * @returns NaN without texts, or when both gave one and the same class throughout
 */
export function cohensKappa(pairs: readonly Pair[]): number {
  const [first, second] = [new Map<string | null, number>(), new Map<string | null, number>()];
  let same = 0;
  for (const [a, b] of pairs) {
    first.set(a, (first.get(a) ?? 0) + 1);
    second.set(b, (second.get(b) ?? 0) + 1);
    if (a === b) same++;
  }
  const n = pairs.length;
  let chance = 0;
  for (const [label, count] of first) chance += (count / n) * ((second.get(label) ?? 0) / n);
  return (same / n - chance) / (1 - chance);
}

/**
 * Agreement on each key, and on the touchpoint among the texts that both called a complaint
 * (elsewhere it is empty, which is easy to agree on).
 *
 * @param seed of the bootstrap; same seed, same intervals
 */
export function agreementOf(rows: readonly ReadTwice[], seed: number): KeyAgreement[] {
  const all = Object.entries(CLASSES).map(([key, of]) => agreementOn(key, rows, of, seed));
  const complaints = rows.filter(({ labels }) =>
    labels.every(({ complaint }) => complaint === 'complaint'),
  );
  const where = agreementOn(
    'touchpoint, both a complaint',
    complaints,
    ({ touchpoint }) => touchpoint,
    seed,
  );
  return [...all.slice(0, 3), where, ...all.slice(3)];
}

function agreementOn(
  key: string,
  rows: readonly ReadTwice[],
  of: ClassOf,
  seed: number,
): KeyAgreement {
  const pairs = rows.map(({ labels: [a, b] }): Pair => [of(a), of(b)]);
  const usual = mostFrequent(pairs.flat());
  return {
    key,
    n: pairs.length,
    shown: pairs.filter(([a, b]) => a !== usual || b !== usual).length,
    same: pairs.filter(([a, b]) => a === b).length / pairs.length,
    kappa: cohensKappa(pairs),
    interval: intervalOf(pairs, seed),
  };
}

const RESAMPLES = 2000;

function intervalOf(pairs: readonly Pair[], seed: number): readonly [number, number] {
  const random = seededRandom(seed);
  const kappas = Float64Array.from({ length: RESAMPLES }, () =>
    cohensKappa(pairs.map((pair) => pairs[Math.floor(random() * pairs.length)] ?? pair)),
  ).sort();
  const at = (share: number): number => kappas[Math.floor(share * (RESAMPLES - 1))] ?? NaN;
  return [at(0.025), at(0.975)];
}

function mostFrequent(labels: readonly (string | null)[]): string | null {
  const counts = new Map<string | null, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

/**
 * The texts that were read twice.
 *
 * @param dir folder of the labels, `config/labels`
 * @throws DatasetError if a row is not as it should be
 */
export function readTwice(dir: string): ReadTwice[] {
  const file = join(dir, 'twice.jsonl');
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, at) => {
      if (line === '') return [];
      const given = TwiceSchema.safeParse(JSON.parse(line));
      if (given.success) return [given.data];
      throw new DatasetError(`${file}, line ${at + 1}: ${z.prettifyError(given.error)}`);
    });
}
