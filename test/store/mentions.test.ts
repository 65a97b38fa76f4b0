import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Item } from '../../src/domain/mention.js';
import { hear } from '../../src/pipeline/ingest.js';
import { MentionEntity } from '../../src/store/entities/mention.entity.js';
import { RevisionEntity } from '../../src/store/entities/revision.entity.js';
import { MentionsStore, type Saved } from '../../src/store/mentions.store.js';
import { addMonitor, addSource, Dice, makeItem } from '../support/makers.js';
import { openDatabase } from '../support/database.js';

const { database } = await openDatabase();
const mentions = new MentionsStore(database);
const monitor = await addMonitor(database);
const FETCHED = new Date('2026-03-02T08:00:00.000Z');

let origin: { id: string; place: string; ownedByMonitorId: string };
beforeEach(async () => {
  const { id } = await addSource(database);
  origin = { id, place: `feed:${id}.example`, ownedByMonitorId: monitor.id };
});

const save = (items: readonly Item[], fetchedAt = FETCHED, from = origin): Promise<Saved> =>
  database.transaction((transaction) =>
    mentions.saveHeard(transaction, from, hear(items, from, [monitor]), fetchedAt),
  );
const stored = (): Promise<MentionEntity[]> =>
  database
    .getRepository(MentionEntity)
    .find({ where: { sourceId: origin.id }, order: { id: 'ASC' } });
const revisions = (mentionId: string): Promise<RevisionEntity[]> =>
  database.getRepository(RevisionEntity).find({ where: { mentionId }, order: { id: 'ASC' } });
const authors = (): Promise<{ handle: string; name: string | null }[]> =>
  database.query('SELECT handle, name FROM author WHERE place = $1 ORDER BY id', [origin.place]);
const triaged = (): Promise<unknown> =>
  database.query(`UPDATE mention SET stage = 'triaged', stage_since = now() WHERE source_id = $1`, [
    origin.id,
  ]);

describe('a post heard for the first time', () => {
  it('is stored with all that the place said', async () => {
    const item = makeItem({
      rating: 4.7,
      tags: ['a "b"', '{c}'],
      parentId: 'p',
      language: 'en',
      updatedAt: '2026-03-01T11:00:00.000Z',
    });
    expect(await save([item])).toEqual({
      fresh: [expect.stringMatching(/^\d+$/)],
      created: 1,
      edited: 0,
    });
    expect(await stored()).toMatchObject([
      {
        externalId: 'post-1',
        monitorIds: [monitor.id],
        matchedBecause: ['has "apex"'],
        url: item.url,
        title: item.title,
        text: item.text,
        rating: 4.7,
        tags: ['a "b"', '{c}'],
        parentExternalId: 'p',
        language: 'en',
        publishedAt: new Date('2026-03-01T10:00:00Z'),
        updatedAt: new Date('2026-03-01T11:00:00Z'),
        fetchedAt: FETCHED,
        occurredAt: new Date('2026-03-01T10:00:00Z'),
        actionableAt: null,
        stage: 'new',
        status: 'new',
        complaint: null,
        taskId: null,
        version: 1,
      },
    ]);
    expect(await authors()).toEqual([{ handle: 'ann', name: 'Ann' }]);
  });

  it.each([
    ['when it was posted', '2026-03-01T10:00:00.000Z', '2026-03-01T10:00:00.000Z'],
    ['when it was fetched, if the place does not say', null, FETCHED.toISOString()],
    [
      'when it was fetched, if it says it comes from the future',
      '2099-01-01T00:00:00.000Z',
      FETCHED.toISOString(),
    ],
  ])('has its place in time %s', async (_case, publishedAt, occurredAt) => {
    await save([makeItem({ publishedAt })]);
    const [mention] = await stored();
    expect(mention?.occurredAt.toISOString()).toBe(occurredAt);
    expect(mention?.publishedAt?.toISOString() ?? null).toBe(publishedAt);
  });

  it('belongs to one author per handle of its place', async () => {
    const by = (externalId: string, author: Item['author']): Item =>
      makeItem({ externalId, author });
    await save([
      by('1', { name: 'Ann', handle: 'ann', url: null }),
      by('2', { name: 'Ann B.', handle: 'ann', url: null }),
      by('3', { name: 'Ann', handle: null, url: null }),
      by('4', null),
      by('5', { name: null, handle: null, url: 'https://forum.example/u/5' }),
    ]);
    const ids = (await stored()).map(({ authorId }) => authorId);
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
    expect(ids.slice(3)).toEqual([null, null]);
    expect((await authors()).map(({ handle }) => handle).sort()).toEqual(['Ann', 'ann']);

    const elsewhere = { ...origin, place: 'feed:other.example' };
    await save([by('6', { name: 'Ann', handle: 'ann', url: null })], FETCHED, elsewhere);
    expect((await stored()).at(-1)?.authorId).not.toBe(ids[0]);
  });
});

