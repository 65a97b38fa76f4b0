import { describe, expect, it } from 'vitest';
import {
  MentionCounts,
  MentionDetail,
  MentionPage,
  Problem,
  type MentionSummary,
  type View,
} from '../../src/api/views.js';
import { startApi } from '../support/api.js';

const api = await startApi();
const { make, database } = api;
const me = await api.as('community-manager');
const monitor = await make.monitor({ name: 'Apex', ownAccounts: ['apex_support'] });
const other = await make.monitor({ name: 'Zen' });
const source = await make.source({ name: 'Town talk' });
const base = { sourceId: source.id, monitorIds: [monitor.id] };

const idsOf = async (query: string): Promise<string[]> =>
  (await me.get(MentionPage, `/mentions?${query}`)).items.map(({ id }) => id);

describe('the inbox', () => {
  it('shows what a row needs, and the whole mention on its own', async () => {
    const author = await make.author({
      handle: 'Jane',
      name: 'Jane Doe',
      url: 'javascript:alert(1)',
    });
    const { id } = await make.mention({
      ...base,
      monitorIds: [other.id, monitor.id],
      matchedBecause: ['has "zen"', 'has "apex"'],
      authorId: author.id,
      url: 'https://forum.example/1',
      title: 'Broken',
      text: 'x'.repeat(300),
      rating: 2,
      complaint: 'complaint',
      topics: ['breakdown'],
      priority: 70,
      reasons: [{ text: 'a complaint (90 % sure)', points: 49 }],
    });
    await make.reading(id);
    const detail = await me.get(MentionDetail, `/mentions/${id}`);
    expect(detail).toMatchObject({
      sourceName: 'Town talk',
      sourceKind: 'feed',
      monitors: [{ name: 'Zen' }, { name: 'Apex' }],
      // No browser may be sent to an address that is no web address.
      author: { name: 'Jane Doe', handle: 'Jane', url: null, ours: false },
      url: 'https://forum.example/1',
      excerpt: 'x'.repeat(280),
      text: 'x'.repeat(300),
      priority: 70,
      corrected: false,
      matchedBecause: [
        { monitor: 'Zen', why: 'has "zen"' },
        { monitor: 'Apex', why: 'has "apex"' },
      ],
      reading: { model: 'test-1', complaint: { label: 'complaint' } },
    });
    const [row] = (await me.get(MentionPage, `/mentions?author=${author.id}`)).items;
    expect(detail).toMatchObject(row as View<typeof MentionSummary>);
  });

  it('knows our own accounts, in any case', async () => {
    const author = await make.author({ handle: 'Apex_Support' });
    const { id } = await make.mention({ ...base, authorId: author.id });
    expect((await me.get(MentionDetail, `/mentions/${id}`)).author?.ours).toBe(true);
  });

  it('holds what was triaged once; the rest is on its way', async () => {
    const before = await me.get(MentionCounts, '/mentions/counts');
    const coming = await make.mention({ ...base, stage: 'new' });
    const edited = await make.mention({ ...base, stage: 'read', actionableAt: new Date() });
    const ids = await idsOf('limit=200');
    expect(ids).not.toContain(coming.id);
    expect(ids).toContain(edited.id);
    const after = await me.get(MentionCounts, '/mentions/counts');
    expect(after.inPipeline).toBe(before.inPipeline + 1);
    expect(after.byStatus.new).toBe(before.byStatus.new + 1);
    expect((await me.get(MentionDetail, `/mentions/${coming.id}`)).priority).toBeNull();
  });
});

describe('filters', () => {
  it('each keep what they name', async () => {
    const place = await make.source();
    const author = await make.author();
    const at = (day: number) => new Date(Date.UTC(2025, 0, day));
    const [one, two, three] = await Promise.all([
      make.mention({
        ...base,
        sourceId: place.id,
        status: 'done',
        complaint: 'complaint',
        sentiment: 'negative',
        topics: ['late', 'breakdown'],
        occurredAt: at(1),
      }),
      make.mention({
        ...base,
        sourceId: place.id,
        status: 'doing',
        complaint: 'unsure',
        sentiment: 'neutral',
        monitorIds: [other.id],
        occurredAt: at(2),
      }),
      make.mention({
        ...base,
        sourceId: place.id,
        status: 'dismissed',
        complaint: 'other',
        authorId: author.id,
        occurredAt: at(3),
      }),
    ]);
    const here = (query: string) => idsOf(`source=${place.id}&sort=newest&${query}`);
    expect(await here('')).toEqual([three.id, two.id, one.id]);
    expect(await here('status=done')).toEqual([one.id]);
    expect(await here('status=done,doing')).toEqual([two.id, one.id]);
    expect(await here('status=done&status=doing')).toEqual([two.id, one.id]);
    expect(await here('complaint=unsure,other')).toEqual([three.id, two.id]);
    expect(await here('sentiment=negative')).toEqual([one.id]);
    expect(await here('topic=breakdown')).toEqual([one.id]);
    expect(await here(`monitor=${other.id}`)).toEqual([two.id]);
    expect(await here(`author=${author.id}`)).toEqual([three.id]);
    expect(await here(`from=${at(2).toISOString()}&to=${at(3).toISOString()}`)).toEqual([two.id]);
  });

  it('finds words in title and text, the last one by its beginning', async () => {
    const place = await make.source();
    const add = (title: string | null, text: string) =>
      make.mention({ ...base, sourceId: place.id, title, text });
    const zen = await add('Zen Xtra', 'The jukebox died; the warranty is o’clock.');
    const dvd = await add(null, 'My AD-2600 eats discs. It\'s a "player" & more');
    const find = (q: string) => idsOf(`source=${place.id}&q=${encodeURIComponent(q)}`);
    expect(await find('jukebox')).toEqual([zen.id]);
    expect(await find('JUKE')).toEqual([zen.id]);
    expect(await find('zen warr')).toEqual([zen.id]);
    expect(await find('warr zen')).toEqual([]);
    expect(await find('ad-2600')).toEqual([dvd.id]);
    expect(await find("it's a play")).toEqual([dvd.id]);
    expect(await find('zen player')).toEqual([]);
    expect(await find('zen !!! ???')).toEqual([zen.id]);
    expect(await find("' | 'qq' & \\ ! ( <->")).toEqual([]);
    expect(await find('   ')).toHaveLength(2);
  });
});

