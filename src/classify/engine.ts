import type { Read, Reader, ReadInput } from '../domain/reading.js';
import type { Taxonomy } from '../domain/taxonomy.js';
import { decodeModel, ModelFileError, type Model } from './linear/model-file.js';
import { Meanings } from './meaning.js';
import { LinearReader, type Heads } from './reader.js';
import { loadTaxonomy, shippedHeads } from './shipped-reader.js';

/** What is read by, beside what is shipped. */
export interface InForce {
  /** Model files that this installation's corrections taught; each comes before the shipped one of its task. */
  readonly taught: readonly { readonly id: string; readonly bytes: Uint8Array }[];
  /** null: the shipped one. */
  readonly taxonomy: Taxonomy | null;
}

export interface EngineOptions {
  /** False: no second stage. */
  readonly deep: boolean;
  readonly precision: 'f32' | 'int8';
}

/** A reader that can be told to read by something else from now on. */
export interface Engine extends Reader {
  /** @throws Error when what is shipped cannot be used; for a taught model that cannot, the shipped one reads */
  use(inForce: InForce): Promise<void>;
}

/** Reads in the calling thread. */
export class ReadingEngine implements Engine {
  private readonly meanings: Meanings | null;
  private shipped: Heads | undefined;
  private reader: LinearReader | undefined;

  /** @param warn is told, in words, what goes on in another way than it was meant to */
  constructor(
    { deep, precision }: EngineOptions,
    private readonly warn: (what: string) => void,
  ) {
    const onFallback = (reason: unknown): void =>
      warn(`the sentence encoder runs in WebAssembly, more slowly: ${String(reason)}`);
    this.meanings = deep ? new Meanings({ precision, onFallback }) : null;
  }

  get model(): string {
    return this.reader?.model ?? '';
  }

  use({ taught, taxonomy }: InForce): Promise<void> {
    this.shipped ??= shippedHeads();
    const models = taught.flatMap(({ id, bytes }) => this.decoded(id, bytes));
    this.reader = new LinearReader({
      heads: withTaught(this.shipped, models),
      taxonomy: taxonomy ?? loadTaxonomy(),
      meanings: this.meanings,
    });
    return Promise.resolve();
  }

  read(inputs: readonly ReadInput[]): Promise<Read[]> {
    if (this.reader === undefined) throw new Error('the engine was not told what to read by');
    return this.reader.read(inputs);
  }

  /** A model that was taught by another version of Earshot may not fit: then the shipped one reads. */
  private decoded(id: string, bytes: Uint8Array): Model[] {
    try {
      return [decodeModel(Buffer.from(bytes), `the taught model ${id}`)];
    } catch (error) {
      if (!(error instanceof ModelFileError)) throw error;
      this.warn(`${error.message}; the shipped model reads instead`);
      return [];
    }
  }
}

/** A taught head comes before the shipped ones of its task, which go on with their other languages. */
function withTaught(shipped: Heads, taught: readonly Model[]): Heads {
  const heads = { ...shipped };
  for (const model of taught) {
    const { task } = model.header;
    heads[task] = [model, ...(heads[task] ?? [])];
  }
  return heads;
}
