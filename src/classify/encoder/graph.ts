import { multiplyF32, multiplyInt8, type Multiply } from './multiply.js';
import { VECTOR_SIZE, type Precision } from './network.js';
import { OnnxGraph } from './onnx.js';
import { EMBEDDING, WIDTH, type Layer, type Norm, type Weights } from './weights.js';

/** What both layers need to know of the texts that go through together. */
interface Texts {
  /** [2]: number of texts, number of pieces of each */
  readonly shape: string;
  /** [1, pieces]: what each piece adds to a mean */
  readonly share: string;
  readonly multiply: Multiply;
}

/**
 * The network of Universal Sentence Encoder lite as an ONNX model (opset 17): two transformer
 * layers with normalisation before each part, the mean over the pieces, a dense layer with tanh,
 * length 1. Texts that go through together have the same number of pieces; so there is no padding,
 * and each row is computed as if it were alone.
 *
 * - `ids` [texts, pieces], int32
 * - `vectors` [texts, 5 * 512], out: the sentence vector, then mean and largest of the last layer
 *   over the pieces, then those of the first layer
 *
 * @param most pieces of the longest text
 */
export function encoderModel(
  { embeddings, timescales, layers, last }: Weights,
  most: number,
  precision: Precision,
): Uint8Array {
  const graph = new OnnxGraph();
  const ids = graph.input('ids', 'int32', ['texts', 'pieces']);
  const shape = graph.op('Shape', [ids]);
  const pieces = graph.op('Slice', [shape, graph.integers(1), graph.integers(2)]);
  const multiply = precision === 'int8' ? multiplyInt8 : multiplyF32;
  const texts = { shape, share: equalShares(graph, pieces), multiply };
  const table = graph.constant(embeddings, [embeddings.length / EMBEDDING, EMBEDDING]);
  const embedded = graph.op('Gather', [table, ids]);
  const signal = graph.constant(timingSignal(most, timescales), [most, EMBEDDING]);
  const timing = graph.op('Slice', [signal, graph.integers(0), pieces, graph.integers(0)]);
  // The original adds each embedding to itself.
  const placed = graph.op('Add', [graph.op('Add', [embedded, embedded]), timing]);
  let x = graph.op('Reshape', [placed, graph.integers(-1, EMBEDDING)]);
  const pooled = layers.map((layer) => {
    x = addLayer(graph, layer, x, texts);
    return pool(graph, x, texts);
  });
  const [first, second] = pooled as [Pooled, Pooled];
  const sentence = unit(graph, graph.op('Tanh', [multiplyF32(graph, second.mean, last)]));
  const groups = [sentence, second.mean, second.largest, first.mean, first.largest];
  graph.output('vectors', graph.op('Concat', groups, { axis: 1 }), ['texts', VECTOR_SIZE]);
  return graph.model(17);
}

/** @returns name of [texts * pieces, 512] */
function addLayer(graph: OnnxGraph, layer: Layer, x: string, texts: Texts): string {
  const { residual } = layer;
  const { multiply } = texts;
  const attended = attention(graph, layer, normed(graph, x, layer.norm), texts);
  const kept = residual === null ? x : multiply(graph, x, residual);
  const middle = graph.op('Add', [attended, kept]);
  const fed = normed(graph, middle, layer.innerNorm);
  const inner = graph.op('Relu', [multiply(graph, fed, layer.inner)]);
  return graph.op('Add', [multiply(graph, inner, layer.outer), middle]);
}

function attention(graph: OnnxGraph, layer: Layer, x: string, texts: Texts): string {
  const { width, heads, qkv, out } = layer;
  const each = width / heads;
  const parts = [graph.integers(3 * heads, each)];
  const byHead = graph.op('Concat', [texts.shape, ...parts], { axis: 0 });
  const all = graph.op('Reshape', [texts.multiply(graph, x, qkv), byHead]);
  const three = graph.ops('Split', [all, graph.integers(heads, heads, heads)], 3, { axis: 2 });
  const [query, key, value] = three as [string, string, string];
  const scale = graph.constant(Float32Array.of(each ** -0.5), [1]);
  const asked = graph.op('Transpose', [query], { perm: [0, 2, 1, 3] });
  const offered = graph.op('Transpose', [key], { perm: [0, 2, 3, 1] });
  const scores = graph.op('MatMul', [graph.op('Mul', [asked, scale]), offered]);
  const weights = graph.op('Softmax', [scores], { axis: 3 });
  const told = graph.op('Transpose', [value], { perm: [0, 2, 1, 3] });
  const heard = graph.op('MatMul', [weights, told]);
  const turned = graph.op('Transpose', [heard], { perm: [0, 2, 1, 3] });
  const joined = graph.op('Reshape', [turned, graph.integers(-1, width)]);
  return texts.multiply(graph, joined, out);
}

function normed(graph: OnnxGraph, x: string, { scale, bias }: Norm): string {
  const inputs = [x, graph.constant(scale, [scale.length]), graph.constant(bias, [bias.length])];
  return graph.op('LayerNormalization', inputs, { axis: -1, epsilon: { float: 1e-6 } });
}

/** Of each column over the pieces of a text, [texts, 512] each. */
interface Pooled {
  readonly mean: string;
  readonly largest: string;
}

function pool(graph: OnnxGraph, x: string, { shape, share }: Texts): Pooled {
  const byText = graph.op('Concat', [shape, graph.integers(WIDTH)], { axis: 0 });
  const pieces = graph.op('Reshape', [x, byText]);
  // A product, since ReduceMean adds in another order when there is but one text.
  const mean = graph.op('Squeeze', [graph.op('MatMul', [share, pieces]), graph.integers(1)]);
  const largest = graph.op('ReduceMax', [pieces], { axes: [1], keepdims: 0 });
  return { mean, largest };
}

/** [1, pieces], each 1 / pieces. */
function equalShares(graph: OnnxGraph, pieces: string): string {
  const one = graph.constant(Float32Array.of(1), [1]);
  const share = graph.op('Div', [one, graph.op('Cast', [pieces], { to: 1 })]);
  return graph.op('Expand', [share, graph.op('Concat', [graph.integers(1), pieces], { axis: 0 })]);
}

/** Scaled to length 1. */
function unit(graph: OnnxGraph, x: string): string {
  const squares = graph.op('ReduceSumSquare', [x], { axes: [1], keepdims: 1 });
  const least = graph.constant(Float32Array.of(1e-12), [1]);
  return graph.op('Div', [x, graph.op('Sqrt', [graph.op('Max', [squares, least])])]);
}

/** Where each piece stands: sines of its position on 128 scales, then the cosines. */
function timingSignal(length: number, timescales: Float32Array): Float32Array {
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
