import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  decodeModel,
  encodeModel,
  ModelFileError,
  readModel,
  writeModel,
  weightsOf,
  type NewHeader,
  type NewStage,
} from '../../src/classify/linear/model-file.js';

const WIDTH = 5;
const header: NewHeader = {
  task: 'sentiment',
  version: '1',
  link: 'softmax',
  classes: ['negative', 'neutral', 'positive'],
  languages: ['en'],
  bits: 8,
  width: WIDTH,
  open: 0.8,
  limit: 0.5,
  training: { rows: 3, seed: 1, sets: [{ name: 'a', rows: 3, licence: 'MIT' }] },
  metrics: { accuracy: 0.5, measuredOn: 'nothing' },
};

/** Weights of a stage; those of each output have their own size. */
function stage(entries: number, from: number): NewStage {
  const some = (length: number, scale: number): Float64Array =>
    Float64Array.from({ length: 3 * length }, (_, i) => Math.sin(i + from) * scale * (1 + (i % 3)));
  return {
    bias: [0.5, -0.25, from],
    calibration: { slope: [1, 1, 1], offset: [0, 0, 0] },
    l2: 0.001,
    weights: some(256, 1),
    vector: some(entries, 0.01),
  };
}
const first = stage(0, 0);
const second = stage(WIDTH, 1);

/** @param size of the largest weight */
function expectClose(found: ArrayLike<number>, wanted: ArrayLike<number>, size: number): void {
  expect(found).toHaveLength(wanted.length);
  for (let i = 0; i < wanted.length; i++)
    expect(Math.abs((found[i] ?? NaN) - (wanted[i] ?? NaN))).toBeLessThanOrEqual(size / 65_000);
}

describe('model files', () => {
  const bytes = encodeModel(header, [first, second]);

  it('give back what was written, to the rounding they promise', () => {
    const model = decodeModel(bytes, 'm.bin');
    expect(model.header).toMatchObject(header);
    expect(model.outputs).toBe(3);
    expect(model.first).toMatchObject({ bias: first.bias, calibration: first.calibration });
    expect(model.first.vector).toHaveLength(0);
    expectClose(weightsOf(model.first), first.weights, 3);
    if (model.second === null) throw new Error('the second stage is lost');
    expect(model.second.bias).toEqual(second.bias);
    expectClose(weightsOf(model.second), second.weights, 3);
    expectClose(model.second.vector, second.vector, 0.03);
  });

  it('may hold one stage, which goes by words alone', () => {
    const words = decodeModel(encodeModel({ ...header, width: 0 }, [first]), 'm.bin');
    expect(words.second).toBeNull();
    expectClose(weightsOf(words.first), first.weights, 3);
  });

  it('are damaged when a stage is missing', () => {
    const half = encodeModel(header, [first]);
    expect(() => decodeModel(half, 'm.bin')).toThrow('m.bin is damaged');
  });

  it('are the same bytes for the same model', () => {
    expect(encodeModel(header, [first, second]).equals(bytes)).toBe(true);
  });

  it('can be written and read as files', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'earshot-model-')), 'm.bin');
    writeModel(file, bytes);
    expect(readModel(file).header.task).toBe('sentiment');
  });

  it.each([
    ['is no Earshot model', Buffer.from('PK\u0003\u0004 something else altogether')],
    ['is no Earshot model', Buffer.alloc(0)],
    ['is damaged', bytes.subarray(0, bytes.length - 2)],
    ['is damaged', bytes.subarray(0, 40)],
    ['is damaged', flipped(bytes, bytes.length - 100)],
    ['is damaged', flipped(bytes, 20)],
  ])('say plainly: %s', (message, damaged) => {
    expect(() => decodeModel(damaged, 'm.bin')).toThrow(ModelFileError);
    expect(() => decodeModel(damaged, 'm.bin')).toThrow(`m.bin ${message}`);
  });

  it('refuse to work with features that they were not trained on', () => {
    const text = bytes.toString('latin1');
    const other = text.replace(/"fingerprint":"[0-9a-f]{16}"/, '"fingerprint":"0123456789abcdef"');
    expect(() => decodeModel(Buffer.from(other, 'latin1'), 'old.bin')).toThrow(
      /old\.bin was trained on other features.*earshot train/,
    );
  });

  it('name the file that is missing', () => {
    expect(() => readModel('/nowhere/m.bin')).toThrow('cannot read the model file /nowhere/m.bin');
    const empty = join(mkdtempSync(join(tmpdir(), 'earshot-model-')), 'e.bin');
    writeFileSync(empty, '');
    expect(() => readModel(empty)).toThrow(ModelFileError);
  });
});

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8((copy.readUInt8(at) ^ 0x55) & 0xff, at);
  return copy;
}