describe('paging', () => {
  it.each(['priority', 'newest'] as const)(
    'by %s gives each row once, in order, while others are put in',
    async (sort) => {
      const place = await make.source();
      const when = (n: number) => new Date(Date.UTC(2025, 5, 1, 0, 0, n % 7));
      const add = (n: number) =>
        make.mention({ ...base, sourceId: place.id, priority: n % 5, publishedAt: when(n) });
      const there = new Set<string>();
      for (let n = 0; n < 40; n++) there.add((await add(n)).id);
      const seen: View<typeof MentionSummary>[] = [];
      let next: string | null = null;
      do {
        const cursor: string = next === null ? '' : `&cursor=${next}`;
        const path = `/mentions?source=${place.id}&sort=${sort}&limit=7${cursor}`;
        const page: View<typeof MentionPage> = await me.get(MentionPage, path);
        seen.push(...page.items);
        next = page.next;
        for (let n = 0; n < 5; n++) await add(n);
      } while (next !== null);
      const ids = seen.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect([...there].filter((id) => !ids.includes(id))).toEqual([]);
      const ranks = seen.map(({ priority, publishedAt }) =>
        sort === 'priority' ? (priority ?? 0) : Date.parse(publishedAt ?? ''),
      );
      expect(ranks).toEqual(ranks.toSorted((a, b) => b - a));
    },
  );

  it('is exact to the microsecond', async () => {
    const place = await make.source();
    for (let n = 0; n < 9; n++) {
      const { id } = await make.mention({ ...base, sourceId: place.id });
      await database.query(
        `UPDATE mention SET occurred_at = '2025-02-03 04:05:06.000001Z'::timestamptz + $2 * interval '1 microsecond' WHERE id = $1`,
        [id, n % 3],
      );
    }
    const seen: string[] = [];
    let cursor = '';
    for (let pages = 0; pages < 9; pages++) {
      const path = `/mentions?source=${place.id}&sort=newest&limit=1${cursor}`;
      const page = await me.get(MentionPage, path);
      seen.push(...page.items.map(({ id }) => id));
      cursor = `&cursor=${page.next}`;
    }
    expect(new Set(seen).size).toBe(9);
  });

  it.each([
    [
      'of another order',
      Buffer.from('{"order":"newest","key":"1","id":"1"}').toString('base64url'),
    ],
    ['that is no JSON', 'x'],
    [
      'with SQL in it',
      Buffer.from(`{"order":"priority","key":"1; DROP TABLE mention","id":"1"}`).toString(
        'base64url',
      ),
    ],
    ['that is huge', 'A'.repeat(5_000)],
  ])('refuses a cursor %s', async (_what, cursor) => {
    const answer = await me.send('GET', `/api/v1/mentions?cursor=${cursor}`);
    expect(answer.status).toBe(400);
    expect(Problem.parse(answer.json).errors).toMatchObject([{ path: 'cursor' }]);
  });
});

describe('changing the status', () => {
  it('is written into the history, and raises the version', async () => {
    const { id, version } = await make.mention(base);
    const body = { status: 'done', version };
    const done = await me.ask(MentionDetail, 'PATCH', `/mentions/${id}`, { body });
    expect(done).toMatchObject({ status: 'done', version: version + 1 });
    expect(done.history).toMatchObject([{ by: me.user.name, what: 'marked it as done' }]);
  });

  it('lets one of two who saw the same win, and tells the other what is so now', async () => {
    const { id, version } = await make.mention(base);
    const you = await api.as('manager');
    const answers = await Promise.all([
      me.send('PATCH', `/api/v1/mentions/${id}`, { body: { status: 'done', version } }),
      you.send('PATCH', `/api/v1/mentions/${id}`, { body: { status: 'dismissed', version } }),
    ]);
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409]);
    const now = await me.get(MentionDetail, `/mentions/${id}`);
    expect(now.version).toBe(version + 1);
    expect(now.history).toHaveLength(1);
    const lost = Problem.parse(answers.find(({ status }) => status === 409)?.json);
    expect(lost.detail).toContain(`it is ${now.status} now`);
    expect(lost.detail).toContain(now.history[0]?.by);
  });

  it('needs a mention, a known status and a version', async () => {
    const patch = (id: string, body: unknown) =>
      me.send('PATCH', `/api/v1/mentions/${id}`, { body });
    expect((await patch('999999', { status: 'done', version: 1 })).status).toBe(404);
    const { id } = await make.mention(base);
    expect((await patch(id, { status: 'gone', version: 1 })).status).toBe(400);
    expect((await patch(id, { status: 'done' })).status).toBe(400);
    expect((await patch(id, { status: 'done', version: 1, text: 'forged' })).status).toBe(400);
  });
});
