import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Encoder } from './encoder.js';
import { encoderModel, timingSignal } from './graph.js';
import type { Tokenizer } from './tokenizer.js';
import { EMBEDDING, type Weights } from './weights.js';

/** Texts that go through the network together: measured best, and small in memory. */
const BATCH = 16;

/**
 * The encoder in onnxruntime's native code.
 *
 * @throws whatever keeps that from loading: not installed, or no binary for this machine
 */
export async function openNative(
  weights: Weights,
  tokenizer: Tokenizer,
  most: number,
): Promise<Encoder> {
  const runtime = await import('onnxruntime-node');
  const session = await runtime.InferenceSession.create(encoderModel(weights), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  });
  const timing = timingSignal(most, weights.timescales);
  return {
    way: 'native',
    async encode(texts) {
      const rows = texts.map((text, at) => ({ at, ids: tokenizer.encode(text, most) }));
      // Neighbours of like length waste little on padding.
      rows.sort((a, b) => a.ids.length - b.ids.length);
      const vectors: Float32Array[] = [];
      for (let from = 0; from < rows.length; from += BATCH) {
        const page = rows.slice(from, from + BATCH);
        const found = await run(
          session,
          runtime.Tensor,
          timing,
          page.map(({ ids }) => ids),
        );
        for (const [i, { at }] of page.entries()) vectors[at] = found[i] as Float32Array;
      }
      return vectors;
    },
    close: () => session.release(),
  };
}

async function run(
  session: InferenceSession,
  TensorType: typeof Tensor,
  timing: Float32Array,
  page: readonly (readonly number[])[],
): Promise<Float32Array[]> {
  const batch = page.length;
  const length = Math.max(...page.map((ids) => ids.length));
  const ids = new BigInt64Array(batch * length);
  const mask = new Float32Array(batch * length).fill(-1e9);
  const share = new Float32Array(batch * length);
  for (const [row, pieces] of page.entries()) {
    for (const [at, piece] of pieces.entries()) {
      ids[row * length + at] = BigInt(piece);
      mask[row * length + at] = 0;
      share[row * length + at] = 1 / pieces.length;
    }
  }
  const answer = await session.run({
    ids: new TensorType('int64', ids, [batch, length]),
    timing: new TensorType('float32', timing.subarray(0, length * EMBEDDING), [length, EMBEDDING]),
    mask: new TensorType('float32', mask, [batch, 1, 1, length]),
    share: new TensorType('float32', share, [batch, 1, length]),
  });
  const all = answer[session.outputNames[0] as string]?.data as Float32Array;
  const size = all.length / batch;
  return page.map((_, row) => all.slice(row * size, (row + 1) * size));
}
