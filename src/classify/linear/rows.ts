import { FEATURE_BITS, type Extractor } from '../features/extractor.js';
import type { Rows } from './logistic.js';

/**
 * The features of a training set, with columns numbered by how many rows use them: most
 * of the work then stays within the processor's cache, and unused buckets cost nothing.
 */
export interface FeatureRows extends Rows {
  /** Bucket of each column. */
  readonly bucketOf: Int32Array;
}

/**
 * Computes the features of all texts.
 *
 * @param bits buckets of the model, as a power of two (at most 18)
 * @param onRow heard after each text
 */
export function featureRows(
  texts: readonly string[],
  extractor: Extractor,
  bits = FEATURE_BITS,
  onRow?: () => void,
): FeatureRows {
  const start = new Int32Array(texts.length + 1);
  let bucket = new Int32Array(1 << 16);
  let value = new Float32Array(1 << 16);
  let filled = 0;
  for (const [row, text] of texts.entries()) {
    const features = extractor.extract([text]);
    while (filled + features.count > bucket.length) {
      bucket = doubled(bucket, new Int32Array(bucket.length * 2));
      value = doubled(value, new Float32Array(value.length * 2));
    }
    for (let i = 0; i < features.count; i++) {
      bucket[filled + i] = (features.bucket[i] ?? 0) >>> (FEATURE_BITS - bits);
    }
    value.set(features.value.subarray(0, features.count), filled);
    filled += features.count;
    start[row + 1] = filled;
    onRow?.();
  }
  const column = bucket.subarray(0, filled);
  const bucketOf = renumber(column, 1 << bits);
  const sparse = { start, column, value: value.subarray(0, filled), bucketOf };
  return { ...sparse, width: 0, dense: new Float32Array(0) };
}

/**
 * The same rows with a vector each beside their sparse entries.
 *
 * @param dense the vectors of all rows, one after the other
 */
export function withVectors(rows: FeatureRows, dense: Float32Array): FeatureRows {
  return { ...rows, width: dense.length / (rows.start.length - 1), dense };
}

function doubled<T extends Int32Array | Float32Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}

/** Replaces buckets by column numbers in place; returns the bucket of each column. */
function renumber(column: Int32Array, buckets: number): Int32Array {
  const uses = new Int32Array(buckets);
  for (const bucket of column) uses[bucket] = (uses[bucket] ?? 0) + 1;
  const used = Array.from(uses.keys()).filter((bucket) => (uses[bucket] ?? 0) > 0);
  const bucketOf = Int32Array.from(used.sort((a, b) => (uses[b] ?? 0) - (uses[a] ?? 0) || a - b));
  const columnOf = new Int32Array(buckets);
  for (const [index, bucket] of bucketOf.entries()) columnOf[bucket] = index;
  for (let i = 0; i < column.length; i++) column[i] = columnOf[column[i] ?? 0] ?? 0;
  return bucketOf;
}

/** Rows of a selection, over the same columns. */
export function selectRows<T extends Rows>(rows: T, chosen: readonly number[]): T {
  const start = new Int32Array(chosen.length + 1);
  for (const [at, row] of chosen.entries()) {
    start[at + 1] = (start[at] ?? 0) + (rows.start[row + 1] ?? 0) - (rows.start[row] ?? 0);
  }
  const size = start[chosen.length] ?? 0;
  const { width } = rows;
  const first = chosen[0] ?? 0;
  // The learning part of a set comes first as a rule: its vectors are large, and need no copy.
  const together = chosen.every((row, at) => row === first + at);
  const column = new Int32Array(size);
  const value = new Float32Array(size);
  const dense = together
    ? rows.dense.subarray(first * width, (first + chosen.length) * width)
    : new Float32Array(chosen.length * width);
  for (const [at, row] of chosen.entries()) {
    const from = rows.start[row] ?? 0;
    const to = rows.start[row + 1] ?? 0;
    column.set(rows.column.subarray(from, to), start[at] ?? 0);
    value.set(rows.value.subarray(from, to), start[at] ?? 0);
    if (!together) dense.set(rows.dense.subarray(row * width, (row + 1) * width), at * width);
  }
  return { ...rows, start, column, value, dense };
}
