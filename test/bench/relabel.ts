import { readFileSync } from 'node:fs';
import { Meanings } from '../../src/classify/meaning.js';
import { LinearReader } from '../../src/classify/reader.js';
import { loadTaxonomy, shippedHeads } from '../../src/classify/shipped-reader.js';
import type { Taxonomy } from '../../src/domain/taxonomy.js';
import { PreviewStep } from '../../src/pipeline/topics/preview.step.js';
import { RelabelStep } from '../../src/pipeline/topics/relabel.step.js';
import { Relabellers } from '../../src/pipeline/topics/relabellers.js';
import { postgresBackend } from '../../src/queue/backend.js';
import { Bus } from '../../src/queue/bus.js';
import { loadSettings } from '../../src/settings/load.js';
import { describeDatabase, migrate, type DataSource } from '../../src/store/database.js';
import { startTemporaryPostgres } from '../../src/store/embedded/temporary.js';
import { MentionsStore } from '../../src/store/mentions.store.js';
import { ReadingsStore } from '../../src/store/readings.store.js';
import { RelabellingStore } from '../../src/store/relabelling.store.js';
import { TaxonomiesStore } from '../../src/store/taxonomies.store.js';
import { TaxonomyPreviewsStore } from '../../src/store/taxonomy-previews.store.js';
import { Records } from '../support/records.js';
import type { BenchResult } from './main.js';

const MENTIONS = 8_000;
const PAGE = 250;
const DURABLE = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' };

/**
 * Stored mentions that get the topics of a changed taxonomy, a second; and where what the heads said of
 * them was not kept (other heads read now). Beside it the straightforward way in the same run:
 * reading and storing them afresh. On a durable PostgreSQL.
 */
export async function relabel(): Promise<BenchResult[]> {
  const postgres = await startTemporaryPostgres(DURABLE);
  const database = await describeDatabase({ url: postgres.url, poolSize: 4 }).initialize();
  const settings = loadSettings({});
  const bus = new Bus(postgresBackend(postgres.url), {
    ...settings.queue,
    onError: () => undefined,
  });
  const meanings = new Meanings();
  try {
    await migrate(database);
    await bus.ready();
    await fill(database);
    const file = loadTaxonomy();
    const taxonomies = new TaxonomiesStore(database);
    await taxonomies.takeOverFile(file);
    const afresh = await timed(() => readAll(database, file, meanings));
    const readings = new RelabellingStore(database);
    const relabellers = new Relabellers(meanings, () => Promise.resolve(shippedHeads()));
    const step = new RelabelStep(database, taxonomies, readings, relabellers, bus, settings);
    const { id: userId } = await new Records(database).user();
    const save = (taxonomy: Taxonomy, basedOn: number): Promise<number> =>
      taxonomies.save(taxonomy, { basedOn, note: '', userId });
    await save(withWord(file, 'movie'), 1);
    const own = await timed(() => step.handle());
    await save(withWord(file, 'phone'), 2);
    await database.query('UPDATE reading SET topic_scores = NULL');
    const unknown = await timed(() => step.handle());
    const previews = new TaxonomyPreviewsStore(database);
    const previewId = await previews.ask(withWord(file, 'film'), userId);
    const preview = await timed(() =>
      new PreviewStep(previews, readings, relabellers).handle({ previewId }),
    );
    const rate = (seconds: number): number => Math.round(MENTIONS / seconds);
    return [
      {
        bench: 'relabel',
        own: rate(own),
        baseline: rate(afresh),
        ratio: Math.round((10 * afresh) / own) / 10,
        unit: 'mentions/s',
        headsUnknown: rate(unknown),
        preview: rate(preview),
        mentions: MENTIONS,
      },
    ];
  } finally {
    await meanings.close();
    await bus.close();
    await database.destroy();
    await postgres.stop();
  }
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await act();
  return (performance.now() - began) / 1_000;
}

/** The taxonomy with a phrase more: some mentions move, most do not. */
function withWord(taxonomy: Taxonomy, word: string): Taxonomy {
  const topics = taxonomy.topics.map((topic) =>
    topic.key === 'product-quality'
      ? { ...topic, seeds: { ...topic.seeds, strong: [...(topic.seeds['strong'] ?? []), word] } }
      : topic,
  );
  return { ...taxonomy, topics };
}

/** Labelled texts, each a mention of its own. */
async function fill(database: DataSource): Promise<void> {
  const texts = readFileSync('config/labels/train.jsonl', 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { text: string }).text);
  const make = new Records(database);
  const { id: sourceId } = await make.source();
  const { id: monitorId } = await make.monitor();
  const all = Array.from({ length: MENTIONS }, (_, n) => texts[n % texts.length] ?? '');
  await database.query(
    `INSERT INTO mention (source_id, external_id, monitor_ids, matched_because, text, content_hash, occurred_at)
     SELECT $1, n, ARRAY[$2::bigint], '{bench}', text, 'hash ' || n, now()
       FROM unnest($3::text[]) WITH ORDINALITY AS given(text, n)`,
    [sourceId, monitorId, all],
  );
}

async function readAll(
  database: DataSource,
  taxonomy: Taxonomy,
  meanings: Meanings,
): Promise<void> {
  const reader = new LinearReader({
    heads: shippedHeads(),
    taxonomy: { ...taxonomy, version: '1' },
    meanings,
  });
  const mentions = new MentionsStore(database);
  const readings = new ReadingsStore(database);
  const rows = await database.query<{ id: string }[]>('SELECT id FROM mention ORDER BY id');
  for (let from = 0; from < rows.length; from += PAGE) {
    const page = await mentions.unread(rows.slice(from, from + PAGE).map(({ id }) => id));
    const reads = await reader.read(page);
    await readings.save(
      page.flatMap(({ id: mentionId, contentHash }, at) => {
        const read = reads[at];
        return read === undefined ? [] : [{ mentionId, contentHash, ...read }];
      }),
    );
  }
}
