import { beforeEach, describe, expect, it } from 'vitest';
import {
  FullTaxonomy,
  PreviewView,
  ProposalList,
  Taxonomy,
  TaxonomyVersionList,
  type View,
} from '../../src/api/views.js';
import { ProposalsStore } from '../../src/store/proposals.store.js';
import { TaxonomiesStore } from '../../src/store/taxonomies.store.js';
import { TaxonomyPreviewsStore } from '../../src/store/taxonomy-previews.store.js';
import { startApi, TEST_TAXONOMY } from '../support/api.js';
import { waiting } from '../pipeline/bus.js';

const api = await startApi();
const { database, make, bus } = api;
const owner = await api.as('product-owner');
const manager = await api.as('community-manager');
const store = new TaxonomiesStore(database);

beforeEach(async () => {
  await database.query('TRUNCATE mention CASCADE');
  await database.query('TRUNCATE taxonomy_version, topic_proposal, proposal_run');
});

const [breakdown, late] = TEST_TAXONOMY.topics;
const changed: View<typeof FullTaxonomy>['taxonomy'] = {
  ...TEST_TAXONOMY,
  topics: TEST_TAXONOMY.topics.map((topic) =>
    topic.key === 'late' ? { ...topic, name: 'Comes too late' } : topic,
  ),
};
const put = (body: object) =>
  owner.ask(FullTaxonomy, 'PUT', '/taxonomy', { body: { taxonomy: changed, ...body } });

describe('the topics', () => {
  it('are by name for everybody, and whole for who asks', async () => {
    const { version, groups } = TEST_TAXONOMY;
    expect(await manager.get(Taxonomy, '/taxonomy')).toEqual({
      version,
      groups,
      topics: [breakdown, late].map((topic) => ({
        key: topic?.key,
        name: topic?.name,
        touchpoint: topic?.touchpoint,
        group: topic?.group,
      })),
    });
    expect(await manager.get(FullTaxonomy, '/taxonomy/full')).toEqual({
      version: 0,
      taxonomy: TEST_TAXONOMY,
      relabelling: { left: 0, total: 0 },
    });
  });

  it('that are saved are in force at once, in every list', async () => {
    await store.takeOverFile(TEST_TAXONOMY);
    const before = await waiting(bus, 'relabel');
    const saved = await put({ basedOn: 1, note: 'clearer' });
    expect(saved).toMatchObject({ version: 2, taxonomy: { version: '2' } });
    const { topics } = await manager.get(Taxonomy, '/taxonomy');
    expect(topics.map(({ name }) => name)).toEqual(['Breaks down', 'Comes too late']);
    expect(await waiting(bus, 'relabel')).toBe(Math.max(1, before));
    const { items } = await manager.get(TaxonomyVersionList, '/taxonomy/versions');
    expect(items.map(({ version, by, note }) => [version, by, note])).toEqual([
      [2, owner.user.name, 'clearer'],
      [1, 'the file', 'the file, as it came'],
    ]);
    const old = await manager.send('GET', '/api/v1/taxonomy/versions/1');
    expect(old.json).toMatchObject({ version: 1, taxonomy: { topics: [breakdown, late] } });
  });

  it('show how many stored mentions still have the topics of another version', async () => {
    await store.takeOverFile(TEST_TAXONOMY);
    const source = await make.source();
    const monitor = await make.monitor();
    const { id } = await make.mention({ sourceId: source.id, monitorIds: [monitor.id] });
    await make.reading(id, { model: 'linear-2+abc+t1' });
    expect((await put({ basedOn: 1 })).relabelling).toEqual({ left: 1, total: 1 });
  });

  it('that somebody else changed meanwhile are not overwritten: 409', async () => {
    await store.takeOverFile(TEST_TAXONOMY);
    await put({ basedOn: 1 });
    const answer = await owner.send('PUT', '/api/v1/taxonomy', {
      body: { taxonomy: TEST_TAXONOMY, basedOn: 1 },
    });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain(`version 2 by ${owner.user.name}`);
  });

  it.each([
    ['no topics', { ...TEST_TAXONOMY, topics: [] }],
    ['a group that is not there', { ...TEST_TAXONOMY, groups: [] }],
    ['one example', { ...TEST_TAXONOMY, topics: [{ ...late, examples: ['one'] }] }],
    ['an unknown field', { ...TEST_TAXONOMY, colour: 'red' }],
  ])('with %s are refused, tried out or saved', async (_what, taxonomy) => {
    const body = { taxonomy, basedOn: 0 };
    expect((await owner.send('PUT', '/api/v1/taxonomy', { body })).status).toBe(400);
    const tried = await owner.send('POST', '/api/v1/taxonomy/preview', { body: { taxonomy } });
    expect(tried.status).toBe(400);
    expect(await store.version()).toBe(0);
  });

  it('may be changed only by who answers for them', async () => {
    const body = { taxonomy: TEST_TAXONOMY, basedOn: 0 };
    expect((await manager.send('PUT', '/api/v1/taxonomy', { body })).status).toBe(403);
    const { taxonomy } = body;
    const tried = await manager.send('POST', '/api/v1/taxonomy/preview', { body: { taxonomy } });
    expect(tried.status).toBe(403);
    expect((await owner.send('GET', '/api/v1/taxonomy/versions/7')).status).toBe(404);
  });
});

