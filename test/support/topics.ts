import { VECTOR_SIZE } from '../../src/classify/encoder/encoder.js';
import {
  decodeModel,
  encodeModel,
  type Link,
  type Model,
  type NewStage,
  type Task,
} from '../../src/classify/linear/model-file.js';
import { Meanings, type Meaning } from '../../src/classify/meaning.js';
import type { Taxonomy, Topic } from '../../src/domain/taxonomy.js';
import { Dice } from './makers.js';

export function makeTopic(key: string, given: Partial<Topic> = {}): Topic {
  return {
    key,
    name: key,
    group: 'all',
    touchpoint: 'delivery',
    team: 'care',
    description: `Everything about ${key}.`,
    seeds: { strong: [`${key} fault`] },
    examples: [`My ${key} is bad.`, `I hate this ${key}.`],
    ...given,
  };
}

export function makeTaxonomy(topics: readonly Topic[], given: Partial<Taxonomy> = {}): Taxonomy {
  return {
    version: '1',
    limit: 0.5,
    seedProbabilities: { strong: 0.85, likely: 0.6, hint: 0.25 },
    groups: [{ key: 'all', name: 'All' }],
    topics: [...topics],
    ...given,
  };
}

const BITS = 8;

interface HeadMade {
  readonly task: Task;
  readonly link: Link;
  readonly classes: readonly string[];
  /** Size of its weights; 0: it says of every text what its bias says. */
  readonly strength: number;
  readonly bias?: number;
  /** Has a second stage, which looks at every text that the first is less sure of than this. */
  readonly open?: number;
}

/** A head with weights that look random and are the same in every run. */
export function makeHead({ task, link, classes, strength, bias = 0, open }: HeadMade): Model {
  const outputs = link === 'binary' ? 1 : classes.length;
  const dice = new Dice(classes.length * 1_000 + task.length);
  const weights = (rows: number): Float64Array =>
    Float64Array.from({ length: rows * outputs }, () => strength * (dice.next() - 0.5));
  const each = (value: number): number[] => Array.from({ length: outputs }, () => value);
  const stage = (width: number): NewStage => ({
    bias: each(bias),
    calibration: { slope: each(1), offset: each(0) },
    l2: 1,
    weights: weights(1 << BITS),
    vector: weights(width),
  });
  const width = open === undefined ? 0 : VECTOR_SIZE;
  const bytes = encodeModel(
    {
      task,
      version: '1',
      link,
      classes: [...classes],
      languages: ['en'],
      bits: BITS,
      width,
      open: open ?? 0,
      limit: 0.5,
      training: { rows: 1, seed: 1, sets: [] },
      metrics: {},
    },
    width === 0 ? [stage(0)] : [stage(0), stage(width)],
  );
  return decodeModel(bytes, task);
}

/** A topic head that never says anything: what is left is what seed phrases and meaning say. */
export const silentTopics = (classes: readonly string[]): Model =>
  makeHead({ task: 'topic', link: 'independent', classes, strength: 0, bias: -20 });

/** Means by words: each has a direction, a text is their sum. Texts that share words are alike. */
export class WordMeanings extends Meanings {
  /** How many texts were asked for. */
  asked = 0;

  override of(texts: readonly string[]): Promise<Meaning[]> {
    this.asked += texts.length;
    return Promise.resolve(texts.map(meaningOf));
  }
}

const SENTENCE = 512;

function meaningOf(text: string): Meaning {
  const sum = new Float64Array(VECTOR_SIZE);
  for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? []) {
    const dice = new Dice(Buffer.from(word).reduce((hash, byte) => hash * 31 + byte, 7));
    for (let d = 0; d < VECTOR_SIZE; d++) sum[d] = (sum[d] ?? 0) + dice.next() - 0.5;
  }
  const length = Math.hypot(...sum.subarray(0, SENTENCE)) || 1;
  return {
    features: Float32Array.from(sum, (entry) => entry / length),
    sentence: Int8Array.from(sum.subarray(0, SENTENCE), (entry) =>
      Math.round((127 * entry) / length),
    ),
  };
}
