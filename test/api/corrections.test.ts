import { describe, expect, it, vi } from 'vitest';
import { MentionDetail } from '../../src/api/views.js';
import { triage } from '../../src/domain/triage.js';
import { ReadingsStore } from '../../src/store/readings.store.js';
import { TriageStore } from '../../src/store/triage.store.js';
import { startApi } from '../support/api.js';

const api = await startApi();
const { make, database } = api;
const me = await api.as('community-manager');
const monitor = await make.monitor();
const source = await make.source();
const base = { sourceId: source.id, monitorIds: [monitor.id] };

const read = { complaint: 'complaint', sentiment: 'negative', topics: ['breakdown'] } as const;
async function aReadMention() {
  const author = await make.author();
  const mention = await make.mention({
    ...base,
    ...read,
    topics: ['breakdown'],
    authorId: author.id,
  });
  await make.reading(mention.id);
  return mention;
}
const put = (id: string, body: unknown) =>
  me.ask(MentionDetail, 'PUT', `/mentions/${id}/correction`, { body });
const decide = (id: string) =>
  new TriageStore(database).decide([id], (candidates) => triage(candidates, 40));
const takeBack = (id: string) => me.ask(MentionDetail, 'DELETE', `/mentions/${id}/correction`);
const stageOf = async (id: string): Promise<string> => {
  const [{ stage }] = await database.query<[{ stage: string }]>(
    'SELECT stage FROM mention WHERE id = $1',
    [id],
  );
  return stage;
};

describe('a correction', () => {
  it('is in force at once, with who said it, and the reading stands beside it', async () => {
    const { id, version } = await aReadMention();
    const now = await put(id, { complaint: 'other', topics: ['late', 'breakdown'] });
    expect(now).toMatchObject({
      complaint: 'other',
      sentiment: 'negative',
      topics: ['late', 'breakdown'],
      corrected: true,
      version: version + 1,
      reading: { complaint: { label: 'complaint' } },
    });
    expect(now.corrections).toMatchObject([
      { label: 'complaint', value: 'other', by: me.user.name },
      { label: 'topics', value: ['late', 'breakdown'], by: me.user.name },
    ]);
    expect(now.history.at(-1)?.what).toBe(
      'corrected complaint to other; topics to late, breakdown',
    );
  });

  it('sends the mention to triage again', async () => {
    const { id } = await aReadMention();
    const waiting = async () =>
      (await api.bus.overview()).find(({ name }) => name === 'triage')?.waiting ?? 0;
    const before = await waiting();
    await put(id, { complaint: 'other' });
    expect(await stageOf(id)).toBe('read');
    await vi.waitFor(async () => expect(await waiting()).toBe(before + 1));
    await put(id, { complaint: 'complaint' });
    await vi.waitFor(async () => expect(await waiting()).toBe(before + 2));
  });

  it('closes the task of what is no complaint, and opens one for what is', async () => {
    const { id } = await aReadMention();
    await put(id, { complaint: 'complaint' });
    await decide(id);
    const opened = await me.get(MentionDetail, `/mentions/${id}`);
    expect(opened.taskId).not.toBeNull();
    expect(opened.reasons.map(({ text }) => text)).toContain('a complaint (100 % sure)');
    await put(id, { complaint: 'other' });
    await decide(id);
    expect((await me.get(MentionDetail, `/mentions/${id}`)).taskId).toBeNull();
    const [task] = await database.query<{ status: string; outcome: string }[]>(
      'SELECT status, outcome FROM task WHERE id = $1',
      [opened.taskId],
    );
    expect(task).toEqual({ status: 'resolved', outcome: 'not-a-complaint' });
  });

  it('is the whole of what a person says: a label left out is the reading’s again', async () => {
    const { id } = await aReadMention();
    await put(id, { complaint: 'other', sentiment: 'positive' });
    const now = await put(id, { sentiment: 'neutral' });
    expect(now).toMatchObject({ complaint: 'complaint', sentiment: 'neutral' });
    expect(now.corrections).toMatchObject([{ label: 'sentiment', value: 'neutral' }]);
  });

  it('taken back leaves the labels as they were read', async () => {
    const { id } = await aReadMention();
    await put(id, { complaint: 'other', sentiment: 'positive', topics: [] });
    const now = await takeBack(id);
    expect(now).toMatchObject({ ...read, corrected: false, corrections: [] });
    expect(now.history.at(-1)?.what).toBe('took the correction back');
    expect((await takeBack(id)).version).toBe(now.version);
  });

  it('of a mention that was not read yet survives the reading, which still comes', async () => {
    const mention = await make.mention({ ...base, stage: 'new' });
    await put(mention.id, { complaint: 'other' });
    expect(await stageOf(mention.id)).toBe('new');
    const { reading } = await make.reading((await make.mention(base)).id);
    await new ReadingsStore(database).save([
      { mentionId: mention.id, contentHash: mention.contentHash, reading, vector: null },
    ]);
    await decide(mention.id);
    const now = await me.get(MentionDetail, `/mentions/${mention.id}`);
    expect(now).toMatchObject({ complaint: 'other', sentiment: 'negative', topics: ['breakdown'] });
  });

  it.each([
    ['nothing', {}],
    ['"unsure", which is no word of a person', { complaint: 'unsure' }],
    ['a label that there is not', { mood: 'bad' }],
    ['eleven topics', { topics: Array.from({ length: 11 }, (_, n) => `t${n}`) }],
    ['a topic without a name', { topics: [' '] }],
  ])('cannot be %s', async (_what, body) => {
    const { id } = await aReadMention();
    expect((await me.send('PUT', `/api/v1/mentions/${id}/correction`, { body })).status).toBe(400);
  });

  it('needs a mention', async () => {
    const path = '/api/v1/mentions/999999/correction';
    expect((await me.send('PUT', path, { body: { complaint: 'other' } })).status).toBe(404);
    expect((await me.send('DELETE', path)).status).toBe(404);
  });
});
