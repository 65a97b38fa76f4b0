import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { featureFingerprint } from '../features/fingerprint.js';

/** What a head answers. */
export const TASKS = [
  'complaint',
  'sentiment',
  'topic',
  'touchpoint',
  'effort',
  'leaving',
  'urgency',
  'urgency-reason',
] as const;
export type Task = (typeof TASKS)[number];

/**
 * How the outputs become probabilities: `binary` has one output for the second of two classes,
 * `softmax` one per class of which one holds, `independent` one per class of which any may hold.
 */
export const LINKS = ['binary', 'softmax', 'independent'] as const;
export type Link = (typeof LINKS)[number];

const share = z.number().min(0).max(1);
const StageSchema = z.object({
  bias: z.array(z.number()),
  /** Calibrated score of an output = slope * score + offset. */
  calibration: z.object({ slope: z.array(z.number()), offset: z.array(z.number()) }),
  l2: z.number(),
  /** One step of the stored weights, per output; of those of the vector apart. */
  step: z.array(z.number()),
  vectorStep: z.array(z.number()),
});
const HeaderSchema = z.object({
  format: z.literal('earshot-linear-2'),
  task: z.enum(TASKS),
  version: z.string(),
  link: z.enum(LINKS),
  classes: z.array(z.string()).min(2),
  languages: z.array(z.string()),
  /** Buckets of the weights, as a power of two. */
  bits: z.number().int().min(8).max(18),
  fingerprint: z.string(),
  /** Entries of the vector that the second stage looks at beside the words; 0: there is no second stage. */
  width: z.number().int().min(0).max(100_000),
  /** Texts whose sureness by the first stage is below this go to the second; 0: the head asks for it of none. */
  open: share,
  /** Least probability of the best class at which it is given; below it the reading is unsure. */
  limit: share,
  stages: z.array(StageSchema).min(1).max(2),
  training: z.object({
    rows: z.number().int(),
    seed: z.number().int(),
    sets: z.array(z.object({ name: z.string(), rows: z.number().int(), licence: z.string() })),
  }),
  metrics: z.record(z.string(), z.union([z.number(), z.string()])),
  /** SHA-256 of the weights. */
  digest: z.string(),
});
export type ModelHeader = z.infer<typeof HeaderSchema>;
export type StageHeader = z.infer<typeof StageSchema>;

/**
 * The weights of one look at a text: of bucket b for output k at `b * outputs + k`, in units of
 * `step[k]` (so they are half as large, and more of them stay in the processor's cache); of entry d
 * of its vector at `d * outputs + k` (none in the first stage, which goes by words alone).
 */
export interface Stage extends Omit<StageHeader, 'vectorStep'> {
  readonly weights: Int16Array;
  readonly vector: Float32Array;
}

/** The weights of the buckets as they are. */
export function weightsOf({ weights, step }: Stage): Float32Array {
  return Float32Array.from(weights, (entry, at) => entry * (step[at % step.length] ?? 0));
}

/** A trained head. */
export interface Model {
  readonly header: ModelHeader;
  readonly outputs: number;
  /** Goes by the words alone. */
  readonly first: Stage;
  /** Goes by the words and by the vector of the text's meaning. */
  readonly second: Stage | null;
}

export type NewHeader = Omit<ModelHeader, 'format' | 'fingerprint' | 'stages' | 'digest'>;
/** Weights as they were learnt, in the order of `Stage`. */
export interface NewStage extends Omit<StageHeader, 'step' | 'vectorStep'> {
  readonly weights: ArrayLike<number>;
  readonly vector: ArrayLike<number>;
}

/** The file is no model that this program can use; the message says what to do. */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError';
}

const MAGIC = Buffer.from('EARSHOT\0', 'latin1');
const LARGEST = 32_767;
const PREFIX = MAGIC.length + 4;

/**
 * Layout: 8 bytes magic, length of the header (uint32, little endian), the header as JSON, then
 * per stage the weights of the buckets and those of the vector as int16 (little endian), output
 * by output; weight = entry * step. The rounding is at most a 65,534th of the largest weight. No
 * times and no paths are written, so the same training gives the same bytes.
 *
 * @param stages one, or two with the same outputs
 */
