import { OnnxGraph } from './onnx.js';
import {
  EMBEDDING,
  INNER,
  WIDTH,
  type Dense,
  type Layer,
  type Norm,
  type Weights,
} from './weights.js';

/**
 * The network of Universal Sentence Encoder lite as an ONNX model (opset 17): two transformer
 * layers with normalisation before each part, the mean over the pieces, a dense layer with tanh,
 * length 1. What the original graph does about padding is left to the caller:
 *
 * - `ids` [batch, length]: pieces; any where there is padding
 * - `timing` [length, 256]: see `timingSignal`
 * - `mask` [batch, 1, 1, length]: 0 for a piece, -1e9 for padding
 * - `share` [batch, 1, length]: 1 / number of pieces for a piece, 0 for padding
 * - `vectors` [batch, 5 * 512], out: the sentence vector, then mean and largest of the last layer
 *   over the pieces, then those of the first layer
 */
export function encoderModel({ embeddings, layers, last }: Weights): Uint8Array {
  const graph = new OnnxGraph();
  const ids = graph.input('ids', 'int64', ['batch', 'length']);
  const timing = graph.input('timing', 'float', ['length', EMBEDDING]);
  const mask = graph.input('mask', 'float', ['batch', 1, 1, 'length']);
  const share = graph.input('share', 'float', ['batch', 1, 'length']);
  // The original adds each embedding to itself.
  const doubled = embeddings.map((value) => 2 * value);
  const table = graph.constant(doubled, [embeddings.length / EMBEDDING, EMBEDDING]);
  let x = graph.op('Add', [graph.op('Gather', [table, ids]), timing]);
  const pooled = layers.map((layer) => {
    x = addLayer(graph, layer, x, mask);
    return { mean: mean(graph, x, share), largest: largest(graph, x, mask) };
  });
  const [first, second] = pooled as [Pooled, Pooled];
  const sentence = unit(graph, graph.op('Tanh', [dense(graph, second.mean, last, WIDTH, WIDTH)]));
  const all = [sentence, second.mean, second.largest, first.mean, first.largest];
  graph.output(graph.op('Concat', all, { axis: 1 }), ['batch', all.length * WIDTH]);
  return graph.model(17);
}

interface Pooled {
  readonly mean: string;
  readonly largest: string;
}

function addLayer(graph: OnnxGraph, layer: Layer, x: string, mask: string): string {
  const { width, residual } = layer;
  const attended = attention(graph, layer, normed(graph, x, layer.norm, width), mask);
  const kept = residual === null ? x : dense(graph, x, residual, width, WIDTH);
  const middle = graph.op('Add', [attended, kept]);
  const fed = normed(graph, middle, layer.innerNorm, WIDTH);
  const inner = graph.op('Relu', [dense(graph, fed, layer.inner, WIDTH, INNER)]);
  return graph.op('Add', [dense(graph, inner, layer.outer, INNER, WIDTH), middle]);
}

function attention(graph: OnnxGraph, layer: Layer, x: string, mask: string): string {
  const { width, heads, qkv, out } = layer;
  const each = width / heads;
  const all = dense(graph, x, qkv, width, 3 * width);
  const parts = graph.ops('Split', [all, graph.integers(width, width, width)], 3, { axis: 2 });
  const byHead = graph.integers(0, 0, heads, each);
  const split = (at: number, perm: readonly number[]): string => {
    const part = graph.op('Reshape', [parts[at] as string, byHead]);
    return graph.op('Transpose', [part], { perm });
  };
  const scale = graph.constant(Float32Array.of(each ** -0.5), [1]);
  const query = graph.op('Mul', [split(0, [0, 2, 1, 3]), scale]);
  const scores = graph.op('MatMul', [query, split(1, [0, 2, 3, 1])]);
  const weights = graph.op('Softmax', [graph.op('Add', [scores, mask])], { axis: 3 });
  const heard = graph.op('MatMul', [weights, split(2, [0, 2, 1, 3])]);
  const turned = graph.op('Transpose', [heard], { perm: [0, 2, 1, 3] });
  const joined = graph.op('Reshape', [turned, graph.integers(0, 0, width)]);
  return dense(graph, joined, out, width, WIDTH);
}

function normed(graph: OnnxGraph, x: string, { scale, bias }: Norm, width: number): string {
  const inputs = [x, graph.constant(scale, [width]), graph.constant(bias, [width])];
  return graph.op('LayerNormalization', inputs, { axis: -1, epsilon: { float: 1e-6 } });
}

function dense(
  graph: OnnxGraph,
  x: string,
  { weights, bias }: Dense,
  from: number,
  to: number,
): string {
  const product = graph.op('MatMul', [x, graph.constant(weights, [from, to])]);
  return graph.op('Add', [product, graph.constant(bias, [to])]);
}

function mean(graph: OnnxGraph, x: string, share: string): string {
  return graph.op('Squeeze', [graph.op('MatMul', [share, x]), graph.integers(1)]);
}

function largest(graph: OnnxGraph, x: string, mask: string): string {
  const perPiece = graph.op('Reshape', [mask, graph.integers(0, -1, 1)]);
  return graph.op('ReduceMax', [graph.op('Add', [x, perPiece])], { axes: [1], keepdims: 0 });
}

/** Scaled to length 1. */
function unit(graph: OnnxGraph, x: string): string {
  const squares = graph.op('ReduceSumSquare', [x], { axes: [1], keepdims: 1 });
  const least = graph.constant(Float32Array.of(1e-12), [1]);
  return graph.op('Div', [x, graph.op('Sqrt', [graph.op('Max', [squares, least])])]);
}

/** Where each piece stands: sines of its position on 128 scales, then the cosines. */
export function timingSignal(length: number, timescales: Float32Array): Float32Array {
  const signal = new Float32Array(length * EMBEDDING);
  for (let position = 0; position < length; position++) {
    for (const [at, scale] of timescales.entries()) {
      const angle = Math.fround(position * scale);
      signal[position * EMBEDDING + at] = Math.sin(angle);
      signal[position * EMBEDDING + timescales.length + at] = Math.cos(angle);
    }
  }
  return signal;
}
