import { Logger } from '@nestjs/common';
import type { Engine } from '../classify/engine.js';
import type { Read, Reader, ReadInput } from '../domain/reading.js';
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
  private inForce: string | null = null;
  private lookedAt = -Infinity;
  private readonly log = new Logger('read');

  constructor(
    private readonly models: Pick<ModelsStore, 'serving' | 'bytes'>,
    private readonly taxonomies: Pick<TaxonomiesStore, 'inForce'>,
    private readonly engine: Engine,
  ) {}

  get model(): string {
    return this.engine.model;
  }

  async read(inputs: readonly ReadInput[]): Promise<Read[]> {
    await this.keepUp();
    return this.engine.read(inputs);
  }

  private async keepUp(): Promise<void> {
    if (performance.now() - this.lookedAt < LOOK_AGAIN_MS) return;
    this.lookedAt = performance.now();
    const [serving, topics] = await Promise.all([this.models.serving(), this.taxonomies.inForce()]);
    const inForce = [topics?.version, ...serving.map(({ id }) => id)].join();
    if (inForce === this.inForce) return;
    const taught = await Promise.all(
      serving.map(async ({ id }) => ({ id, bytes: await this.models.bytes(id) })),
    );
    await this.engine.use({ taught, taxonomy: topics?.taxonomy ?? null });
    this.inForce = inForce;
    this.log.log(`reads with ${this.engine.model}`);
  }
}
