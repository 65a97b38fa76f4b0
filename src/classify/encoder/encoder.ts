import { openNative } from './native.js';
import { openPortable } from './portable.js';
import { Tokenizer } from './tokenizer.js';
import { readWeights, WIDTH } from './weights.js';

/** Numbers per text: five groups of `WIDTH`, see `encoderModel`. */
export const VECTOR_SIZE = 5 * WIDTH;

/** Pieces of a text that are read; the network was trained on no more. */
const MOST_PIECES = 128;

/** Turns texts into vectors that lie close together when the texts mean much the same. English only. */
export interface Encoder {
  /** `native`: compiled code for this machine; `portable`: WebAssembly, the same within 1e-5, ten times slower. */
  readonly way: 'native' | 'portable';
  /** @returns a vector of `VECTOR_SIZE` per text, in their order; a text alone gets the same as among others */
  encode(texts: readonly string[]): Promise<Float32Array[]>;
  close(): Promise<void>;
}

/**
 * Opens the encoder in the quickest way that this machine has.
 *
 * @param onFallback told why the native way could not be taken
 * @throws Error when its package of weights is missing
 */
export async function openEncoder(onFallback: (reason: unknown) => void): Promise<Encoder> {
  const weights = readWeights();
  const tokenizer = new Tokenizer(weights.vocabulary);
  try {
    return await openNative(weights, tokenizer, MOST_PIECES);
  } catch (reason) {
    onFallback(reason);
    return openPortable(tokenizer, MOST_PIECES);
  }
}
