import { describe, expect, it } from 'vitest';
import { DeeperCard } from '../../src/api/views.js';
import { CAUTIOUS, decidedBy, DEEPER_REQUESTS } from '../../src/domain/deeper.js';
import type { Reading } from '../../src/domain/reading.js';
import { BudgetsStore } from '../../src/store/budgets.store.js';
import { DeeperStore } from '../../src/store/deeper.store.js';
import { MentionChangesStore } from '../../src/store/inbox/mention-changes.store.js';
import { startApi } from '../support/api.js';

const api = await startApi({ deeper: { url: 'http://models.example:11434', model: 'tiny:1' } });
const { database, make } = api;
const store = new DeeperStore(database);
const reader = await api.as('read-only');
const card = () => reader.get(DeeperCard, '/reading/deeper');
const nothing = { decided: 0, open: 0, refused: 0, failed: 0, skipped: 0 };

describe('the card of the deeper model', () => {
  it('is for those who are signed in', async () => {
    expect((await api.anyone.send('GET', '/api/v1/reading/deeper')).status).toBe(401);
  });

  it('begins with nothing', async () => {
    expect(await card()).toMatchObject({
      server: { model: 'tiny:1', host: 'models.example:11434' },
      reading: { asked: 0, ...nothing, p50Ms: null, p95Ms: null },
      complaint: { trust: CAUTIOUS, needed: 30, asked: { n: 0, share: null } },
      budget: { requests: { used: 0, most: 2_000 }, tokens: { used: 0, most: 2_000_000 } },
      lastFailure: null,
    });
  });

  it('sums up what came of asking, of this model alone', async () => {
    const ends = { ...nothing, decided: 2, open: 1, refused: 4, skipped: 5 };
    const tookMs = [100, 100, 900];
    await store.record('tiny:1', 'reading', { ends, tookMs, failure: null });
    const failed = { ...nothing, failed: 1 };
    await store.record('tiny:1', 'reading', { ends: failed, tookMs: [], failure: 'too slow' });
    await store.record('tiny:1', 'reading', { ends: nothing, tookMs: [], failure: null });
    await store.record('other', 'reading', { ends, tookMs, failure: 'else' });
    await store.record('tiny:1', 'theme', {
      ends: { ...nothing, open: 1 },
      tookMs: [5],
      failure: null,
    });
    await database.query(
      `INSERT INTO deeper_day SELECT day - 30, model, work, 99, 99, 99, 99, 99, latency FROM deeper_day`,
    );
    await new BudgetsStore(database).take(DEEPER_REQUESTS, 7, { most: 9, per: 'day' });
    const { reading, theme, lastFailure, budget } = await card();
    expect(reading).toMatchObject({ asked: 4, ...ends, failed: 1 });
    expect(reading.p50Ms).toBeGreaterThanOrEqual(100);
    expect(reading.p50Ms).toBeLessThanOrEqual(125);
    expect(reading.p95Ms).toBeGreaterThanOrEqual(900);
    expect(theme).toMatchObject({ asked: 1, open: 1, p50Ms: 10 });
    expect(lastFailure?.why).toBe('too slow');
    expect(budget.requests.used).toBe(7);
  });

  it('counts what people said of labels that it decided', async () => {
    const [monitor, source, user] = [await make.monitor(), await make.source(), await make.user()];
    const people = new MentionChangesStore(database);
    const judge = async (
      model: string,
      given: 'complaint' | 'other',
      drawn: 'sample' | 'unsure' | 'inbox',
    ): Promise<void> => {
      const { id } = await make.mention({ sourceId: source.id, monitorIds: [monitor.id] });
      const complaint: Reading['complaint'] = {
        label: 'complaint',
        best: 'complaint',
        probability: 0.6,
      };
      await make.reading(id, { complaint, model });
      await people.correct(id, { complaint: given, sentiment: 'neutral' }, user.id, drawn);
    };
    const its = decidedBy('linear-2+ab+t1', ['complaint'], 'tiny:1');
    await judge(its, 'complaint', 'sample');
    await judge(its, 'complaint', 'unsure');
    await judge(its, 'other', 'sample');
    await judge(its, 'other', 'inbox');
    await judge('linear-2+ab+t1', 'other', 'sample');
    await judge(decidedBy('linear-2+ab+t1', ['complaint'], 'tiny:11'), 'other', 'sample');
    await judge(
      decidedBy('linear-2+ab', ['sentiment', 'complaint'], 'tiny:1'),
      'complaint',
      'sample',
    );
    const { complaint, sentiment } = await card();
    expect(complaint.asked).toMatchObject({ n: 4, hits: 3 });
    expect(complaint.corrected).toMatchObject({ n: 1, hits: 0 });
    expect(complaint.needed).toBe(26);
    expect(sentiment.asked).toMatchObject({ n: 1, hits: 0 });
    expect(await store.judged('tiny:1')).toMatchObject({ complaint: { n: 4, hits: 3 } });
  });
});

it('says so when it is off', async () => {
  const off = await startApi();
  const someone = await off.as('on-call');
  expect((await someone.get(DeeperCard, '/reading/deeper')).server).toBeNull();
});
