import { sigmoid } from '../linear/score.js';

/** A topic that a text is nearest to in meaning. */
export interface Nearest {
  readonly key: string;
  /** Probability that the text belongs to it (0..1), calibrated on labelled complaints. */
  readonly probability: number;
}

interface Placed {
  readonly key: string;
  readonly vectors: readonly Float32Array[];
  readonly middle: Float32Array;
}

/** A text less like a topic than this (cosine) is about something else. */
const LEAST_LIKENESS = 0.45;
/**
 * How the lead over the second nearest topic becomes a probability. Fitted by logistic regression
 * to the 679 complaints of config/labels/train.jsonl to which no seed phrase points, those without
 * a topic counted as wrong; the likeness itself adds nothing to it. From 0.5 on, 66 % were right
 * there (n = 122) and 67 % on dev.jsonl (n = 30).
 */
const SLOPE = 17.5;
const OFFSET = -1.55;
/** No lead makes it surer: beyond it there was too little to measure. */
const SUREST = 0.8;

/**
 * Finds the topic that a text means much the same as: topics work on the first day, before anybody
 * taught them. Vectors in, topic out.
 */
export class NearestTopics {
  private readonly topics: readonly Placed[];

  /** @param vectors of each topic: those of its name, description and examples, at least one */
  constructor(vectors: ReadonlyMap<string, readonly Int8Array[]>) {
    this.topics = [...vectors].map(([key, each]) => {
      const units = each.map(unit);
      return { key, vectors: units, middle: middleOf(units) };
    });
  }

  /**
   * The likeness to a topic is the mean of that to the middle of its texts and that to the most
   * alike of them.
   *
   * @param vector sentence vector of the text, as `Read.vector`
   * @returns null when it is like none, or when there is only one topic to compare it with
   */
  of(vector: Int8Array): Nearest | null {
    const text = unit(vector);
    const likeness = this.topics.map(({ key, vectors, middle }) => ({
      key,
      like: (dot(middle, text) + Math.max(...vectors.map((each) => dot(each, text)))) / 2,
    }));
    likeness.sort((a, b) => b.like - a.like);
    const [first, second] = likeness;
    if (first === undefined || second === undefined || first.like < LEAST_LIKENESS) return null;
    const probability = Math.min(SUREST, sigmoid(SLOPE * (first.like - second.like) + OFFSET));
    return { key: first.key, probability };
  }
}

/** The vector at length 1; one of zeros stays what it is. */
export function unit(vector: ArrayLike<number>): Float32Array {
  let squares = 0;
  for (let d = 0; d < vector.length; d++) squares += (vector[d] ?? 0) ** 2;
  const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  return Float32Array.from(vector, (entry) => entry * scale);
}

export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += (a[d] ?? 0) * (b[d] ?? 0);
  return sum;
}

/** The direction in the middle of unit vectors, at length 1. */
export function middleOf(units: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(units[0]?.length ?? 0);
  for (const each of units)
    for (let d = 0; d < sum.length; d++) sum[d] = (sum[d] ?? 0) + (each[d] ?? 0);
  return unit(sum);
}
