import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { featureFingerprint } from '../features/fingerprint.js';

/** What a head answers. */
export const TASKS = ['complaint', 'sentiment', 'topic', 'leaving'] as const;
export type Task = (typeof TASKS)[number];

/**
 * How the outputs become probabilities: `binary` has one output for the second of two classes,
 * `softmax` one per class of which one holds, `independent` one per class of which any may hold.
 */
export const LINKS = ['binary', 'softmax', 'independent'] as const;
export type Link = (typeof LINKS)[number];

const share = z.number().min(0).max(1);
const HeaderSchema = z.object({
  format: z.literal('earshot-linear-1'),
  task: z.enum(TASKS),
  version: z.string(),
  link: z.enum(LINKS),
  classes: z.array(z.string()).min(2),
  languages: z.array(z.string()),
  /** Buckets of the weights, as a power of two. */
  bits: z.number().int().min(8).max(18),
  fingerprint: z.string(),
  /** Calibrated score of an output = slope * score + offset. */
  calibration: z.object({ slope: z.array(z.number()), offset: z.array(z.number()) }),
  /** Least probability of the best class at which it is given; below it the reading is unsure. */
  limit: share,
  bias: z.array(z.number()),
  /** One step of the stored weights, per output. */
  step: z.array(z.number()),
  training: z.object({
    rows: z.number().int(),
    seed: z.number().int(),
    l2: z.number(),
    sets: z.array(z.object({ name: z.string(), rows: z.number().int(), licence: z.string() })),
  }),
  metrics: z.record(z.string(), z.union([z.number(), z.string()])),
  /** SHA-256 of the weights. */
  digest: z.string(),
});
export type ModelHeader = z.infer<typeof HeaderSchema>;

/** A trained head: weight of bucket b for output k at `b * outputs + k`. */
export interface Model {
  readonly header: ModelHeader;
  readonly outputs: number;
  readonly weights: Float32Array;
}

export type NewHeader = Omit<ModelHeader, 'format' | 'fingerprint' | 'step' | 'digest'>;

/** The file is no model that this program can use; the message says what to do. */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError';
}

const MAGIC = Buffer.from('EARSHOT\0', 'latin1');
const LARGEST = 32_767;
const PREFIX = MAGIC.length + 4;

/**
 * Layout: 8 bytes magic, length of the header (uint32, little endian), the header as JSON,
 * then the weights as int16 (little endian), output by output; weight = entry * step.
 * The rounding is at most a 65,534th of the largest weight. No times and no paths are
 * written, so the same training gives the same bytes.
 */
export function encodeModel(header: NewHeader, weights: ArrayLike<number>): Buffer {
  const outputs = header.bias.length;
  const buckets = 1 << header.bits;
  const step: number[] = [];
  const payload = Buffer.alloc(outputs * buckets * 2);
  for (let k = 0; k < outputs; k++) {
    let most = 0;
    for (let b = 0; b < buckets; b++)
      most = Math.max(most, Math.abs(weights[b * outputs + k] ?? 0));
    const size = most > 0 ? most / LARGEST : 1;
    step.push(size);
    for (let b = 0; b < buckets; b++) {
      const entry = Math.round((weights[b * outputs + k] ?? 0) / size);
      payload.writeInt16LE(entry, (k * buckets + b) * 2);
    }
  }
  const whole: ModelHeader = {
    format: 'earshot-linear-1',
    ...header,
    fingerprint: featureFingerprint(),
    step,
    digest: sha256(payload),
  };
  const json = Buffer.from(`${JSON.stringify(whole)}\n`);
  const prefix = Buffer.alloc(4);
  prefix.writeUInt32LE(json.length);
  return Buffer.concat([MAGIC, prefix, json, payload]);
}

/** @throws ModelFileError if the bytes are no model, are damaged, or need other features */
export function decodeModel(bytes: Buffer, name: string): Model {
  if (bytes.length < PREFIX || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw new ModelFileError(`${name} is no Earshot model file`);
  }
  const end = PREFIX + bytes.readUInt32LE(MAGIC.length);
  const header = parseHeader(bytes.subarray(PREFIX, end).toString(), name);
  const payload = bytes.subarray(end);
  const outputs = header.link === 'binary' ? 1 : header.classes.length;
  const lengths = [header.bias, header.step, header.calibration.slope, header.calibration.offset];
  const whole = lengths.every((list) => list.length === outputs);
  if (
    !whole ||
    payload.length !== (outputs << header.bits) * 2 ||
    sha256(payload) !== header.digest
  ) {
    throw new ModelFileError(`${name} is damaged: its weights are not those it was written with`);
  }
  if (header.fingerprint !== featureFingerprint()) {
    throw new ModelFileError(
      `${name} was trained on other features (${header.fingerprint}) than this version of Earshot computes ` +
        `(${featureFingerprint()}); train it again with \`earshot train\``,
    );
  }
  return { header, outputs, weights: unpack(payload, header, outputs) };
}

function parseHeader(json: string, name: string): ModelHeader {
  try {
    return HeaderSchema.parse(JSON.parse(json));
  } catch {
    throw new ModelFileError(`${name} is damaged or of another version: its header cannot be read`);
  }
}

function unpack(payload: Buffer, header: ModelHeader, outputs: number): Float32Array {
  const buckets = 1 << header.bits;
  const weights = new Float32Array(outputs * buckets);
  for (let k = 0; k < outputs; k++) {
    const step = header.step[k] ?? 0;
    for (let b = 0; b < buckets; b++) {
      weights[b * outputs + k] = payload.readInt16LE((k * buckets + b) * 2) * step;
    }
  }
  return weights;
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
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
