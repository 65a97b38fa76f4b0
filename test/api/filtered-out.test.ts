import { beforeEach, expect, it } from 'vitest';
import { FilteredOut } from '../../src/api/views.js';
import type { MentionEntity } from '../../src/store/entities/mention.entity.js';
import { startApi } from '../support/api.js';

const api = await startApi();
const { make, database } = api;
const me = await api.as('read-only');

beforeEach(() => database.query('TRUNCATE source, author, monitor CASCADE'));

const DAY = 86_400_000;
const now = Date.now();
const ago = (days: number): Date => new Date(now - days * DAY);
const ask = (days?: number) =>
  me.get(FilteredOut, `/filtered-out${days === undefined ? '' : `?days=${days}`}`);

it('counts by source and day what was fetched and what of it nobody listens for', async () => {
  const [loud, quiet] = [await make.source({ name: 'Loud' }), await make.source({ name: 'Quiet' })];
  await make.source({ name: 'Never asked' });
  await make.poll({ sourceId: quiet.id, at: ago(0), items: 5, matched: 5, stored: 2 });
  await make.poll({ sourceId: loud.id, at: ago(0), items: 30, matched: 3, stored: 1 });
  await make.poll({ sourceId: loud.id, at: ago(2), items: 20, matched: 1, stored: 0 });
  await make.poll({ sourceId: loud.id, at: ago(2), items: 20, matched: 1, stored: 0 });
  await make.poll({ sourceId: loud.id, at: ago(9), items: 99, matched: 9, stored: 9 });
  await make.poll({
    sourceId: loud.id,
    at: ago(1),
    outcome: 'failed',
    items: 0,
    matched: 0,
    stored: 0,
  });
  const { sources } = await ask();
  expect(sources).toMatchObject([
    { name: 'Loud', polls: 3, items: 70, matched: 5, stored: 1 },
    { name: 'Quiet', polls: 1, items: 5, matched: 5, stored: 2 },
  ]);
  expect(sources[0]?.days).toEqual([
    { day: ago(2).toISOString().slice(0, 10), polls: 2, items: 40, matched: 2, stored: 0 },
    { day: ago(0).toISOString().slice(0, 10), polls: 1, items: 30, matched: 3, stored: 1 },
  ]);
  expect((await ask(30)).sources[0]).toMatchObject({ polls: 4, items: 169 });
});

it('counts what is kept and is no work, each by its reason', async () => {
  const monitor = await make.monitor();
  const { id: sourceId } = await make.source();
  const task = await make.task({ monitorId: monitor.id });
  const post = (given: Partial<MentionEntity> = {}) =>
    make.mention({ sourceId, monitorIds: [monitor.id], publishedAt: ago(1), ...given });
  const complaint = { complaint: 'complaint' } as const;
  const lead = await post({ ...complaint, taskId: task.id });
  await post({ ...complaint, copyOf: lead.id });
  await post({ ...complaint });
  await post({ ...complaint, marks: ['ours'] });
  await post({ ...complaint, goneAt: ago(0) });
  await post({ goneAt: ago(0), erasedAt: ago(0) });
  await post({ status: 'dismissed', dismissedBecause: 'spam' });
  await post({ status: 'dismissed', dismissedBecause: 'spam' });
  await post({ status: 'dismissed' });
  await post({ ...complaint, publishedAt: ago(20) });
  expect((await ask()).stored).toEqual({
    all: 9,
    ours: 1,
    copies: 1,
    belowTask: 1,
    gone: 2,
    erased: 1,
    dismissed: {
      'not-about-us': 0,
      spam: 2,
      duplicate: 0,
      'no-reply-needed': 0,
      'handled-elsewhere': 0,
      other: 0,
    },
    dismissedWithout: 1,
  });
});

it('is a number where there is nothing, and refuses what is no number of days', async () => {
  const { sources, stored, taskAbove } = await ask();
  expect([sources, stored.all, taskAbove]).toEqual([[], 0, 50]);
  expect((await me.send('GET', '/api/v1/filtered-out?days=0')).status).toBe(400);
  expect((await api.anyone.send('GET', '/api/v1/filtered-out')).status).toBe(401);
});
