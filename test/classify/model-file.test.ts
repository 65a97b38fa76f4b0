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
  type NewHeader,
} from '../../src/classify/linear/model-file.js';

const header: NewHeader = {
  task: 'sentiment',
  version: '1',
  link: 'softmax',
  classes: ['negative', 'neutral', 'positive'],
  languages: ['en'],
  bits: 8,
  calibration: { slope: [1, 1, 1], offset: [0, 0, 0] },
  limit: 0.5,
  bias: [0.5, -0.25, 0],
  training: { rows: 3, seed: 1, l2: 0.001, sets: [{ name: 'a', rows: 3, licence: 'MIT' }] },
  metrics: { accuracy: 0.5, measuredOn: 'nothing' },
};
const weights = Float64Array.from({ length: 3 * 256 }, (_, i) => Math.sin(i) * (1 + (i % 3)));

describe('model files', () => {
  const bytes = encodeModel(header, weights);

  it('give back what was written, to the rounding they promise', () => {
    const model = decodeModel(bytes, 'm.bin');
    expect(model.header).toMatchObject(header);
    expect(model.outputs).toBe(3);
    for (const [i, weight] of weights.entries()) {
      expect(Math.abs((model.weights[i] ?? NaN) - weight)).toBeLessThan(3 / 65_000);
    }
  });

  it('are the same bytes for the same model', () => {
    expect(encodeModel(header, weights).equals(bytes)).toBe(true);
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
