import { openNative } from './native.js';
import type { Network } from './network.js';
import { openPortable } from './portable.js';
import { Tokenizer } from './tokenizer.js';
import { readWeights } from './weights.js';

export { VECTOR_SIZE } from './network.js';

/** Pieces of a text that are read; the network was trained on no more. */
const MOST_PIECES = 128;

/** Pieces that go through the network together: measured quick, and small in memory. */
const PIECES_AT_ONCE = 512;

/** Turns texts into vectors that lie close together when the texts mean much the same. English only. */
export interface Encoder extends Pick<Network, 'way' | 'precision'> {
  /**
   * May be called again before an earlier call is done.
   *
   * @param texts of any length, of which the first 128 pieces (about as many short words) count; a blank text is
   *   taken for a single unknown word
   * @returns a vector of `VECTOR_SIZE` per text, in their order; a text gets the same, bit for
   *   bit, alone and among others
   * @throws Error when the encoder has been closed
   */
  encode(texts: readonly string[]): Promise<Float32Array[]>;
  /** Waits for the calls under way, then frees the memory. */
  close(): Promise<void>;
}

export interface EncoderOptions {
  /** Default `f32`. The portable way has no other; natively `f32` is taken where int8 overflows. */
  readonly precision?: Network['precision'];
  /** Default: natively where this machine can. */
  readonly way?: Network['way'];
  /** Told once why the native way could not be taken. */
  onFallback(reason: unknown): void;
}

/**
 * Loads the encoder, anew at each call: a process keeps one, and opens it when it first needs it.
 *
 * @throws Error when its package of weights is missing
 */
export async function openEncoder(options: EncoderOptions): Promise<Encoder> {
  const weights = readWeights();
  const tokenizer = new Tokenizer(weights.vocabulary);
  if (options.way !== 'portable') {
    try {
      if (options.precision === 'int8') {
        const quick = new OpenEncoder(tokenizer, await openNative(weights, MOST_PIECES, 'int8'));
        if (await isExact(quick)) return quick;
        await quick.close();
      }
      return new OpenEncoder(tokenizer, await openNative(weights, MOST_PIECES, 'f32'));
    } catch (reason) {
      options.onFallback(reason);
    }
  }
  return new OpenEncoder(tokenizer, await openPortable());
}

const PROBE = 'The app charged me twice and nobody answers my mails.';
/** Its first entries in f32, of which int8 is off by up to 0.002 where it works as it should. */
const EXPECTED = [-0.0545, -0.0653, 0.0471, -0.0639, 0.022, -0.0255, -0.0211, 0.0632];
const TOLERANCE = 0.01;

/** Processors that lack instructions for int8 may overflow in it without a word: then f32 is used. */
async function isExact(encoder: Encoder): Promise<boolean> {
  const [vector] = await encoder.encode([PROBE]);
  return EXPECTED.every((entry, d) => Math.abs((vector?.[d] ?? NaN) - entry) < TOLERANCE);
}

class OpenEncoder implements Encoder {
  readonly way: Network['way'];
  readonly precision: Network['precision'];
  private readonly underWay = new Set<Promise<unknown>>();
  private closed: Promise<void> | null = null;

  constructor(
    private readonly tokenizer: Tokenizer,
    private readonly network: Network,
  ) {
    this.way = network.way;
    this.precision = network.precision;
  }

  async encode(texts: readonly string[]): Promise<Float32Array[]> {
    if (this.closed !== null) throw new Error('The encoder has been closed.');
    const call = this.encodePages(texts);
    this.underWay.add(call);
    try {
      return await call;
    } finally {
      this.underWay.delete(call);
    }
  }

  close(): Promise<void> {
    this.closed ??= Promise.allSettled(this.underWay).then(() => this.network.release());
    return this.closed;
  }

  private async encodePages(texts: readonly string[]): Promise<Float32Array[]> {
    const vectors: Float32Array[] = Array.from({ length: texts.length });
    const rows = texts.map((text, at) => ({ at, ids: this.tokenizer.encode(text, MOST_PIECES) }));
    for (const page of pagesOfOneLength(rows)) {
      const found = await this.network.run(page.map(({ ids }) => ids));
      for (const [i, { at }] of page.entries()) vectors[at] = found[i] as Float32Array;
    }
    return vectors;
  }
}

interface Row {
  readonly at: number;
  readonly ids: readonly number[];
}

/**
 * Rows with equally many ids, up to `PIECES_AT_ONCE` ids a page. With padding instead, sums are
 * taken in another order, and the last bits of a vector depend on its neighbours.
 */
function pagesOfOneLength(rows: readonly Row[]): Row[][] {
  const byLength = new Map<number, Row[]>();
  for (const row of rows) {
    const group = byLength.get(row.ids.length);
    if (group === undefined) byLength.set(row.ids.length, [row]);
    else group.push(row);
  }
  const pages: Row[][] = [];
  for (const [length, group] of byLength) {
    const size = Math.max(1, Math.floor(PIECES_AT_ONCE / length));
    for (let from = 0; from < group.length; from += size)
      pages.push(group.slice(from, from + size));
  }
  return pages;
}
