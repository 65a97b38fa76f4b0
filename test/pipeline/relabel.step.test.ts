import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Taxonomy } from '../../src/domain/taxonomy.js';
import { PreviewStep } from '../../src/pipeline/topics/preview.step.js';
import { RelabelStep } from '../../src/pipeline/topics/relabel.step.js';
import { Relabellers } from '../../src/pipeline/topics/relabellers.js';
import { MentionChangesStore } from '../../src/store/inbox/mention-changes.store.js';
import { RelabellingStore, type NewTopics } from '../../src/store/relabelling.store.js';
import { TaxonomiesStore } from '../../src/store/taxonomies.store.js';
import { TaxonomyPreviewsStore } from '../../src/store/taxonomy-previews.store.js';
import { openDatabase } from '../support/database.js';
import { makeSettings } from '../support/makers.js';
import { Records } from '../support/records.js';
import { makeTaxonomy, makeTopic, silentTopics } from '../support/topics.js';
import { openBus, waiting } from './bus.js';

const { database, url } = await openDatabase();
const bus = await openBus(url);
afterAll(() => bus.close());
const make = new Records(database);
const { id: userId } = await make.user();
const monitor = await make.monitor();
const source = await make.source();

const taxonomies = new TaxonomiesStore(database);
const relabellers = new Relabellers(null, () =>
  Promise.resolve({ topic: [silentTopics(['late', 'lost'])] }),
);
const step = (readings = new RelabellingStore(database)): RelabelStep =>
  new RelabelStep(database, taxonomies, readings, relabellers, bus, makeSettings());

const late = makeTopic('late', { seeds: { strong: ['too late'] } });
const lost = makeTopic('lost', { seeds: { strong: ['never came'] }, touchpoint: 'support' });
const first = makeTaxonomy([late]);
const second = makeTaxonomy([{ ...late, seeds: { strong: ['much too late'] } }, lost]);
const save = async (taxonomy: Taxonomy): Promise<number> =>
  taxonomies.save(taxonomy, { basedOn: await taxonomies.version(), note: '', userId });

/** A complaint with the reading that version 1 gives it. */
async function complaint(text: string, stage: 'triaged' | 'new' = 'triaged'): Promise<string> {
  const isLate = text.includes('too late');
  const topics = isLate ? ['late'] : [];
  const mention = await make.mention({
    sourceId: source.id,
    monitorIds: [monitor.id],
    text,
    complaint: 'complaint',
    topics,
    stage,
  });
  await make.reading(mention.id, {
    topics: topics.map((key) => ({ key, probability: 0.85 })),
    touchpoint: isLate ? 'delivery' : null,
    evidence: [
      { for: 'complaint', quote: 'bad' },
      ...topics.map((key) => ({ for: `topic:${key}`, quote: 'too late' })),
    ],
    model: 'linear-2+abc+t1',
  });
  return mention.id;
}
interface Now {
  readonly topics: string[];
  readonly stage: string;
  readonly read: string[];
  readonly touchpoint: string | null;
  readonly model: string;
}
const now = async (id: string): Promise<Now | undefined> =>
  (
    await database.query<Now[]>(
      `SELECT m.topics, m.stage, r.model, r.reading ->> 'touchpoint' AS touchpoint,
              ARRAY(SELECT jsonb_array_elements(r.reading -> 'topics') ->> 'key') AS read
         FROM mention m JOIN reading r ON r.mention_id = m.id WHERE m.id = $1`,
      [id],
    )
  )[0];

beforeEach(async () => {
  await database.query('TRUNCATE mention CASCADE');
  await database.query('TRUNCATE taxonomy_version');
  await taxonomies.takeOverFile(first);
});

describe('after the topics were changed', () => {
  it('stored mentions get them in the background, and those that moved are triaged again', async () => {
    const moved = await complaint('bad: it never came');
    const left = await complaint('bad: far too late');
    const same = await complaint('bad: much too late');
    const before = await waiting(bus, 'triage');
    const version = await save(second);
    await step().handle();
    const model = `linear-2+abc+t${version}`;
    expect(await now(moved)).toEqual({
      topics: ['lost'],
      read: ['lost'],
      stage: 'read',
      touchpoint: 'support',
      model,
    });
    expect(await now(left)).toMatchObject({
      topics: [],
      read: [],
      stage: 'read',
      touchpoint: null,
    });
    expect(await now(same)).toMatchObject({ topics: ['late'], stage: 'triaged', model });
    expect(await waiting(bus, 'triage')).toBe(before + 1);
    expect((await taxonomies.versions())[0]?.appliedAt).toBeInstanceOf(Date);
    expect(await new RelabellingStore(database).progress(version)).toEqual({ left: 0, total: 3 });
  });

  it('the quotes are those of the new topics, and the others stay', async () => {
    const id = await complaint('bad: it never came');
    await save(second);
    await step().handle();
    const [{ evidence } = { evidence: [] }] = await database.query<{ evidence: unknown[] }[]>(
      `SELECT reading -> 'evidence' AS evidence FROM reading WHERE mention_id = $1`,
      [id],
    );
    expect(evidence).toEqual([
      { for: 'complaint', quote: 'bad' },
      { for: 'topic:lost', quote: 'never came' },
    ]);
  });

  it('what a person said of a mention stays in force', async () => {
    const id = await complaint('bad: it never came');
    await new MentionChangesStore(database).correct(id, { topics: ['late'] }, userId);
    await save(second);
    await step().handle();
    expect(await now(id)).toMatchObject({ topics: ['late'], read: ['lost'] });
  });

  it('a mention that waits to be read keeps what it has until then', async () => {
    const id = await complaint('bad: it never came', 'new');
    await save(second);
    await step().handle();
    expect(await now(id)).toMatchObject({ topics: [], stage: 'new' });
  });

  it('a second run changes nothing', async () => {
    const id = await complaint('bad: it never came');
    await save(second);
    await step().handle();
    await database.query(`UPDATE mention SET stage = 'triaged'`);
    await step().handle();
    expect(await now(id)).toMatchObject({ topics: ['lost'], stage: 'triaged' });
  });
});

