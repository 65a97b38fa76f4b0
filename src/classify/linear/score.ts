import { FEATURE_BITS, type Features } from '../features/extractor.js';
import type { Link, Model, ModelHeader } from './model-file.js';

/** Raw scores of each output: bias + weights of the features. Written into `scores`. */
export function score(model: Model, features: Features, scores: Float64Array): void {
  const { weights, outputs, header } = model;
  const fold = FEATURE_BITS - header.bits;
  for (let k = 0; k < outputs; k++) scores[k] = header.bias[k] ?? 0;
  const { bucket, value, count } = features;
  for (let i = 0; i < count; i++) {
    const at = ((bucket[i] ?? 0) >>> fold) * outputs;
    const amount = value[i] ?? 0;
    for (let k = 0; k < outputs; k++) {
      scores[k] = (scores[k] ?? 0) + amount * (weights[at + k] ?? 0);
    }
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
  { slope, offset }: ModelHeader['calibration'],
  scores: ArrayLike<number>,
): number[] {
  const calibrated = Array.from(scores, (z, k) => (slope[k] ?? 1) * z + (offset[k] ?? 0));
  if (link === 'softmax') return softmax(calibrated);
  const shares = calibrated.map(sigmoid);
  const second = shares[0] ?? 0;
  return link === 'binary' ? [1 - second, second] : shares;
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
 * between them. The sum over all tokens is the mixed score without its bias.
 *
 * @param mixture weight of each output, e.g. +1 for the winner
 */
export function contributions(
  model: Model,
  features: Features,
  mixture: readonly number[],
): Float64Array {
  const { weights, outputs, header } = model;
  const fold = FEATURE_BITS - header.bits;
  const perUse = new Float64Array(features.count);
  for (let i = 0; i < features.count; i++) {
    const at = ((features.bucket[i] ?? 0) >>> fold) * outputs;
    let mixed = 0;
    for (let k = 0; k < outputs; k++) mixed += (mixture[k] ?? 0) * (weights[at + k] ?? 0);
    perUse[i] = (mixed * (features.value[i] ?? 0)) / (features.timesUsed[i] ?? 1);
  }
  const tokens = new Float64Array(features.tokens.length);
  for (let use = 0; use < features.uses; use++) {
    const amount = perUse[features.useOf[use] ?? 0] ?? 0;
    const at = features.usedBy[use] ?? 0;
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
