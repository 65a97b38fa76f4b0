import { afterAll } from 'vitest';
import { loadTaxonomy } from '../../src/classify/shipped-reader.js';
import { PreviewStep } from '../../src/pipeline/topics/preview.step.js';
import { ProposeStep } from '../../src/pipeline/topics/propose.step.js';
import { RelabelStep } from '../../src/pipeline/topics/relabel.step.js';
import { Relabellers } from '../../src/pipeline/topics/relabellers.js';
import { ProposalRunsStore } from '../../src/store/proposal-runs.store.js';
import { ProposalsStore } from '../../src/store/proposals.store.js';
import { RelabellingStore } from '../../src/store/relabelling.store.js';
import { TaxonomiesStore } from '../../src/store/taxonomies.store.js';
import { TaxonomyPreviewsStore } from '../../src/store/taxonomy-previews.store.js';
import { TopicsStore } from '../../src/store/topics.store.js';
import type { TestApi } from '../support/api.js';
import { makeSettings } from '../support/makers.js';
import { silentTopics, WordMeanings } from '../support/topics.js';
import { idle } from '../pipeline/bus.js';

const HOUR_MS = 3_600_000;

/** Complaints that the shipped phrases know, and some that carry no topic. */
const SAID = [
  'My parcel never arrived and tracking says nothing.',
  'Still waiting for my order, it never arrived.',
  'The thing stopped working after two weeks.',
  'On hold for an hour, nobody answers.',
  'The gate agent shouted at me.',
  'The barista forgot my oat milk once more',
  'Oat milk forgotten by the barista, once more',
  'No oat milk once more, said the barista',
  'The barista had no oat milk once more',
  'Once more no oat milk, barista!',
  'Why does the barista forget my oat milk',
];

/** The shipped topics in force, some weeks of complaints, and a worker at the queue. */
export async function makeTopicsWorld({ make, database, bus }: TestApi): Promise<void> {
  const taxonomies = new TaxonomiesStore(database);
  await taxonomies.takeOverFile(loadTaxonomy());
  const monitor = await make.monitor({ name: 'Apex' });
  const sources = [
    await make.source({ name: 'Town talk' }),
    await make.source({ name: 'Reviews' }),
  ];
  for (const [n, text] of SAID.entries()) {
    const mention = await make.mention({
      sourceId: sources[n % 2]?.id ?? '',
      monitorIds: [monitor.id],
      authorId: (await make.author({ name: `Person ${n}` })).id,
      text,
      complaint: 'complaint',
      occurredAt: new Date(Date.now() - n * 20 * HOUR_MS),
    });
    await make.reading(mention.id, { topics: [], evidence: [], model: 'linear-2+abc+t0' });
  }
  const readings = new RelabellingStore(database);
  const relabellers = new Relabellers(null, () =>
    Promise.resolve({ topic: [silentTopics(['delivery', 'refund'])] }),
  );
  const meanings = new WordMeanings();
  afterAll(() => meanings.close());
  const relabel = new RelabelStep(database, taxonomies, readings, relabellers, bus, makeSettings());
  await relabel.handle();
  await bus.work([
    ...idle('relabel', 'preview', 'propose'),
    relabel,
    new PreviewStep(new TaxonomyPreviewsStore(database), readings, relabellers),
    new ProposeStep(
      new ProposalsStore(database),
      new ProposalRunsStore(database),
      new TopicsStore(database),
      meanings,
    ),
  ]);
}
