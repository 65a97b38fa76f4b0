import { FEATURE_BITS, type Features } from '../features/extractor.js';
import type { Link, Model, Stage } from './model-file.js';

/**
 * Raw scores of each output: bias + weights of the features, + weights of the vector where the
 * stage has such. Written into `scores`.
 *
 * @param vector as `Meaning.features`; not looked at by the first stage
 */
export function score(
  { header, outputs }: Pick<Model, 'header' | 'outputs'>,
  stage: Stage,
  features: Features,
  vector: Float32Array | null,
  scores: Float64Array,
): void {
  scores.fill(0);
  const fold = FEATURE_BITS - header.bits;
  if (outputs === 1) addOne(stage.weights, fold, features, scores);
  else if (outputs === 3) addThree(stage.weights, fold, features, scores);
  else addAll(stage.weights, fold, features, scores);
  for (let k = 0; k < outputs; k++) {
    scores[k] = (stage.bias[k] ?? 0) + (stage.step[k] ?? 0) * (scores[k] ?? 0);
  }
  if (vector !== null && stage.vector.length > 0) addVector(stage.vector, vector, scores);
}

// Most of the time of reading goes by in these loops, so the usual sizes have one each, whose sums
// stay in registers.

function addOne(
  weights: Int16Array,
  fold: number,
  { bucket, value, count }: Features,
  scores: Float64Array,
): void {
  let sum = 0;
  for (let i = 0; i < count; i++)
    sum += (value[i] ?? 0) * (weights[(bucket[i] ?? 0) >>> fold] ?? 0);
  scores[0] = sum;
}

function addThree(
  weights: Int16Array,
  fold: number,
  { bucket, value, count }: Features,
  scores: Float64Array,
): void {
  let first = 0;
  let second = 0;
  let third = 0;
  for (let i = 0; i < count; i++) {
    const at = ((bucket[i] ?? 0) >>> fold) * 3;
    const amount = value[i] ?? 0;
    first += amount * (weights[at] ?? 0);
    second += amount * (weights[at + 1] ?? 0);
    third += amount * (weights[at + 2] ?? 0);
  }
  scores[0] = first;
  scores[1] = second;
  scores[2] = third;
}

function addAll(
  weights: Int16Array,
  fold: number,
  { bucket, value, count }: Features,
  scores: Float64Array,
): void {
  const outputs = scores.length;
  for (let i = 0; i < count; i++) {
    let at = ((bucket[i] ?? 0) >>> fold) * outputs;
    const amount = value[i] ?? 0;
    for (let k = 0; k < outputs; k++) scores[k] = (scores[k] ?? 0) + amount * (weights[at++] ?? 0);
  }
}

/** Weights of entry d stand at `d * outputs`. */
function addVector(weights: Float32Array, vector: Float32Array, scores: Float64Array): void {
  const outputs = scores.length;
  for (let k = 0; k < outputs; k++) {
    let sum = 0;
    for (let d = 0, at = k; d < vector.length; d++, at += outputs) {
      sum += (vector[d] ?? 0) * (weights[at] ?? 0);
    }
    scores[k] = (scores[k] ?? 0) + sum;
  }
}

/**
 * Calibrated probability of each class, in the order of the classes.
 *
 * @param scores raw scores of the outputs, as `score` gives them
 * @returns for a binary or softmax head the probabilities add up to 1
 */
export function probabilitiesOf(
  link: Link,
  { slope, offset }: Stage['calibration'],
  scores: ArrayLike<number>,
): number[] {
  const calibrated = Array.from(scores, (z, k) => (slope[k] ?? 1) * z + (offset[k] ?? 0));
  if (link === 'softmax') return softmax(calibrated);
  const shares = calibrated.map(sigmoid);
  const second = shares[0] ?? 0;
  return link === 'binary' ? [1 - second, second] : shares;
}

/**
 * How sure an answer is: the probability of the best class; where any class may hold, how sure
 * the least sure of its yes and no is (0.5..1).
 */
export function sureness(link: Link, probabilities: readonly number[]): number {
  if (link !== 'independent') return Math.max(...probabilities);
  return probabilities.reduce((least, p) => Math.min(least, Math.max(p, 1 - p)), 1);
}

export function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

export function softmax(scores: readonly number[]): number[] {
  const top = Math.max(...scores);
  const parts = scores.map((z) => Math.exp(z - top));
  const sum = parts.reduce((total, part) => total + part, 0);
  return parts.map((part) => part / sum);
}

/**
 * How much each token adds to a mixture of outputs; what a pair of words adds is halved
 * between them. The sum over all tokens is the mixed score without its bias and vector.
 *
 * @param mixture weight of each output, e.g. +1 for the winner
 */
export function contributions(
  { header, outputs }: Pick<Model, 'header' | 'outputs'>,
  { weights, step }: Stage,
  features: Features,
  mixture: readonly number[],
): Float64Array {
  const mixed = mixture.map((share, k) => share * (step[k] ?? 0));
  const fold = FEATURE_BITS - header.bits;
  const perUse = new Float64Array(features.count);
  for (let i = 0; i < features.count; i++) {
    const at = ((features.bucket[i] ?? 0) >>> fold) * outputs;
    let sum = 0;
    for (let k = 0; k < outputs; k++) sum += (mixed[k] ?? 0) * (weights[at + k] ?? 0);
    perUse[i] = (sum * (features.value[i] ?? 0)) / (features.timesUsed[i] ?? 1);
  }
  const tokens = new Float64Array(features.tokens.length);
  for (let use = 0; use < features.uses; use++) {
    const amount = perUse[features.useOf[use] ?? 0] ?? 0;
    const at = features.usedBy[use] ?? -1;
    if (at < 0) continue;
    const too = features.usedByToo[use] ?? -1;
    if (too < 0) tokens[at] = (tokens[at] ?? 0) + amount;
    else {
      tokens[at] = (tokens[at] ?? 0) + amount / 2;
      tokens[too] = (tokens[too] ?? 0) + amount / 2;
    }
  }
  return tokens;
}

/** Index of the largest entry, the first of equals. */
export function best(values: readonly number[]): number {
  let at = 0;
  for (const [k, value] of values.entries()) if (value > (values[at] ?? -Infinity)) at = k;
  return at;
}