/** Dies before it writes its so-manieth page. */
class Dying extends RelabellingStore {
  pages = 0;
  constructor(private readonly diesAt: number) {
    super(database);
  }
  override save(version: number, rows: readonly NewTopics[]): Promise<string[]> {
    if (++this.pages === this.diesAt) throw new Error('killed');
    return super.save(version, rows);
  }
}

describe('a re-labelling', () => {
  it('that was killed goes on where it was', async () => {
    for (let n = 0; n < 300; n++) await complaint('bad: it never came');
    const version = await save(second);
    const readings = new RelabellingStore(database);
    await expect(step(new Dying(2)).handle()).rejects.toThrow('killed');
    expect(await readings.progress(version)).toEqual({ left: 50, total: 300 });
    await step().handle();
    expect(await readings.progress(version)).toEqual({ left: 0, total: 300 });
  });

  it('goes over to a version that is saved meanwhile', async () => {
    const id = await complaint('bad: it never came');
    await save(second);
    const third = makeTaxonomy([late, { ...lost, key: 'missing' }]);
    class Slow extends RelabellingStore {
      override async save(version: number, rows: readonly NewTopics[]): Promise<string[]> {
        if (version === 2) await save(third);
        return super.save(version, rows);
      }
    }
    await step(new Slow(database)).handle();
    expect(await now(id)).toMatchObject({ topics: ['missing'], model: 'linear-2+abc+t3' });
  });

  it('takes along what a reader that had not heard of it wrote later', async () => {
    const version = await save(second);
    await step().handle();
    const id = await complaint('bad: it never came');
    expect(await new RelabellingStore(database).stale(version)).toEqual(['linear-2+abc+t1']);
    await step().handle();
    expect(await now(id)).toMatchObject({ topics: ['lost'] });
  });

  it('leaves a reading alone that is not what it was worked out from any more', async () => {
    const id = await complaint('bad: it never came');
    const readings = new RelabellingStore(database);
    const [text] = await readings.page('linear-2+abc+t1', null, 10);
    await database.query(`UPDATE reading SET content_hash = 'edited'`);
    const topics = [{ key: 'lost', probability: 0.9 }];
    await readings.save(2, [
      {
        id,
        contentHash: text?.contentHash ?? '',
        model: text?.model ?? '',
        topics,
        touchpoint: null,
        evidence: [],
        scores: null,
      },
    ]);
    expect(await now(id)).toMatchObject({ read: [], model: 'linear-2+abc+t1' });
  });
});

describe('a preview', () => {
  const previews = new TaxonomyPreviewsStore(database);
  const preview = new PreviewStep(previews, new RelabellingStore(database), relabellers);
  const tryOut = async (taxonomy: Taxonomy) => {
    const id = await previews.ask(taxonomy, userId);
    await preview.handle({ previewId: id });
    return previews.find(id, userId);
  };

  it('says what saving would do, with the words that carry it, and writes nothing', async () => {
    const moved = await complaint('bad: it never came');
    const left = await complaint('bad: far too late');
    await complaint('bad: much too late');
    const found = await tryOut(second);
    expect(found).toMatchObject({
      state: 'done',
      effect: {
        looked: 3,
        stored: 3,
        moved: 2,
        complaints: 3,
        untaggedBefore: 1,
        untaggedAfter: 1,
        topics: [
          { key: 'late', before: 2, gained: 0, lost: 1 },
          { key: 'lost', before: 0, gained: 1, lost: 0 },
        ],
        samples: [
          { mentionId: left, from: ['late'], to: [], quote: 'too late' },
          { mentionId: moved, from: [], to: ['lost'], quote: 'never came' },
        ],
      },
    });
    expect(await now(moved)).toMatchObject({ topics: [], model: 'linear-2+abc+t1' });
    await save(second);
    await step().handle();
    expect((await now(left))?.topics).toEqual([]);
    expect((await now(moved))?.topics).toEqual(['lost']);
  });

  it('leaves corrected mentions where they are', async () => {
    const id = await complaint('bad: it never came');
    await new MentionChangesStore(database).correct(id, { topics: ['late'] }, userId);
    expect((await tryOut(second))?.effect).toMatchObject({ moved: 0 });
  });

  it('is dropped when the same person asks for another one, and does not show what was erased', async () => {
    const id = await complaint('bad: it never came');
    const one = await previews.ask(second, userId);
    const two = await tryOut(second);
    await preview.handle({ previewId: one });
    expect((await previews.find(one, userId))?.state).toBe('dropped');
    expect(two?.effect?.samples).toHaveLength(1);
    await database.query('UPDATE mention SET erased_at = now() WHERE id = $1', [id]);
    expect((await previews.find(two?.id ?? '', userId))?.effect?.samples).toEqual([]);
  });

  it('is only for whoever asked, and forgotten after a while', async () => {
    const other = await make.user();
    const one = await previews.ask(second, userId);
    expect(await previews.find(one, other.id)).toBeNull();
    await previews.forget(60);
    expect(await previews.find(one, userId)).not.toBeNull();
    await previews.forget(-1);
    expect(await previews.find(one, userId)).toBeNull();
  });
});
