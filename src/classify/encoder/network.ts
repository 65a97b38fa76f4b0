import { WIDTH } from './weights.js';

/**
 * `f32`: as the weights come. `int8`: about twice as fast; on 1,500 tweets the sentence vector's
 * cosine to that of f32 is 0.9995 in the mean, 0.998 at least.
 */
export type Precision = 'f32' | 'int8';

/** Numbers per text: five groups of `WIDTH`, see `encoderModel`. */
export const VECTOR_SIZE = 5 * WIDTH;

/** The network, loaded. */
export interface Network {
  /** `native`: compiled code for this machine; `portable`: WebAssembly, ten times slower. */
  readonly way: 'native' | 'portable';
  /** Vectors of one precision are not to be mixed with those of another. */
  readonly precision: Precision;
  /**
   * @param page ids of the pieces of each text: at least one, and equally many in each
   * @returns a vector of `VECTOR_SIZE` per text
   */
  run(page: readonly (readonly number[])[]): Promise<Float32Array[]>;
  release(): Promise<void>;
}
