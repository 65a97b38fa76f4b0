import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MentionDetail, ReadingCard, TeachingRunView, TenToJudge } from '../../src/api/views.js';
import type { TaughtTask } from '../../src/domain/teaching.js';
import { MentionChangesStore } from '../../src/store/inbox/mention-changes.store.js';
import { ModelsStore } from '../../src/store/models.store.js';
import { TeachingRunsStore, type Claim } from '../../src/store/teaching-runs.store.js';
import { startApi } from '../support/api.js';
import { complaintOf } from '../support/makers.js';
import { aModel } from '../support/teaching.js';

const api = await startApi();
const { make, database } = api;
const me = await api.as('community-manager');
const manager = await api.as('manager');
const monitor = await make.monitor();
const source = await make.source({ name: 'Town talk' });
const runs = new TeachingRunsStore(database);
const models = new ModelsStore(database);
const people = new MentionChangesStore(database);

beforeEach(() => database.query('TRUNCATE mention, model, teaching_run, rereading CASCADE'));

const card = (by = me) => by.get(ReadingCard, '/reading/card');
const taskCard = async (task: TaughtTask) => {
  const found = (await card()).tasks.find((one) => one.task === task);
  if (!found) throw new Error(`no card for ${task}`);
  return found;
};
async function aMention(given: Parameters<typeof make.reading>[1] = {}, daysAgo = 0) {
  const at = new Date(Date.now() - daysAgo * 86_400_000);
  const base = { sourceId: source.id, monitorIds: [monitor.id], language: 'en', publishedAt: at };
  const { id } = await make.mention(base);
  await make.reading(id, given);
  return id;
}
async function serving(): Promise<string> {
  await runs.ask(manager.user.id);
  await models.keep((await runs.claim(60)) as Claim, aModel());
  await runs.end({ runId: (await runs.latest())?.id ?? '', claims: 1 }, null);
  return (await models.serving())[0]?.id ?? '';
}
const serve = (body: unknown, by = manager) => by.send('POST', '/api/v1/reading/serve', { body });

describe('the card of a task', () => {
  it('says on day one what reads, what is missing, and nothing that nobody knows', async () => {
    const { tasks, run, rereading } = await card();
    expect(tasks.map(({ task }) => task)).toEqual([
      'complaint',
      'sentiment',
      'topic',
      'leaving',
      'urgency',
    ]);
    expect(tasks[0]).toMatchObject({
      serving: { modelId: null, version: null, since: null, lessons: 0 },
      shipped: { languages: ['en'], rows: 4_000, metrics: { accuracy: 0.9 } },
      lessons: {
        learnt: 0,
        heldBack: 0,
        needed: 'about 40 more corrections until the first lesson',
      },
      agreement: { byLot: { n: 0, share: null }, corrected: { n: 0 } },
      neededByLot: 20,
      byLanguage: [],
      calibration: [],
      unsure: { now: { n: 0, share: null } },
      drift: { index: null, labels: [] },
      versions: [],
    });
    expect(tasks[2]).toMatchObject({ serving: null, shipped: null, lessons: { needed: null } });
    expect({ run, rereading }).toEqual({ run: null, rereading: null });
  });

  it('tells agreement by lot apart from that of corrections, which are mostly errors', async () => {
    const say = async (complaint: 'complaint' | 'other', drawn: 'inbox' | 'sample' | 'unsure') => {
      await people.correct(await aMention(), { complaint }, me.user.id, drawn);
    };
    for (let n = 0; n < 5; n++) await say('other', 'inbox');
    for (let n = 0; n < 4; n++) await say(n === 0 ? 'other' : 'complaint', 'sample');
    await say('complaint', 'unsure');
    const { agreement, neededByLot, byLanguage } = await taskCard('complaint');
    expect(agreement).toMatchObject({
      byLot: { n: 4, hits: 3, share: 0.75 },
      unsure: { n: 1, hits: 1 },
      corrected: { n: 5, hits: 0, share: 0 },
    });
    expect(agreement.byLot.low).toBeGreaterThan(0.3);
    expect(agreement.byLot.high).toBeLessThan(0.96);
    expect({ neededByLot, byLanguage }).toEqual({ neededByLot: 16, byLanguage: [] });
  });

  it('measures what was read before the correction, whatever is read since', async () => {
    const id = await aMention();
    await people.correct(id, { complaint: 'other' }, me.user.id, 'sample');
    await make.reading(id, {
      complaint: { label: 'other', best: 'other', probability: 0.1 },
      model: 'taught',
    });
    expect((await taskCard('complaint')).agreement.byLot).toMatchObject({ n: 1, hits: 0 });
  });

  it('is by language, source and sureness when there are enough', async () => {
    for (let n = 0; n < 20; n++) {
      const id = await aMention({ complaint: complaintOf(n < 10 ? 0.95 : 0.65) });
      const complaint = n % 10 === 0 ? 'other' : 'complaint';
      await people.correct(id, { complaint }, me.user.id, 'sample');
    }
    const { neededByLot, byLanguage, bySource, calibration } = await taskCard('complaint');
    expect(neededByLot).toBe(0);
    expect(byLanguage).toMatchObject([{ key: 'en', rate: { n: 20, hits: 18 } }]);
    expect(bySource).toMatchObject([{ key: 'Town talk', rate: { n: 20 } }]);
    expect(calibration).toMatchObject([
      {
        from: 0.6,
        to: 0.7,
        predicted: expect.closeTo(0.65, 6) as number,
        observed: { n: 10, hits: 9 },
      },
      {
        from: 0.9,
        to: 1,
        predicted: expect.closeTo(0.95, 6) as number,
        observed: { n: 10, hits: 9 },
      },
    ]);
  });

  it('compares this month with the one before', async () => {
    const unsure = { complaint: { label: 'unsure', best: 'other', probability: 0.5 } } as const;
    for (let n = 0; n < 3; n++) await aMention(n === 0 ? unsure : {});
    for (let n = 0; n < 2; n++) await aMention({}, 40);
    await aMention({}, 70);
    const { unsure: share, drift } = await taskCard('complaint');
    expect(share).toMatchObject({ now: { n: 3, hits: 1 }, before: { n: 2, hits: 0 } });
    expect(drift).toMatchObject({
      index: null,
      words: expect.stringContaining('100 readings') as string,
      labels: [
        { label: 'complaint', now: { hits: 2 }, before: { hits: 2 } },
        { label: 'unsure', now: { hits: 1 }, before: { hits: 0 } },
      ],
    });
  });

  it('names the model that serves, and every other one with why', async () => {
    const modelId = await serving();
    const { serving: now, versions } = await taskCard('complaint');
    expect(now).toMatchObject({ modelId, version: 1, lessons: 40 });
    expect(versions).toMatchObject([
      { version: 1, state: 'serving', reason: 'better', heldBack: { n: 10, mended: 6 } },
    ]);
    expect((await card()).rereading).toMatchObject({
      because: 'complaint is read by version 1 now',
      endedAt: null,
    });
  });
});

