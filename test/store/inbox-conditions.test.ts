import { beforeAll, describe, expect, it } from 'vitest';
import { seek } from '../../src/store/inbox/filter.js';
import { InboxStore } from '../../src/store/inbox/inbox.store.js';
import {
  setStatement,
  walkStatement,
  type Statement,
} from '../../src/store/inbox/list-statement.js';
import { openDatabase } from '../support/database.js';
import { Records } from '../support/records.js';

const { database } = await openDatabase();
const make = new Records(database);
const store = new InboxStore(database);
const me = await make.user({ name: 'Ann Lee' });
const other = await make.user({ name: 'Bo' });
const HOUR_MS = 3_600_000;
const ago = (hours: number): Date => new Date(Date.now() - hours * HOUR_MS);

/** Names of the mentions that match, both by going along the list and by finding all first. */
async function found(q: string, folded = true): Promise<string[]> {
  const sought = await seek(database, { q }, { userId: me.id });
  const listing = { sort: 'oldest', folded, limit: 200 } as const;
  const run = async ({ sql, params }: Statement): Promise<string[]> =>
    (await database.query<{ title: string }[]>(sql, params)).map(({ title }) => title);
  const [walked, set] = [
    await run(walkStatement(sought, listing, null)),
    await run(setStatement(sought, listing)),
  ];
  expect(set).toEqual(walked);
  return walked;
}

beforeAll(async () => {
  const [monitor, zen] = [
    await make.monitor({ name: 'Apex' }),
    await make.monitor({ name: 'Zen' }),
  ];
  const [town, reddit] = [
    await make.source({ name: 'Town talk' }),
    await make.source({ name: 'Reddit' }),
  ];
  const jane = await make.author({ handle: 'Jane_Doe', name: 'Jane Doe' });
  const jon = await make.author({ handle: 'jon%', name: null });
  const base = { sourceId: town.id, monitorIds: [monitor.id] };
  const first = await make.mention({
    ...base,
    title: 'one',
    text: 'My Straße is broken, it’s no fun 😡',
    authorId: jane.id,
    status: 'new',
    complaint: 'complaint',
    sentiment: 'negative',
    topics: ['late'],
    marks: [
      'leaving:decided',
      'urgency:now',
      'effort:wait',
      'touchpoint:support',
      'want:refund',
      'lang:de',
      'rating:1',
    ],
    want: { kind: 'refund', quote: 'x' },
    rating: 1,
    occurredAt: ago(100),
    dueAt: ago(1),
    taskId: (await make.task({ monitorId: monitor.id })).id,
  });
  await make.mention({
    ...base,
    sourceId: reddit.id,
    monitorIds: [zen.id],
    title: 'two',
    text: '商品が壊れました。返品したい',
    authorId: jon.id,
    status: 'doing',
    complaint: 'unsure',
    sentiment: 'unsure',
    ownerId: me.id,
    claimedBy: me.id,
    claimedUntil: ago(-1),
    ownLabels: ['VIP'],
    marks: ['lang:ja', 'ours'],
    occurredAt: ago(50),
    dueAt: ago(-30),
  });
  const third = await make.mention({
    ...base,
    title: 'three',
    text: 'broken glass and fun spam',
    status: 'new',
    waitingUntil: ago(2),
    complaint: 'other',
    ownerId: other.id,
    goneAt: new Date(),
    url: 'https://forum.example/3',
    marks: ['rating:10'],
    rating: 12,
    occurredAt: ago(20),
  });
  await make.mention({
    ...base,
    title: 'copy',
    copyOf: first.id,
    status: 'dismissed',
    dismissedBecause: 'spam',
    occurredAt: ago(10),
  });
  await database.query('INSERT INTO mention_revision (mention_id, text) VALUES ($1, $2)', [
    third.id,
    'before',
  ]);
  await database.query('INSERT INTO mention_note (mention_id, user_id, text) VALUES ($1, $2, $3)', [
    third.id,
    me.id,
    'look',
  ]);
  await database.query(
    `INSERT INTO correction (mention_id, label, value, user_id, content_hash, drawn) VALUES ($1, 'complaint', '"other"', $2, $3, 'inbox')`,
    [third.id, me.id, third.contentHash],
  );
});

