/**
 * Writes ONNX models: as much of protobuf and of onnx.proto3 as that takes. The numbers are those
 * of the fields there (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3).
 */

const VARINT = 0;
const BYTES = 2;
const FIXED32 = 5;

/** A protobuf message, written field by field; the bytes given are not copied before the end. */
class Message {
  private readonly parts: Uint8Array[] = [];
  private length = 0;

  int(field: number, value: number): this {
    return this.add(varint((field << 3) | VARINT), varint(value));
  }

  float(field: number, value: number): this {
    const bytes = Buffer.alloc(4);
    bytes.writeFloatLE(value);
    return this.add(varint((field << 3) | FIXED32), bytes);
  }

  bytes(field: number, value: Uint8Array | string | Message): this {
    const tag = varint((field << 3) | BYTES);
    if (value instanceof Message) return this.add(tag, varint(value.length), ...value.parts);
    const bytes = typeof value === 'string' ? Buffer.from(value) : value;
    return this.add(tag, varint(bytes.length), bytes);
  }

  end(): Uint8Array {
    return Buffer.concat(this.parts);
  }

  private add(...parts: readonly Uint8Array[]): this {
    for (const part of parts) {
      this.parts.push(part);
      this.length += part.length;
    }
    return this;
  }
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 0x80);
  } while (rest !== 0n);
  return Uint8Array.from(bytes);
}

/** `TensorProto.DataType`. */
const TYPES = { float: 1, uint8: 2, int8: 3, int32: 6, int64: 7 } as const;
type Values = Float32Array | Uint8Array | Int8Array | BigInt64Array;

function typeOf(values: Values): number {
  if (values instanceof Float32Array) return TYPES.float;
  if (values instanceof Uint8Array) return TYPES.uint8;
  return values instanceof Int8Array ? TYPES.int8 : TYPES.int64;
}

/** Operations of onnxruntime itself, outside the standard. */
const OF_RUNTIME: ReadonlySet<string> = new Set(['MatMulIntegerToFloat']);
const RUNTIME = 'com.microsoft';

/** A number, or a name where it is known only when the model runs. */
type Size = number | string;
type Attribute = number | readonly number[] | { readonly float: number };
type Attributes = Readonly<Record<string, Attribute>>;

/** A graph under construction: operations are added in order, each gives the name of its result. */
export class OnnxGraph {
  private readonly graph = new Message().bytes(2, 'encoder');
  private count = 0;

  input(name: string, type: keyof typeof TYPES, shape: readonly Size[]): string {
    this.graph.bytes(11, valueInfo(name, TYPES[type], shape));
    return name;
  }

  /** Gives `result` a name to ask for. */
  output(name: string, result: string, shape: readonly Size[]): void {
    this.graph.bytes(1, new Message().bytes(1, result).bytes(2, name).bytes(4, 'Identity'));
    this.graph.bytes(12, valueInfo(name, TYPES.float, shape));
  }

  /** @param values row-major; not to be changed before the model is written */
  constant(values: Values, shape: readonly number[]): string {
    const name = `c${this.count++}`;
    const tensor = new Message();
    for (const size of shape) tensor.int(1, size);
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.graph.bytes(5, tensor.int(2, typeOf(values)).bytes(8, name).bytes(9, bytes));
    return name;
  }

  /** Whole numbers, for shapes and axes. */
  integers(...values: number[]): string {
    return this.constant(BigInt64Array.from(values, BigInt), [values.length]);
  }

  op(type: string, inputs: readonly string[], attributes: Attributes = {}): string {
    return this.ops(type, inputs, 1, attributes)[0] as string;
  }

  /** An operation with several results. */
  ops(
    type: string,
    inputs: readonly string[],
    results: number,
    attributes: Attributes = {},
  ): string[] {
    const names = Array.from({ length: results }, () => `t${this.count++}`);
    const node = new Message();
    for (const input of inputs) node.bytes(1, input);
    for (const name of names) node.bytes(2, name);
    node.bytes(4, type);
    for (const [name, value] of Object.entries(attributes)) node.bytes(5, attribute(name, value));
    if (OF_RUNTIME.has(type)) node.bytes(7, RUNTIME);
    this.graph.bytes(1, node);
    return names;
  }

  /** @param opset version of the standard's operations */
  model(opset: number): Uint8Array {
    return new Message()
      .int(1, 8)
      .bytes(7, this.graph)
      .bytes(8, new Message().bytes(1, '').int(2, opset))
      .bytes(8, new Message().bytes(1, RUNTIME).int(2, 1))
      .end();
  }
}

function attribute(name: string, value: Attribute): Message {
  const message = new Message().bytes(1, name);
  if (typeof value === 'number') return message.int(3, value).int(20, 2);
  if ('float' in value) return message.float(2, value.float).int(20, 1);
  for (const one of value) message.int(8, one);
  return message.int(20, 7);
}

function valueInfo(name: string, type: number, shape: readonly Size[]): Message {
  const dims = new Message();
  for (const size of shape) {
    const dim = new Message();
    dims.bytes(1, typeof size === 'number' ? dim.int(1, size) : dim.bytes(2, size));
  }
  const tensor = new Message().int(1, type).bytes(2, dims);
  return new Message().bytes(1, name).bytes(2, new Message().bytes(1, tensor));
}