describe('a post heard again', () => {
  it('changes nothing when it is the same', async () => {
    const items = [makeItem(), makeItem({ externalId: 'post-2' })];
    await save(items);
    await triaged();
    const before = await stored();
    expect(await save(items, new Date())).toEqual({ fresh: [], created: 0, edited: 0 });
    // Likes, tags and dates that move are no edit: nobody would read it otherwise.
    expect(await save([makeItem({ tags: ['hot'], publishedAt: null })])).toMatchObject({
      fresh: [],
    });
    expect(await stored()).toEqual(before);
    expect(await revisions(before[0]?.id ?? '')).toEqual([]);
  });

  it.each<[string, Partial<Item>]>([
    ['text', { text: 'Other words about Apex.' }],
    ['title', { title: 'Another title' }],
    ['title that is gone', { title: null }],
    ['rating', { rating: 1 }],
  ])(
    'is read again after an edit of its %s, and what it said before is kept',
    async (_what, edit) => {
      await save([makeItem(), makeItem({ externalId: 'post-2' })]);
      await triaged();
      const [before, other] = await stored();
      const saved = await save(
        [makeItem(edit), makeItem({ externalId: 'post-2' })],
        new Date('2026-03-03T00:00:00Z'),
      );
      expect(saved).toEqual({ fresh: [before?.id], created: 0, edited: 1 });
      const [after, untouched] = await stored();
      expect(after).toMatchObject({
        ...edit,
        id: before?.id,
        stage: 'new',
        fetchedAt: FETCHED,
        occurredAt: before?.occurredAt,
        updatedAt: new Date('2026-03-03T00:00:00Z'),
        authorId: before?.authorId,
      });
      expect(untouched).toEqual(other);
      expect(await revisions(before?.id ?? '')).toMatchObject([
        { title: 'A title', text: 'Some words about Apex.' },
      ]);
    },
  );

  it('keeps every version of a text that is changed back and forth', async () => {
    for (const text of ['apex a', 'apex b', 'apex b', 'apex a']) await save([makeItem({ text })]);
    const [mention] = await stored();
    expect(mention?.text).toBe('apex a');
    expect((await revisions(mention?.id ?? '')).map(({ text }) => text)).toEqual([
      'apex a',
      'apex b',
    ]);
  });

  it('is one when an answer holds it twice: the last of them', async () => {
    const saved = await save([makeItem({ text: 'apex first' }), makeItem({ text: 'apex second' })]);
    expect(saved).toMatchObject({ created: 1 });
    expect((await stored()).map(({ text }) => text)).toEqual(['apex second']);
  });

  it('is another post at another source', async () => {
    await save([makeItem()]);
    const other = { ...origin, id: (await addSource(database)).id };
    expect(await save([makeItem()], FETCHED, other)).toMatchObject({ created: 1 });
  });
});

