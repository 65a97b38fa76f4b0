import { Logger } from '@nestjs/common';
import type { Read, Reader, ReadInput } from '../domain/reading.js';
import type { Taxonomy } from '../domain/taxonomy.js';
import { decodeModel, ModelFileError, type Model } from '../classify/linear/model-file.js';
import type { Meanings } from '../classify/meaning.js';
import { LinearReader, type Heads } from '../classify/reader.js';
import { loadTaxonomy, shippedHeads } from '../classify/shipped-reader.js';
import type { ModelsStore } from '../store/models.store.js';
import type { TaxonomiesStore } from '../store/taxonomies.store.js';

/** How long a worker may go on with what was in force (ms). */
const LOOK_AGAIN_MS = 2_000;

/**
 * The reader of a worker: the shipped heads, those taught by this installation's corrections in
 * their place, and the taxonomy in force. When one of them changes it reads by the new one from
 * the next page on; nothing has to be restarted.
 */
export class ServingReader implements Reader {
  private reader: LinearReader;
  private inForce = '';
  private lookedAt = -Infinity;
  private readonly shipped: Heads;
  private readonly log = new Logger('read');

  /** @throws ModelFileError, TaxonomyError when what is shipped cannot be used */
  constructor(
    private readonly models: Pick<ModelsStore, 'serving' | 'bytes'>,
    private readonly taxonomies: Pick<TaxonomiesStore, 'inForce'>,
    private readonly meanings: Meanings | null,
  ) {
    this.shipped = shippedHeads();
    this.reader = this.readerOf(this.shipped, loadTaxonomy());
  }

  get model(): string {
    return this.reader.model;
  }

  async read(inputs: readonly ReadInput[]): Promise<Read[]> {
    await this.keepUp();
    return this.reader.read(inputs);
  }

  private async keepUp(): Promise<void> {
    if (performance.now() - this.lookedAt < LOOK_AGAIN_MS) return;
    this.lookedAt = performance.now();
    const [serving, topics] = await Promise.all([this.models.serving(), this.taxonomies.inForce()]);
    const inForce = [topics?.version, ...serving.map(({ id }) => id)].join();
    if (inForce === this.inForce) return;
    const taught = await Promise.all(serving.map(({ id }) => this.taught(id)));
    const heads = withTaught(
      this.shipped,
      taught.filter((model) => model !== null),
    );
    this.reader = this.readerOf(heads, topics?.taxonomy ?? loadTaxonomy());
    this.inForce = inForce;
    this.log.log(`reads with ${this.reader.model}`);
  }

  /** A model that was taught by another version of Earshot may not fit: then the shipped one reads. */
  private async taught(id: string): Promise<Model | null> {
    try {
      return decodeModel(await this.models.bytes(id), `the taught model ${id}`);
    } catch (error) {
      if (!(error instanceof ModelFileError)) throw error;
      this.log.warn(`${error.message}; the shipped model reads instead`);
      return null;
    }
  }

  private readerOf(heads: Heads, taxonomy: Taxonomy): LinearReader {
    return new LinearReader({ heads, taxonomy, meanings: this.meanings });
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
