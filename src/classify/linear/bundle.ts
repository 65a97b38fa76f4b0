import { FEATURE_BITS, type Features } from '../features/extractor.js';
import type { Model } from './model-file.js';

/** Heads whose weights of a bucket stand side by side. */
interface Table {
  readonly fold: number;
  readonly outputs: number;
  readonly weights: Int16Array;
  /** Raw sums of the outputs, head after head; scratch. */
  readonly sums: Float64Array;
  readonly heads: readonly { readonly model: Model; readonly from: number }[];
}

/**
 * The first stages of several heads as one table for each number of buckets. Reading spends most of
 * its time waiting for weights from memory; this way a feature's weights come together.
 */
export class Bundle {
  private readonly tables: readonly Table[];

  constructor(models: readonly Model[]) {
    const sizes = [...new Set(models.map(({ header }) => header.bits))];
    this.tables = sizes.map((bits) => {
      return tableOf(
        models.filter(({ header }) => header.bits === bits),
        bits,
      );
    });
  }

  /** @returns raw scores of each head's outputs, as `score` gives them for its first stage */
  scores(features: Features): Map<Model, Float64Array> {
    const found = new Map<Model, Float64Array>();
    for (const table of this.tables) {
      sum(table, features);
      for (const { model, from } of table.heads) found.set(model, scoresOf(model, table, from));
    }
    return found;
  }
}

function tableOf(models: readonly Model[], bits: number): Table {
  const outputs = models.reduce((total, model) => total + model.outputs, 0);
  const weights = new Int16Array(outputs << bits);
  let from = 0;
  const heads = models.map((model) => {
    const at = from;
    const { outputs: own, first } = model;
    for (let bucket = 0; bucket < 1 << bits; bucket++) {
      for (let k = 0; k < own; k++) {
        weights[bucket * outputs + at + k] = first.weights[bucket * own + k] ?? 0;
      }
    }
    from += own;
    return { model, from: at };
  });
  const fold = FEATURE_BITS - bits;
  return { fold, outputs, weights, sums: new Float64Array(outputs), heads };
}

function sum({ fold, outputs, weights, sums }: Table, { bucket, value, count }: Features): void {
  sums.fill(0);
  for (let i = 0; i < count; i++) {
    let at = ((bucket[i] ?? 0) >>> fold) * outputs;
    const amount = value[i] ?? 0;
    for (let k = 0; k < outputs; k++) sums[k] = (sums[k] ?? 0) + amount * (weights[at++] ?? 0);
  }
}

function scoresOf({ outputs, first }: Model, { sums }: Table, from: number): Float64Array {
  return Float64Array.from({ length: outputs }, (_, k) => {
    return (first.bias[k] ?? 0) + (first.step[k] ?? 0) * (sums[from + k] ?? 0);
  });
}
