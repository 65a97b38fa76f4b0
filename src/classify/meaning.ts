import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEncoder, VECTOR_SIZE, type Encoder, type EncoderOptions } from './encoder/encoder.js';
import { ModelFileError } from './linear/model-file.js';
import { packageRoot } from './package-root.js';

/** What a text means, as numbers: texts that mean much the same lie close together. */
export interface Meaning {
  /** What the second stage of a head looks at: `VECTOR_SIZE` entries, of length `LENGTH`. */
  readonly features: Float32Array;
  /** The sentence vector, 512 entries of -127..127; the cosine of two is their likeness. */
  readonly sentence: Int8Array;
}

/** Mean and standard deviation of every entry of the encoder's vectors over everyday texts. */
export interface VectorStatistics {
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
}

/**
 * Length of the features of a meaning beside those of the words, which have length 1 for the
 * words and 1 for the letters: found by cross-validation (docs/reading.md).
 */
const LENGTH = 2;
const SENTENCE = 512;

export interface MeaningsOptions extends Partial<EncoderOptions> {
  /** The statistics, if not the shipped ones. */
  readonly file?: string;
}

/**
 * Gives texts their meaning. The encoder is opened when it is first needed and then kept.
 * English only.
 */
export class Meanings {
  private opened: Promise<Encoder> | undefined;
  private known: VectorStatistics | undefined;

  constructor(private readonly options: MeaningsOptions = {}) {}

  /** @returns one per text, in their order; a text alone gets the same as among others */
  async of(texts: readonly string[]): Promise<Meaning[]> {
    if (texts.length === 0) return [];
    const statistics = (this.known ??= readStatistics(this.options.file ?? statisticsFile()));
    const vectors = await this.vectors(texts);
    return vectors.map((vector) => ({
      features: standardised(vector, statistics),
      sentence: Int8Array.from(vector.subarray(0, SENTENCE), (entry) => Math.round(entry * 127)),
    }));
  }

  /** The encoder's vectors as they are. */
  async vectors(texts: readonly string[]): Promise<Float32Array[]> {
    const encoder = await (this.opened ??= openEncoder({
      onFallback: () => undefined,
      ...this.options,
    }));
    return encoder.encode(texts);
  }

  async close(): Promise<void> {
    const encoder = await this.opened;
    this.opened = undefined;
    await encoder?.close();
  }
}

export function statisticsFile(models = join(packageRoot(), 'config', 'models')): string {
  return join(models, 'vectors.bin');
}

/** Every entry in units of its usual spread, the whole scaled to `LENGTH`. */
function standardised(vector: Float32Array, { mean, deviation }: VectorStatistics): Float32Array {
  const features = vector.map((entry, d) => (entry - (mean[d] ?? 0)) / (deviation[d] ?? 1));
  const squares = features.reduce((sum, entry) => sum + entry * entry, 0);
  const scale = squares > 0 ? LENGTH / Math.sqrt(squares) : 0;
  return features.map((entry) => entry * scale);
}

/** @param vectors of many everyday texts */
export function vectorStatistics(vectors: readonly Float32Array[]): VectorStatistics {
  const sum = new Float64Array(VECTOR_SIZE);
  const squares = new Float64Array(VECTOR_SIZE);
  for (const vector of vectors) {
    for (const [d, entry] of vector.entries()) {
      sum[d] = (sum[d] ?? 0) + entry;
      squares[d] = (squares[d] ?? 0) + entry * entry;
    }
  }
  const mean = Float32Array.from(sum, (total) => total / vectors.length);
  const deviation = Float32Array.from(squares, (total, d) => {
    const variance = total / vectors.length - (mean[d] ?? 0) ** 2;
    return Math.sqrt(Math.max(variance, 1e-12));
  });
  return { mean, deviation };
}

/** Layout: all means, then all deviations, as float32 (little endian). */
export function encodeStatistics({ mean, deviation }: VectorStatistics): Buffer {
  const bytes = Buffer.alloc(VECTOR_SIZE * 2 * 4);
  for (const [i, entry] of [...mean, ...deviation].entries()) bytes.writeFloatLE(entry, i * 4);
  return bytes;
}

function readStatistics(file: string): VectorStatistics {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new ModelFileError(`cannot read the statistics of the encoder's vectors, ${file}`, {
      cause: error,
    });
  }
  if (bytes.length !== VECTOR_SIZE * 2 * 4) throw new ModelFileError(`${file} is damaged`);
  const entries = Float32Array.from({ length: VECTOR_SIZE * 2 }, (_, i) =>
    bytes.readFloatLE(i * 4),
  );
  return { mean: entries.subarray(0, VECTOR_SIZE), deviation: entries.subarray(VECTOR_SIZE) };
}
