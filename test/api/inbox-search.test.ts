import { describe, expect, it } from 'vitest';
import { MentionCount, MentionPage, QueryExplanation } from '../../src/api/views.js';
import { startApi } from '../support/api.js';

const api = await startApi();
const me = await api.as('community-manager');
const base = {
  sourceId: (await api.make.source({ name: 'Town talk' })).id,
  monitorIds: [(await api.make.monitor()).id],
};
const lead = await api.make.mention({ ...base, text: 'late again', ownerId: me.user.id });
const copy = await api.make.mention({ ...base, text: 'late again', copyOf: lead.id });
const path = (route: string, values: Record<string, string>) =>
  `/mentions${route}?${new URLSearchParams(values).toString()}`;

describe('the list', () => {
  const ids = async (values: Record<string, string>) =>
    (await me.get(MentionPage, path('', values))).items.map(({ id }) => id);

  it('folds copies, unless they are wanted', async () => {
    expect(await ids({})).toEqual([lead.id]);
    expect(await ids({ folded: 'false' })).toEqual([copy.id, lead.id]);
    expect(await ids({ q: 'is:copy' })).toEqual([copy.id]);
    expect((await me.get(MentionPage, path('', {}))).items[0]?.copies).toBe(1);
  });

  it('knows who asks', async () => {
    expect(await ids({ q: 'is:mine source:town' })).toEqual([lead.id]);
    const other = await api.as('community-manager');
    expect((await other.get(MentionPage, path('', { q: 'is:mine' }))).items).toEqual([]);
  });

  it.each([
    ['stauts:new', 'Write status:new instead'],
    ['source:Twon', 'There is no source'],
    ['x '.repeat(60), '50 is the most'],
    ['x'.repeat(3_000), '2000 is the most'],
  ])('refuses what it does not understand, and says what to write: %.20s', async (q, says) => {
    for (const route of ['', '/count']) {
      const answer = await me.send('GET', `/api/v1${path(route, { q })}`);
      expect(answer.status).toBe(400);
      expect(answer.text).toContain(says);
    }
    expect((await me.send('GET', `/api/v1${path('', { zone: 'Mars/Base' })}`)).status).toBe(400);
  });
});

it('matches are counted as they are listed', async () => {
  const count = (values: Record<string, string>) => me.get(MentionCount, path('/count', values));
  expect(await count({ q: 'late' })).toEqual({ count: 1, atLeast: false });
  expect(await count({ q: 'late', folded: 'false' })).toEqual({ count: 2, atLeast: false });
  expect(await count({ status: 'done' })).toEqual({ count: 0, atLeast: false });
});

it('a search is explained: its parts, its faults, and what could be written', async () => {
  const explain = (values: Record<string, string>) =>
    me.get(QueryExplanation, path('/query', values));
  const good = await explain({ q: 'late  -source:"town talk"', at: '4' });
  expect(good).toMatchObject({
    q: 'late -source:"Town talk"',
    parts: [{ says: 'has "late"' }, { says: 'source is not Town talk', not: true }],
    faults: [],
  });
  expect(good.fields.find(({ name }) => name === 'is')?.values.map(({ value }) => value)).toContain(
    'overdue',
  );
  const bad = await explain({ q: 'source:tow,nowhere', at: '10' });
  expect(bad.faults).toMatchObject([{ kind: 'unknown-value', typed: 'nowhere' }]);
  expect(bad.completions).toMatchObject([{ text: '"Town talk"', start: 7, end: 10 }]);
  expect((await explain({})).parts).toEqual([]);
});