describe('teaching', () => {
  it('is asked for by a manager, and is under way once', async () => {
    const teach = () => manager.ask(TeachingRunView, 'POST', '/reading/teach');
    const first = await teach();
    expect(first).toMatchObject({ state: 'waiting', by: manager.user.name, progress: 0 });
    expect((await teach()).id).toBe(first.id);
    await runs.claim(60);
    expect((await card()).run).toMatchObject({ id: first.id, state: 'running' });
  });

  it('and another model are for managers and admins', async () => {
    const product = await api.as('product-owner');
    for (const client of [me, product]) {
      expect((await client.send('POST', '/api/v1/reading/teach')).status).toBe(403);
      const body = { task: 'complaint', modelId: null, instead: null };
      expect((await serve(body, client)).status).toBe(403);
    }
    expect((await (await api.as('read-only')).send('GET', '/api/v1/reading/ten')).status).toBe(403);
  });
});

describe('another model', () => {
  it('is put in place by one request, and so is the way back', async () => {
    const modelId = await serving();
    const shipped = { task: 'complaint', modelId: null, instead: modelId };
    expect((await serve(shipped)).status).toBe(200);
    expect((await taskCard('complaint')).serving).toMatchObject({ version: null, lessons: 0 });
    expect((await serve({ task: 'complaint', modelId, instead: null })).status).toBe(200);
    expect((await taskCard('complaint')).serving).toMatchObject({ modelId });
  });

  it('is not put in place of one that somebody else put there meanwhile', async () => {
    const modelId = await serving();
    const answer = await serve({ task: 'complaint', modelId, instead: null });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('version 1');
  });

  it.each([
    ['a task that there is not', { task: 'mood', modelId: null, instead: null }, 400],
    ['without what it is to replace', { task: 'complaint', modelId: null }, 400],
    ['a model that there is not', { task: 'urgency', modelId: '999', instead: null }, 400],
  ])('is refused for %s', async (_why, body, status) => {
    expect((await serve(body)).status).toBe(status);
  });
});

describe('ten to judge', () => {
  const ten = () => me.get(TenToJudge, '/reading/ten');
  const answer = (position: number, said: unknown) =>
    me.send('PUT', `/api/v1/reading/ten/${position}`, { body: { answer: said } });

  it('shows a text without what was read of it, until the person has said theirs', async () => {
    const id = await aMention({ sentiment: null });
    const [before] = (await ten()).items;
    expect(before).toMatchObject({
      mentionId: id,
      asked: 'complaint',
      state: 'waiting',
      said: null,
    });
    await answer(1, 'other');
    const [after] = (await ten()).items;
    expect(after).toMatchObject({
      state: 'judged',
      answer: 'other',
      said: { best: 'complaint', probability: 0.9, unsure: false },
    });
    const mention = await me.get(MentionDetail, `/mentions/${id}`);
    expect(mention).toMatchObject({ complaint: 'other', corrected: true });
    expect(mention.history.at(-1)).toMatchObject({ by: me.user.name });
    await vi.waitFor(async () => {
      const triage = (await api.bus.overview()).find(({ name }) => name === 'triage');
      expect(triage?.waiting).toBeGreaterThan(0);
    });
  });

  it('can be skipped, and taken back', async () => {
    await aMention();
    await ten();
    await answer(1, null);
    expect((await ten()).items).toMatchObject([{ state: 'skipped' }]);
    expect((await me.send('DELETE', '/api/v1/reading/ten/1')).status).toBe(200);
    expect((await ten()).items).toMatchObject([{ state: 'waiting' }]);
  });

  it('takes only classes of the label that is asked for, of one’s own texts', async () => {
    await aMention({ sentiment: null });
    await ten();
    expect((await answer(1, 'negative')).status).toBe(400);
    expect((await answer(1, 'unsure')).status).toBe(400);
    expect((await answer(2, 'other')).status).toBe(404);
    expect((await answer(0, 'other')).status).toBe(400);
  });
});
