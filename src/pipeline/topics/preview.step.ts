import { Injectable } from '@nestjs/common';
import { EffectCount, type TaxonomyEffect } from '../../domain/taxonomy-effect.js';
import type { Taxonomy } from '../../domain/taxonomy.js';
import type { Queues } from '../../queue/queues.js';
import type { Step } from '../../queue/step.js';
import {
  RelabellingStore,
  type NewTopics,
  type StoredTopics,
} from '../../store/relabelling.store.js';
import { TaxonomyPreviewsStore } from '../../store/taxonomy-previews.store.js';
import { Relabellers } from './relabellers.js';

const PAGE = 250;
/** Mentions that are looked at, newest first: enough to judge by, few enough to wait for. */
const MOST = 20_000;

/** Works out what a changed taxonomy would do to the mentions that are stored. Writes nothing into them. */
@Injectable()
export class PreviewStep implements Step<'preview'> {
  readonly queue = 'preview';

  constructor(
    private readonly previews: TaxonomyPreviewsStore,
    private readonly readings: RelabellingStore,
    private readonly relabellers: Relabellers,
  ) {}

  async handle({ previewId }: Queues['preview']): Promise<void> {
    const taxonomy = await this.previews.body(previewId);
    if (taxonomy === null) return;
    try {
      const effect = await this.effectOf(taxonomy, previewId);
      if (effect !== null) await this.previews.end(previewId, effect);
    } catch (error) {
      await this.previews.end(previewId, null);
      throw error;
    }
  }

  /** @returns null when nobody waits for it any more */
  private async effectOf(taxonomy: Taxonomy, previewId: string): Promise<TaxonomyEffect | null> {
    const relabel = await this.relabellers.under(taxonomy);
    const count = new EffectCount();
    let below: string | null = null;
    let looked = 0;
    while (looked < MOST) {
      const page: StoredTopics[] = await this.readings.newest(below, PAGE);
      const last = page.at(-1);
      if (last === undefined) break;
      below = last.id;
      looked += page.length;
      const found = await relabel(page);
      for (const [at, mention] of page.entries()) add(count, mention, found[at]);
      if (!(await this.previews.went(previewId, looked))) return null;
    }
    const { total } = await this.readings.progress(0);
    return count.effect(total);
  }
}

/** What a person said of the topics of a mention stays. */
function add(count: EffectCount, mention: StoredTopics, found: NewTopics | undefined): void {
  const { id: mentionId, complaint, given, reading } = mention;
  const from = given ? mention.topics : keysOf(reading.topics);
  const to = given || found === undefined ? from : keysOf(found.topics);
  const gained = to.find((key) => !from.includes(key));
  const lost = from.find((key) => !to.includes(key));
  const quote =
    (gained === undefined ? undefined : quoteOf(found?.evidence, gained)) ??
    (lost === undefined ? undefined : quoteOf(reading.evidence, lost)) ??
    '';
  count.add({ mentionId, complaint, from, to, quote });
}

const keysOf = (topics: NewTopics['topics']): string[] => (topics ?? []).map(({ key }) => key);

function quoteOf(evidence: NewTopics['evidence'] | undefined, key: string): string | undefined {
  return evidence?.find((each) => each.for === `topic:${key}`)?.quote;
}
