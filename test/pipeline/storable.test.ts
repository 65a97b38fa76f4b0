import { beforeEach, describe, expect, it } from 'vitest';
import type { Item } from '../../src/domain/mention.js';
import { hear } from '../../src/pipeline/ingest.js';
import { storable } from '../../src/pipeline/storable.js';
import { MentionEntity } from '../../src/store/entities/mention.entity.js';
import { MentionsStore, type Saved } from '../../src/store/mentions.store.js';
import { addMonitor, addSource, Dice, makeItem } from '../support/makers.js';
import { openDatabase } from '../support/database.js';

const of = <Part extends keyof Item>(part: Part, value: Item[Part]): Item[Part] =>
  storable(makeItem({ [part]: value }))[part];
const author = (
  name: string | null,
  handle: string | null,
  url: string | null = null,
): Item['author'] => of('author', { name, handle, url });

/** Text that no compression makes small. */
function noise(length: number, seed = 1): string {
  const dice = new Dice(seed);
  return Array.from({ length }, () => String.fromCharCode(33 + dice.below(90))).join('');
}

describe('a post made storable', () => {
  it('is the same when it is an ordinary one', () => {
    const item = makeItem({
      text: 'Ünïcödé 😀\n\n  and spaces  ',
      author: { name: 'Ann 😀', handle: 'ann', url: 'https://forum.example/u/ann' },
      updatedAt: '2026-03-01T10:00:00.000Z',
      rating: 4.7,
      tags: ['a', 'b'],
      parentId: 'tag:forum.example,2026:1',
      language: 'en',
    });
    expect(storable(item)).toEqual(item);
    const bare = makeItem({ url: null, title: null, text: '', author: null, publishedAt: null });
    expect(storable(bare)).toEqual(bare);
  });

  it('holds no sign that PostgreSQL cannot keep', () => {
    const bad = '\u0000a\ud800';
    const { externalId, title, text, tags, parentId } = storable(
      makeItem({ externalId: bad, title: bad, text: bad, tags: [bad], parentId: bad }),
    );
    expect([externalId, title, text, ...tags, parentId]).toEqual(Array(5).fill('a\ufffd'));
    expect(author(bad, bad)).toEqual({ name: 'a\ufffd', handle: 'a\ufffd', url: null });
  });

  it('has ids that fit an index and are still different', () => {
    const long = 'x'.repeat(10_000);
    const [one, other] = [of('externalId', `${long}1`), of('externalId', `${long}2`)];
    expect([one.length, other.length]).toEqual([400, 400]);
    expect(one).not.toBe(other);
    expect(of('externalId', `${long}1`)).toBe(one);
    expect(of('parentId', `${long}1`)).toBe(one);
    expect(of('externalId', 'y'.repeat(400))).toBe('y'.repeat(400));
  });

  it('has authors that fit an index and are still different', () => {
    const name = 'n'.repeat(1_000_000);
    const [one, other] = [author(`${name}1`, null), author(`${name}2`, null)];
    expect(one?.name).toHaveLength(200);
    expect(one).not.toEqual(other);
    expect(author(null, `${name}1`)?.handle).toBe(one?.name);
    expect(author('', '\u0000')).toBeNull();
    expect(author(null, null, 'https://forum.example/u/1')).toBeNull();
  });

  it('has a title, a text and tags of bearable length, cut between letters', () => {
    expect(of('title', 't'.repeat(2_000))).toBe(`${'t'.repeat(999)}…`);
    expect(of('text', '😀'.repeat(30_000))).toBe(`${'😀'.repeat(24_999)}…`);
    expect(of('text', 'é'.repeat(50_000))).toBe('é'.repeat(50_000));
    const tags = of(
      'tags',
      Array.from({ length: 10_000 }, (_, n) => `${n}${'t'.repeat(200)}`),
    );
    expect(tags).toHaveLength(50);
    expect(tags.every((tag) => tag.length === 100)).toBe(true);
    expect(of('tags', ['', 'a', '\u0000'])).toEqual(['a']);
    expect(of('title', '\u0000')).toBeNull();
  });

  it.each([
    ['a script', 'javascript:alert(1)'],
    ['data', 'data:text/html,x'],
    ['a relative address', '/post/1'],
    ['one without an end', `https://forum.example/${'a'.repeat(3_000)}`],
  ])('has no address that is %s', (_case, url) => {
    expect(of('url', url)).toBeNull();
    expect(author('Ann', null, url)?.url).toBeNull();
  });

  it.each([
    ['+275760-09-13T00:00:00.000Z', null],
    ['-271821-04-20T00:00:00.000Z', null],
    ['0000-01-01T00:00:00Z', null],
    ['1969-12-31T23:59:59.999Z', null],
    ['1970-01-01T00:00:00.000Z', '1970-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
    ['2026-03-01T12:00:00+02:00', '2026-03-01T10:00:00.000Z'],
    ['infinity', null],
    ['yesterday', null],
    ['', null],
  ])('at %s has the time %s', (given, kept) => {
    expect(of('publishedAt', given)).toBe(kept);
    expect(of('updatedAt', given)).toBe(kept);
  });

  it.each([
    [0, 0],
    [-1.5, -1.5],
    [3.3e38, 3.3e38],
    [1e300, null],
    [-Infinity, null],
    [Number.NaN, null],
    [1e-300, null],
  ])('with the rating %d has the rating %d', (given, kept) => {
    expect(of('rating', given)).toBe(kept);
  });

  it('stays what it is when it is made so again', () => {
    const dice = new Dice(8);
    const texts = [
      '',
      '\u0000',
      '\ud83d',
      '😀',
      'a',
      noise(60_000),
      'https://a.example/',
      '2026',
      '+9',
    ];
    const any = (): string =>
      Array.from({ length: dice.below(4) }, () => dice.pick(texts)).join('');
    for (let round = 0; round < 300; round++) {
      const once = storable({
        externalId: any(),
        url: any(),
        title: any(),
        text: any(),
        publishedAt: any(),
        updatedAt: any(),
        author: { name: any(), handle: any(), url: any() },
        rating: dice.pick([1e39, 0.1, Number.NaN]),
        tags: [any(), any()],
        parentId: any(),
        language: any(),
      });
      expect(storable(once)).toEqual(once);
    }
  });
});

describe('the database', async () => {
  const { database } = await openDatabase();
  const mentions = new MentionsStore(database);
  const monitor = await addMonitor(database);
  let origin: { id: string; place: string; ownedByMonitorId: string };
  beforeEach(async () => {
    origin = {
      id: (await addSource(database)).id,
      place: 'feed:forum.example',
      ownedByMonitorId: monitor.id,
    };
  });
  const save = (items: readonly Item[]): Promise<Saved> =>
    database.transaction((transaction) =>
      mentions.saveHeard(transaction, origin, hear(items, origin, [monitor]), new Date()),
    );
  const many = (count: number, word: (n: number) => string): string =>
    Array.from({ length: count }, (_, n) => word(n)).join(' ');

  const hostile: [string, Partial<Item>][] = [
    ['an id of 10 kB', { externalId: noise(10_000) }],
    [
      'an author of 1 MB',
      { author: { name: noise(1_000_000), handle: noise(1_000_000, 2), url: noise(1_000_000) } },
    ],
    [
      'an author of 1 MB of wide signs',
      {
        author: {
          name: noise(1_000_000).replaceAll(/./g, (sign) =>
            String.fromCharCode(0x4e00 + sign.charCodeAt(0) * 97),
          ),
          handle: null,
          url: null,
        },
      },
    ],
    ['ten thousand tags', { tags: Array.from({ length: 10_000 }, (_, n) => `tag ${n}`) }],
    [
      'the year 275760',
      { publishedAt: '+275760-09-13T00:00:00.000Z', updatedAt: '-271821-04-20T00:00:00.000Z' },
    ],
    ['an immense rating', { rating: Number.MAX_VALUE }],
    ['a tiny rating', { rating: Number.MIN_VALUE }],
    [
      'U+0000 everywhere',
      {
        externalId: 'a\u0000',
        title: '\u0000',
        text: '\u0000',
        url: 'https://a\u0000',
        parentId: '\u0000',
        language: '\u0000',
        author: { name: '\u0000', handle: 'a\u0000', url: '\u0000' },
        tags: ['\u0000'],
      },
    ],
    ['halves of surrogates', { externalId: '\udc00', text: '\ud800\ud800', tags: ['\udfff'] }],
    ['a title and a text of 5 MB', { title: noise(5_000_000), text: noise(5_000_000, 3) }],
    [
      'more different words than a search index takes',
      { text: many(500_000, (n) => n.toString(36)) },
    ],
    [
      'different wide words',
      { text: many(500_000, (n) => String.fromCodePoint(0x20000 + (n % 42_000))) },
    ],
    [
      'words joined by hyphens',
      { text: many(200_000, (n) => `${n.toString(36)}-${n}-${n.toString(7)}`) },
    ],
    ['addresses', { text: many(200_000, (n) => `http://a${n}.example/${n}/${n}?q=${n}`) }],
    ['one word without an end', { text: 'ж'.repeat(5_000_000) }],
    [
      'all signs of SQL',
      { text: `'; DROP TABLE mention; -- $1 {"a"} \\x00 \\u0000`, tags: ['{}', '"', '\\'] },
    ],
  ];

  it.each(hostile)(
    'takes %s, knows it again, and takes the post beside it',
    async (_case, given) => {
      const items = [makeItem({ externalId: 'beside' }), makeItem(given)];
      expect(await save(items)).toMatchObject({ created: 2, edited: 0 });
      expect(await save(items)).toEqual({ fresh: [], created: 0, edited: 0 });
      const stored = await database.getRepository(MentionEntity).findBy({ sourceId: origin.id });
      expect(stored).toHaveLength(2);
    },
  );
});
