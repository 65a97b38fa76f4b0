import type { OnnxGraph } from './onnx.js';
import type { Dense } from './weights.js';

/** Adds rows times weights plus bias to a graph: `x` [rows, from] gives [rows, to]. */
export type Multiply = (graph: OnnxGraph, x: string, dense: Dense) => string;

/** In the numbers that the weights come in. */
export const multiplyF32: Multiply = (graph, x, { weights, bias, from, to }) => {
  const product = graph.op('MatMul', [x, graph.constant(weights, [from, to])]);
  return graph.op('Add', [product, graph.constant(bias, [to])]);
};

/** The byte that stands for 0 among the bytes of a row. */
const ZERO = 128;
/** Largest step away from 0, both of rows and of weights. */
const STEPS = 127;

/**
 * In whole numbers of 8 bits: each column of the weights has a scale of its own, and so has each
 * row of `x`. onnxruntime's DynamicQuantizeMatMul takes one scale for all rows, by which a text's
 * vector changes with its neighbours; this does not.
 *
 * Processors without 8-bit dot products (AVX-512 VNNI, AVX-VNNI) may add the products in 16 bits,
 * where they can overflow: compare with f32 before use on such a one.
 */
export const multiplyInt8: Multiply = (graph, x, { weights, bias, from, to }) => {
  const largest = graph.op('ReduceMax', [graph.op('Abs', [x])], { axes: [1], keepdims: 0 });
  const least = graph.constant(Float32Array.of(1e-9), [1]);
  const step = graph.constant(Float32Array.of(1 / STEPS), [1]);
  const rowScales = graph.op('Mul', [graph.op('Max', [largest, least]), step]);
  const zero = graph.constant(Uint8Array.of(ZERO), [1]);
  const zeros = graph.op('Expand', [zero, graph.op('Shape', [rowScales])]);
  const rows = graph.op('QuantizeLinear', [x, rowScales, zeros], { axis: 0 });
  const { values, scales } = quantizeColumns(weights, to);
  const inputs = [
    rows,
    graph.constant(values, [from, to]),
    graph.constant(Float32Array.of(1), []),
    graph.constant(scales, [to]),
    graph.constant(Uint8Array.of(ZERO), []),
  ];
  const product = graph.op('MatMulIntegerToFloat', inputs);
  const scaled = graph.op('Mul', [product, graph.op('Unsqueeze', [rowScales, graph.integers(1)])]);
  return graph.op('Add', [scaled, graph.constant(bias, [to])]);
};

/** `weights[row][column]` is about `values[row][column] * scales[column]`. */
function quantizeColumns(
  weights: Float32Array,
  columns: number,
): { values: Int8Array; scales: Float32Array } {
  const scales = new Float32Array(columns);
  const values = new Int8Array(weights.length);
  for (let column = 0; column < columns; column++) {
    let largest = 1e-9;
    for (let at = column; at < weights.length; at += columns)
      largest = Math.max(largest, Math.abs(weights[at] as number));
    const scale = largest / STEPS;
    scales[column] = scale;
    for (let at = column; at < weights.length; at += columns)
      values[at] = Math.round((weights[at] as number) / scale);
  }
  return { values, scales };
}