describe('a preview', () => {
  it('is worked out by a worker, and answered as soon as it is there', async () => {
    const previews = new TaxonomyPreviewsStore(database);
    const asked = owner.ask(PreviewView, 'POST', '/taxonomy/preview', {
      body: { taxonomy: changed },
    });
    const effect = {
      looked: 2,
      stored: 2,
      moved: 1,
      complaints: 2,
      untaggedBefore: 0,
      untaggedAfter: 1,
      topics: [{ key: 'late', before: 1, gained: 0, lost: 1 }],
      samples: [],
    };
    await expect
      .poll(() => database.query<{ id: string }[]>('SELECT id FROM taxonomy_preview'))
      .toHaveLength(1);
    const [{ id } = { id: '' }] = await database.query<{ id: string }[]>(
      'SELECT id FROM taxonomy_preview',
    );
    expect(await previews.body(id)).toEqual(changed);
    await previews.went(id, 1);
    await previews.end(id, effect);
    expect(await asked).toMatchObject({ id, state: 'done', effect });
    expect(await owner.get(PreviewView, `/taxonomy/previews/${id}`)).toMatchObject({ effect });
    const other = await api.as('admin');
    expect((await other.send('GET', `/api/v1/taxonomy/previews/${id}`)).status).toBe(404);
  });
});

describe('proposals', () => {
  async function propose(): Promise<string> {
    const source = await make.source({ name: 'Town talk' });
    const monitor = await make.monitor();
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) {
      const text = `The voucher code was refused. ${'And so on. '.repeat(n * 10)}`;
      const given = { sourceId: source.id, monitorIds: [monitor.id], text };
      ids.push((await make.mention(given)).id);
    }
    await new ProposalsStore(database).keep(
      {
        name: 'Voucher code, till',
        phrases: ['voucher code', 'till'],
        centre: new Int8Array(512).fill(3),
        mentionIds: ids,
        people: 5,
        weeks: [],
      },
      null,
    );
    const [row] = await database.query<{ id: string }[]>('SELECT id FROM topic_proposal');
    return row?.id ?? '';
  }

  it('come with five quotes, and with a topic to begin with', async () => {
    await propose();
    const { items } = await manager.get(ProposalList, '/topic-proposals');
    expect(items).toHaveLength(1);
    const [found] = items;
    expect(found?.quotes).toHaveLength(5);
    expect(found?.weeks).toHaveLength(4);
    expect(found?.draft).toMatchObject({
      key: 'voucher-code-till',
      name: 'Voucher code, till',
      seeds: { strong: ['voucher code'], likely: ['till'] },
    });
    expect(found?.draft.examples.every((example) => example.length <= 241)).toBe(true);
  });

  it('become a topic with the topics that are saved', async () => {
    const id = await propose();
    await store.takeOverFile(TEST_TAXONOMY);
    await put({ basedOn: 1, proposal: { id, as: 'merged', topic: 'late' } });
    expect((await manager.get(ProposalList, '/topic-proposals')).items).toEqual([]);
    const { items } = await manager.get(ProposalList, '/topic-proposals?state=merged');
    expect(items).toMatchObject([{ topic: 'late', decidedBy: owner.user.name }]);
    const again = await owner.send('PUT', '/api/v1/taxonomy', {
      body: {
        taxonomy: TEST_TAXONOMY,
        basedOn: 2,
        proposal: { id, as: 'accepted', topic: 'late' },
      },
    });
    expect(again.status).toBe(409);
    expect(await store.version()).toBe(2);
  });

  it('are rejected, and taken back', async () => {
    const id = await propose();
    const judge = (what: string) =>
      owner.ask(ProposalList, 'POST', `/topic-proposals/${id}/${what}`);
    expect((await judge('reject')).items).toEqual([]);
    expect((await judge('reopen')).items).toHaveLength(1);
    expect((await owner.send('POST', '/api/v1/topic-proposals/999/reject')).status).toBe(404);
    expect((await manager.send('POST', `/api/v1/topic-proposals/${id}/reject`)).status).toBe(403);
  });

  it('are looked for when somebody asks', async () => {
    const { run } = await owner.ask(ProposalList, 'POST', '/topic-proposals/search');
    expect(run).toMatchObject({ by: owner.user.name, endedAt: null });
    expect(await waiting(bus, 'propose')).toBe(1);
  });
});
