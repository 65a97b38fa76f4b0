import { describe, expect, it } from 'vitest';
import { NotFound, RateLimited, Rejected } from '../../../src/connectors/errors.js';
import { distinct } from '../../../src/connectors/feed/identity.js';
import { readCursor, walkPages, type Page } from '../../../src/connectors/paging.js';
import type { Item } from '../../../src/domain/mention.js';

const item = (externalId: string, more: Partial<Item> = {}): Item => ({
  externalId,
  url: null,
  title: null,
  text: '',
  author: null,
  publishedAt: null,
  updatedAt: null,
  rating: null,
  tags: [],
  parentId: null,
  language: null,
  ...more,
});

/** A place with posts 1..newest on pages of ten, newest first. */
class PagedPlace {
  readonly asked: string[] = [];
  newest = 0;
  down: Error | null = null;

  page = (url: string): Promise<Page> => {
    this.asked.push(url);
    if (this.down !== null) return Promise.reject(this.down);
    const number = Number(url);
    const top = this.newest - number * 10;
    const ids = Array.from({ length: 10 }, (_, i) => top - i).filter((id) => id > 0);
    return Promise.resolve({
      items: ids.map((id) => item(`${id}`)),
      next: top > 10 ? `${number + 1}` : null,
    });
  };

  async poll(cursor: unknown, isModified = true) {
    this.asked.length = 0;
    const first = isModified ? await this.page('0') : null;
    const walk = await walkPages(first, readCursor(cursor), this.page);
    return { ...walk, ids: walk.items.map(({ externalId }) => Number(externalId)) };
  }
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: from - to + 1 }, (_, i) => from - i);

describe('walkPages', () => {
  it('reads five pages at first, and leaves it at that', async () => {
    const place = new PagedPlace();
    place.newest = 100;
    const first = await place.poll(null);
    expect(first.ids).toEqual(range(100, 51));
    const second = await place.poll(first.cursor);
    expect(second.ids).toEqual(range(100, 91));
    expect(place.asked).toEqual(['0']);
  });

  it('reads on to the posts known from last time', async () => {
    const place = new PagedPlace();
    place.newest = 100;
    const { cursor } = await place.poll(null);
    place.newest = 125;
    expect((await place.poll(cursor)).ids).toEqual(range(125, 96));
  });

  it('closes a long gap over several polls, losing nothing', async () => {
    const place = new PagedPlace();
    place.newest = 100;
    let { cursor } = await place.poll(null);
    const heard = new Set<number>();
    place.newest = 230;
    for (let polls = 0; polls < 4; polls++) {
      const walk = await place.poll(cursor, polls !== 1);
      for (const id of walk.ids) heard.add(id);
      expect(place.asked.length).toBeLessThanOrEqual(6);
      cursor = walk.cursor;
      place.newest += 3;
    }
    expect(range(230, 101).filter((id) => !heard.has(id))).toEqual([]);
    expect(cursor?.gap).toBeNull();
  });

  it('is not stopped by posts that stay on top', async () => {
    const place = new PagedPlace();
    place.newest = 30;
    const pinned = item('pinned');
    const pageOf = async (url: string): Promise<Page> => {
      const page = await place.page(url);
      return url === '0' ? { ...page, items: [pinned, ...page.items] } : page;
    };
    const first = await walkPages(await pageOf('0'), null, pageOf);
    place.newest = 45;
    const second = await walkPages(await pageOf('0'), first.cursor, pageOf);
    expect(second.items.map(({ externalId }) => externalId)).toContain('31');
  });

  it('keeps what it has when a further page fails, and goes on there', async () => {
    const place = new PagedPlace();
    place.newest = 50;
    const { cursor } = await place.poll(null);
    place.newest = 85;
    const first = await place.page('0');
    place.down = new RateLimited('wait');
    const cut = await walkPages(first, cursor, place.page);
    expect(cut).toMatchObject({ failure: place.down, cursor: { gap: { next: '1' } } });
    place.down = null;
    const rest = await place.poll(cut.cursor, false);
    expect(rest.ids).toEqual(range(75, 46));
    expect(rest.cursor?.gap).toBeNull();
  });

  it('still knows where it was after a page that was empty by mistake', async () => {
    const place = new PagedPlace();
    place.newest = 100;
    const { cursor } = await place.poll(null);
    const empty = await walkPages({ items: [], next: null }, cursor, place.page);
    expect(empty.cursor).toEqual(cursor);
    place.newest = 102;
    expect((await place.poll(empty.cursor)).ids).toEqual(range(102, 93));
  });

  it('gives the rest of a gap up when its position is not taken any more, and says so', async () => {
    const place = new PagedPlace();
    place.newest = 50;
    const { cursor } = await place.poll(null);
    place.newest = 150;
    const cut = await place.poll(cursor);
    expect(cut).toMatchObject({ isLost: false, cursor: { gap: { next: '5' } } });
    place.down = new Rejected('no such token');
    const late = await walkPages(null, cut.cursor, place.page);
    expect(late).toMatchObject({ isLost: true, failure: place.down, cursor: { gap: null } });
  });

  it('takes "not found" behind the last page for the end', async () => {
    const place = new PagedPlace();
    place.newest = 50;
    const { cursor } = await place.poll(null);
    place.newest = 90;
    const first = await place.page('0');
    place.down = new NotFound('no such page');
    const walk = await walkPages(first, cursor, place.page);
    expect(walk).toMatchObject({ failure: null, cursor: { gap: null } });
  });

  it('ends at a page that leads back, and lets other errors through', async () => {
    const circle = (): Promise<Page> => Promise.resolve({ items: [item('x')], next: '1' });
    const walk = await walkPages({ items: [item('y')], next: '1' }, null, circle);
    expect(walk.items).toHaveLength(2);
    const broken = (): Promise<Page> => Promise.reject(new Error('a fault of ours'));
    await expect(walkPages({ items: [], next: '1' }, null, broken)).rejects.toThrow(
      'fault of ours',
    );
  });

  it('forgets a cursor that it does not understand', () => {
    expect(readCursor({ page: 3 })).toBeNull();
    expect(readCursor('x')).toBeNull();
  });
});

describe('distinct', () => {
  it('keeps posts that share an id apart, the same way each time', () => {
    const posts = [
      item('dup', { title: 'A' }),
      item('dup', { title: 'B' }),
      item('dup', { title: 'B' }),
    ];
    const ids = distinct(posts).map(({ externalId }) => externalId);
    expect(ids).toEqual(['dup', expect.stringMatching(/^dup#/)]);
    expect(distinct(posts).map(({ externalId }) => externalId)).toEqual(ids);
  });

  it('takes the latest of several versions', () => {
    const version = (updatedAt: string, text: string): Item =>
      item('1', { url: 'https://a.example/1', updatedAt, text });
    const [only, ...others] = distinct([
      version('2024-01-01', 'old'),
      version('2024-01-02', 'new'),
    ]);
    expect(only?.text).toBe('new');
    expect(others).toEqual([]);
  });
});