export function encodeModel(header: NewHeader, stages: readonly NewStage[]): Buffer {
  const outputs = outputsOf(header);
  const payload: Buffer[] = [];
  const described = stages.map(({ weights, vector, ...stage }) => {
    const words = pack(weights, outputs);
    const meaning = pack(vector, outputs);
    payload.push(words.bytes, meaning.bytes);
    return { ...stage, step: words.step, vectorStep: meaning.step };
  });
  const whole: ModelHeader = {
    format: 'earshot-linear-2',
    ...header,
    fingerprint: featureFingerprint(),
    stages: described,
    digest: sha256(payload),
  };
  const json = Buffer.from(`${JSON.stringify(whole)}\n`);
  const prefix = Buffer.alloc(4);
  prefix.writeUInt32LE(json.length);
  return Buffer.concat([MAGIC, prefix, json, ...payload]);
}

function pack(weights: ArrayLike<number>, outputs: number): { bytes: Buffer; step: number[] } {
  const each = weights.length / outputs;
  const bytes = Buffer.alloc(weights.length * 2);
  const step: number[] = [];
  for (let k = 0; k < outputs; k++) {
    let most = 0;
    for (let b = 0; b < each; b++) most = Math.max(most, Math.abs(weights[b * outputs + k] ?? 0));
    const size = most > 0 ? most / LARGEST : 1;
    step.push(size);
    for (let b = 0; b < each; b++) {
      const entry = Math.round((weights[b * outputs + k] ?? 0) / size);
      bytes.writeInt16LE(entry, (k * each + b) * 2);
    }
  }
  return { bytes, step };
}

/** @throws ModelFileError if the bytes are no model, are damaged, or need other features */
export function decodeModel(bytes: Buffer, name: string): Model {
  if (bytes.length < PREFIX || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw new ModelFileError(`${name} is no Earshot model file`);
  }
  const end = PREFIX + bytes.readUInt32LE(MAGIC.length);
  const header = parseHeader(bytes.subarray(PREFIX, end).toString(), name);
  const payload = bytes.subarray(end);
  if (!isWhole(header, payload) || sha256([payload]) !== header.digest) {
    throw new ModelFileError(`${name} is damaged: its weights are not those it was written with`);
  }
  if (header.fingerprint !== featureFingerprint()) {
    throw new ModelFileError(
      `${name} was trained on other features (${header.fingerprint}) than this version of Earshot computes ` +
        `(${featureFingerprint()}); train it again with \`earshot train\``,
    );
  }
  const [first, second = null] = unpackStages(payload, header);
  if (first === undefined) throw new ModelFileError(`${name} is damaged: it has no weights`);
  return { header, outputs: outputsOf(header), first, second };
}

function parseHeader(json: string, name: string): ModelHeader {
  try {
    return HeaderSchema.parse(JSON.parse(json));
  } catch {
    throw new ModelFileError(
      `${name} is damaged or of another version: its header cannot be read; ` +
        'train it again with `earshot train`',
    );
  }
}

function outputsOf({ link, classes }: Pick<ModelHeader, 'link' | 'classes'>): number {
  return link === 'binary' ? 1 : classes.length;
}

function isWhole(header: ModelHeader, payload: Buffer): boolean {
  const outputs = outputsOf(header);
  const { stages, width, bits } = header;
  const entries = stages.length * (1 << bits) + (stages.length - 1) * width;
  const lists = stages.flatMap(({ bias, step, vectorStep, calibration }) => {
    return [bias, step, vectorStep, calibration.slope, calibration.offset];
  });
  return (
    payload.length === outputs * entries * 2 &&
    lists.every((list) => list.length === outputs) &&
    stages.length === (width > 0 ? 2 : 1)
  );
}

function unpackStages(payload: Buffer, header: ModelHeader): Stage[] {
  const outputs = outputsOf(header);
  let from = 0;
  const take = (each: number): Int16Array => {
    const weights = new Int16Array(outputs * each);
    for (let k = 0; k < outputs; k++) {
      for (let b = 0; b < each; b++) {
        weights[b * outputs + k] = payload.readInt16LE(from + (k * each + b) * 2);
      }
    }
    from += outputs * each * 2;
    return weights;
  };
  return header.stages.map(({ vectorStep, ...stage }, at) => {
    const weights = take(1 << header.bits);
    const vector = Float32Array.from(
      take(at === 0 ? 0 : header.width),
      (entry, i) => entry * (vectorStep[i % outputs] ?? 0),
    );
    return { ...stage, weights, vector };
  });
}

function sha256(parts: readonly Buffer[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

/** @throws ModelFileError if there is no such file or it cannot be used */
export function readModel(file: string): Model {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new ModelFileError(`cannot read the model file ${file}`, { cause: error });
  }
  return decodeModel(bytes, file);
}

/** Writes beside the file first, so that a reader never meets half a model. */
export function writeModel(file: string, bytes: Buffer): void {
  const beside = `${file}.${process.pid}.tmp`;
  writeFileSync(beside, bytes);
  renameSync(beside, file);
}
