/** Writes ONNX models: as much of protobuf and of onnx.proto3 as that takes. */

const VARINT = 0;
const BYTES = 2;
const FIXED32 = 5;

/** A protobuf message, written field by field. */
class Message {
  private readonly parts: Buffer[] = [];

  int(field: number, value: number): this {
    this.parts.push(varint((field << 3) | VARINT), varint(value));
    return this;
  }

  float(field: number, value: number): this {
    const bytes = Buffer.alloc(4);
    bytes.writeFloatLE(value);
    this.parts.push(varint((field << 3) | FIXED32), bytes);
    return this;
  }

  bytes(field: number, value: Uint8Array | string | Message): this {
    const bytes =
      value instanceof Message
        ? value.end()
        : typeof value === 'string'
          ? Buffer.from(value)
          : value;
    this.parts.push(
      varint((field << 3) | BYTES),
      varint(bytes.length),
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
    );
    return this;
  }

  end(): Buffer {
    return Buffer.concat(this.parts);
  }
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 0x80);
  } while (rest !== 0n);
  return Buffer.from(bytes);
}

const FLOAT = 1;
const INT64 = 7;
export type Size = number | string;
export type Attributes = Readonly<Record<string, number | readonly number[] | { float: number }>>;

/** A graph under construction: operations are added in order, each gives the name of its result. */
export class OnnxGraph {
  private readonly graph = new Message().bytes(2, 'encoder');
  private count = 0;

  input(name: string, type: 'float' | 'int64', shape: readonly Size[]): string {
    this.graph.bytes(11, valueInfo(name, type === 'float' ? FLOAT : INT64, shape));
    return name;
  }

  output(name: string, shape: readonly Size[]): void {
    this.graph.bytes(12, valueInfo(name, FLOAT, shape));
  }

  constant(values: Float32Array | BigInt64Array, shape: readonly number[]): string {
    const name = `c${this.count++}`;
    const tensor = new Message();
    for (const size of shape) tensor.int(1, size);
    tensor
      .int(2, values instanceof Float32Array ? FLOAT : INT64)
      .bytes(8, name)
      .bytes(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    this.graph.bytes(5, tensor);
    return name;
  }

  /** Whole numbers, for shapes and axes. */
  integers(...values: number[]): string {
    return this.constant(BigInt64Array.from(values, BigInt), [values.length]);
  }

  op(type: string, inputs: readonly string[], attributes: Attributes = {}): string {
    return this.ops(type, inputs, 1, attributes)[0]!;
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
    this.graph.bytes(1, node);
    return names;
  }

  /** @param opset version of the operators */
  model(opset: number): Uint8Array {
    return new Message()
      .int(1, 8)
      .bytes(7, this.graph)
      .bytes(8, new Message().bytes(1, '').int(2, opset))
      .end();
  }
}

function attribute(name: string, value: Attributes[string]): Message {
  const message = new Message().bytes(1, name);
  if (typeof value === 'number') return message.int(3, value).int(20, 2);
  if ('float' in value) return message.float(2, value.float).int(20, 1);
  for (const one of value) message.int(8, one);
  return message.int(20, 7);
}

function valueInfo(name: string, type: number, shape: readonly Size[]): Message {
  const dims = new Message();
  for (const size of shape)
    dims.bytes(
      1,
      typeof size === 'number' ? new Message().int(1, size) : new Message().bytes(2, size),
    );
  const tensor = new Message().int(1, type).bytes(2, dims);
  return new Message().bytes(1, name).bytes(2, new Message().bytes(1, tensor));
}