describe('each search finds what it names', () => {
  it.each<[string, string[]]>([
    ['', ['one', 'two', 'three']],
    ['broken', ['one', 'three']],
    ['brok', ['one', 'three']],
    ['broken fun', ['one', 'three']],
    ['"no fun"', ['one']],
    ['"fun no"', []],
    ['strasse', ['one']],
    ['STRAßE', ['one']],
    ['返品', ['two']],
    ['壊返', []],
    ['😡', ['one']],
    ['"fun 😡"', ['one']],
    ['glass OR 返品', ['two', 'three']],
    ['broken -spam', ['one']],
    ['-broken', ['two']],
    ['-broken -返品', []],
    ['glass OR owner:me', ['two', 'three']],
    ['author:jane_doe', ['one']],
    ['author:"jane doe"', ['one']],
    ['author:jo*', ['two']],
    ['author:"jon%"', ['two']],
    ['author:j%', []],
    ['-author:jane_doe', ['two', 'three']],
    ['source:reddit', ['two']],
    ['-source:reddit', ['one', 'three']],
    ['monitor:zen', ['two']],
    ['topic:late', ['one']],
    ['topic:none', ['two', 'three']],
    ['status:new', ['one', 'three']],
    ['owner:me', ['two']],
    ['owner:none', ['one']],
    ['label:vip', ['two']],
    ['complaint:unsure', ['two']],
    ['sentiment:unsure', ['two']],
    ['sentiment:negative', ['one']],
    ['effort:wait', ['one']],
    ['leaving:decided', ['one']],
    ['urgency:now', ['one']],
    ['touchpoint:support', ['one']],
    ['want:refund', ['one']],
    ['lang:ja,de', ['one', 'two']],
    ['rating:1', ['one']],
    ['rating:>9', ['three']],
    ['rating:<=12', ['one', 'three']],
    ['-rating:1', ['two', 'three']],
    ['after:3d', ['two', 'three']],
    ['before:3d', ['one']],
    ['due:overdue', ['one']],
    ['due:2d', ['one', 'two']],
    ['due:none', ['three']],
    ['is:mine', ['two']],
    ['is:unowned', ['one']],
    ['is:overdue', ['one']],
    ['is:returned', ['three']],
    ['is:claimed', ['two']],
    ['is:copy', ['copy']],
    ['is:gone', ['three']],
    ['is:corrected', ['three']],
    ['is:edited', ['three']],
    ['is:ours', ['two']],
    ['is:unsure', ['two']],
    ['is:unfinished', ['one', 'two', 'three']],
    ['-is:unfinished', []],
    ['has:note', ['three']],
    ['has:copies', ['one']],
    ['has:task', ['one']],
    ['has:link', ['three']],
    ['has:want', ['one']],
    ['has:label', ['two']],
    ['-has:author', ['three']],
    ['dismissed:spam is:copy', ['copy']],
  ])('%s', async (q, titles) => {
    expect(await found(q)).toEqual(titles);
  });

  it('beside what is folded, when that is wanted', async () => {
    expect(await found('', false)).toEqual(['one', 'two', 'three', 'copy']);
  });

  it('and counts the same', async () => {
    for (const q of ['broken', 'is:unowned', '-source:reddit', 'is:copy']) {
      const titles = await found(q);
      expect(await store.count({ q, folded: true }, { userId: me.id })).toEqual({
        count: titles.length,
        atLeast: false,
      });
    }
    expect(await store.count({ status: ['new'], folded: true }, { userId: me.id })).toEqual({
      count: 2,
      atLeast: false,
    });
  });

  it('refuses what it does not understand', async () => {
    await expect(
      store.list({ q: 'stauts:new', sort: 'newest', folded: true, limit: 5 }, { userId: me.id }),
    ).rejects.toThrow('no field stauts');
    await expect(
      store.count({ q: 'x', zone: 'Mars/Base', folded: true }, { userId: me.id }),
    ).rejects.toThrow('no time zone');
  });
});

describe('orders', () => {
  it.each([
    ['due', ['one', 'two']],
    ['oldest', ['one', 'two', 'three']],
    ['newest', ['three', 'two', 'one']],
    ['returning', []],
  ] as const)('%s gives each once, page after page', async (sort, titles) => {
    const got: (string | null)[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await store.list({ sort, folded: true, limit: 1, cursor }, { userId: me.id });
      got.push(...page.items.map(({ title }) => title));
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(got).toEqual(titles);
  });
});