describe('two processes with the same answer', () => {
  it.each([7, 0])('store each post, author and edit once, with %d authors', async (authorCount) => {
    const answer = (text: string): Item[] =>
      Array.from({ length: 50 }, (_, n) =>
        makeItem({
          externalId: `${n}`,
          text,
          author: authorCount > 0 ? { name: null, handle: `h${n % authorCount}`, url: null } : null,
        }),
      );
    const first = await Promise.all([
      save(answer('apex a')),
      save(answer('apex a')),
      save(answer('apex a')),
    ]);
    expect(first.reduce((sum, { created }) => sum + created, 0)).toBe(50);
    const second = await Promise.all([
      save(answer('apex b')),
      save(answer('apex b')),
      save(answer('apex b')),
    ]);
    expect(second.reduce((sum, { edited }) => sum + edited, 0)).toBe(50);
    const all = await stored();
    expect(all).toHaveLength(50);
    expect(await authors()).toHaveLength(authorCount);
    for (const { id } of all)
      expect((await revisions(id)).map(({ text }) => text)).toEqual(['apex a']);
  });

  it('lock customers before their mentions, as triage does', async () => {
    await save([makeItem()]);
    const [mention] = await stored();
    const edited = await database.transaction(async (other) => {
      await other.query('SELECT FROM author WHERE id = $1 FOR NO KEY UPDATE', [mention?.authorId]);
      const saving = save([makeItem({ text: 'apex, edited' })]);
      await vi.waitFor(async () => {
        const waiting = await other.query<unknown[]>(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        expect(waiting).toHaveLength(1);
      });
      await other.query('SELECT FROM mention WHERE id = $1 FOR UPDATE NOWAIT', [mention?.id]);
      return { saving };
    });
    expect(await edited.saving).toMatchObject({ edited: 1 });
  });

  it('never wait for each other in a circle, also when places share their authors', async () => {
    const dice = new Dice(9);
    const place = 'feed:shared.example';
    const sources = await Promise.all([1, 2, 3, 4].map(() => addSource(database)));
    const handles = Array.from({ length: 400 }, (_, n) => `u${n}`);
    for (let round = 0; round < 5; round++)
      await Promise.all(
        sources.map(({ id }) => {
          const items = dice.shuffled(handles).map((handle, n) =>
            makeItem({
              externalId: `${n}`,
              text: `apex ${round}`,
              author: { name: null, handle: `${round}-${handle}`, url: null },
            }),
          );
          return save(items, FETCHED, { ...origin, id, place });
        }),
      );
    const [{ count }] = await database.query<[{ count: number }]>(
      'SELECT count(*)::int AS count FROM author WHERE place = $1',
      [place],
    );
    expect(count).toBe(2_000);
  });
});

it('stores five thousand posts at once, and nothing the second time', async () => {
  const items = Array.from({ length: 5_000 }, (_, n) =>
    makeItem({
      externalId: String(n),
      text: `apex ${n}`,
      author: { name: null, handle: `h${n % 900}`, url: null },
    }),
  );
  const saved = await save(items);
  expect(saved).toMatchObject({ created: 5_000, edited: 0 });
  expect(new Set(saved.fresh).size).toBe(5_000);
  expect(await authors()).toHaveLength(900);
  expect(await save(items)).toEqual({ fresh: [], created: 0, edited: 0 });
});

describe('what waits in a stage', () => {
  /** All since the same moment, as the posts of one answer are. */
  async function longAgo(ids: readonly string[]): Promise<void> {
    for (const id of ids)
      await database.query(
        `UPDATE mention SET stage_since = '2026-03-01T00:00:00Z' WHERE id = $1`,
        [id],
      );
  }

  beforeEach(() => database.query(`UPDATE mention SET stage = 'triaged'`));

  it('is found when it waited too long, and always in the same order', async () => {
    const { fresh } = await save(
      Array.from({ length: 9 }, (_, n) => makeItem({ externalId: String(n) })),
    );
    expect(await mentions.stuck('new', 60, 100)).toEqual([]);
    await longAgo([...fresh].reverse());
    expect(await mentions.stuck('new', 60, 100)).toEqual(fresh);
    expect(await mentions.stuck('new', 60, 4)).toEqual(fresh.slice(0, 4));
    expect(await mentions.stuck('read', 60, 100)).toEqual([]);
    await database.query(`UPDATE mention SET stage = 'read' WHERE id = $1`, [fresh[2]]);
    expect(await mentions.stuck('read', 60, 100)).toEqual([fresh[2]]);
    expect(await mentions.stuck('new', 60, 100)).toEqual(fresh.filter((_, n) => n !== 2));
  });

  it('is given to the reader only while it is new', async () => {
    const { fresh } = await save([
      makeItem({ language: 'en', rating: 2 }),
      makeItem({ externalId: 'post-2' }),
    ]);
    await database.query(`UPDATE mention SET stage = 'read' WHERE id = $1`, [fresh[1]]);
    expect(await mentions.unread([...fresh, '999999'])).toEqual([
      {
        id: fresh[0],
        title: 'A title',
        text: 'Some words about Apex.',
        language: 'en',
        rating: 2,
        contentHash: expect.any(String),
        brand: { names: ['Apex', 'apex'], competitors: [], home: false },
      },
    ]);
  });

  it('is given with the brand of the first monitor that heard it', async () => {
    const given = { brandNames: ['Zen'], competitors: ['Kon'], ownAccounts: ['zen_care'] };
    const side = await addMonitor(database, { name: 'Our side', ...given });
    const hear = async (first: string[], owner: string | null) => {
      const { fresh } = await save([makeItem({ externalId: `${owner} ${first.join()}` })]);
      await database.query('UPDATE mention SET monitor_ids = $1 WHERE id = $2', [first, fresh[0]]);
      await database.query('UPDATE source SET owned_by_monitor_id = $1', [owner]);
      return (await mentions.unread(fresh))[0]?.brand;
    };
    const brand = { names: ['zen_care', 'Zen'], competitors: ['Kon'] };
    expect(await hear([side.id, monitor.id], side.id)).toEqual({ ...brand, home: true });
    expect(await hear([side.id], monitor.id)).toEqual({ ...brand, home: false });
    expect(await hear([side.id], null)).toEqual({ ...brand, home: false });
    expect(await hear(['999999'], null)).toBeNull();
  });
});
