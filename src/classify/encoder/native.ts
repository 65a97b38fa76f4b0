import { encoderModel } from './graph.js';
import type { Network, Precision } from './network.js';
import type { Weights } from './weights.js';

/**
 * The network in onnxruntime's native code, on one thread. A run holds up the event loop: about
 * 30 ms for 512 pieces.
 *
 * @param most pieces of the longest text
 * @throws whatever keeps that from loading: not installed, or no binary for this machine
 */
export async function openNative(
  weights: Weights,
  most: number,
  precision: Precision,
): Promise<Network> {
  const { InferenceSession, Tensor } = await import('onnxruntime-node');
  const session = await InferenceSession.create(encoderModel(weights, most, precision), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  });
  return {
    way: 'native',
    precision,
    async run(page) {
      const shape = [page.length, page[0]?.length ?? 0];
      const { vectors } = await session.run({
        ids: new Tensor('int32', Int32Array.from(page.flat()), shape),
      });
      const all = vectors?.data as Float32Array;
      const size = all.length / page.length;
      return page.map((_, row) => all.slice(row * size, (row + 1) * size));
    },
    release: () => session.release(),
  };
}
