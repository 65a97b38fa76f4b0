import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Parser from 'rss-parser';
import { describe, expect, it } from 'vitest';
import { loadPlaces } from '../../src/demo/place.js';
import type { Replay } from '../../src/demo/replay.js';
import { CORNER, placesDir, replay, SHIPPED } from './replay-server.js';

interface Entry {
  readonly id: string;
  readonly text: string;
}
interface JsonFeed {
  readonly items: readonly { readonly id: string; readonly content_text: string }[];
}

/** All posts of a feed, by following its pages as RFC 5005 has it. */
async function readWhole(url: string): Promise<Entry[]> {
  const answer = await fetch(url);
  if (!answer.ok) return [];
  const body = await answer.text();
  if (answer.headers.get('content-type')?.includes('json')) {
    const { items } = JSON.parse(body) as JsonFeed;
    return items.map(({ id, content_text: text }) => ({ id, text }));
  }
  const { items } = await new Parser<object, { 'rdf:about'?: string; id?: string }>().parseString(
    body,
  );
  const entries = items.map((item) => {
    const html = (item.content ?? '').replaceAll('</p><p>', '\n\n');
    const text = html.replace(/<[^>]*>/g, '');
    return { id: item.id ?? item.guid ?? item['rdf:about'] ?? '', text };
  });
  const next = /<link rel="next" href="([^"]+)"/.exec(body)?.[1];
  return next ? [...entries, ...(await readWhole(next))] : entries;
}

async function readAll({ places }: Replay): Promise<Map<string, string>> {
  const entries = await Promise.all(places.map(({ url }) => readWhole(url)));
  return new Map(entries.flat().map(({ id, text }) => [id, text]));
}

const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

describe('the recorded places', () => {
  it('give every post they promise, in each phase, by real feeds', async () => {
    const shipped = await replay({});
    const met = new Map<string, string>();
    const counts: number[] = [];
    for (let phase = 0; phase < shipped.phases; phase += 1) {
      shipped.advanceTo(phase);
      for (const [id, text] of await readAll(shipped)) met.set(id, unescaped(text));
      const promised = shipped
        .metBy(phase)
        .map(({ externalId, text }) => [externalId, text] as const);
      expect(met).toEqual(new Map(promised));
      expect(shipped.expectedPosts(phase)).toBe(met.size);
      counts.push(met.size);
    }
    expect(counts).toEqual([...counts].sort((one, other) => one - other));
    const all = loadPlaces(SHIPPED).flatMap(({ posts }) => posts);
    expect(met.size).toBe(all.length);
  });

  it('end in the same state whichever phases were played before', async () => {
    const [stepwise, atOnce] = [await replay({}), await replay({})];
    for (const phase of [0, 1, 0, 2]) stepwise.advanceTo(phase);
    atOnce.advanceTo(2);
    expect(await readAll(stepwise)).toEqual(await readAll(atOnce));
  });

  it('never push a post out of a window, and let only posts of the first phase vanish', () => {
    for (const { slug, posts, window, busyUntil = -Infinity } of loadPlaces(SHIPPED)) {
      expect([slug, posts.length <= window]).toEqual([slug, true]);
      const vanishing = posts.filter(({ vanishesAt }) => vanishesAt !== undefined);
      for (const { at } of vanishing) expect(Math.max(at, busyUntil)).toBeLessThanOrEqual(-240);
    }
  });

  it('let posts come, be edited and vanish while one watches', () => {
    const posts = loadPlaces(SHIPPED).flatMap((place) => place.posts);
    expect(posts.filter(({ at }) => at > -240).length).toBeGreaterThan(40);
    expect(posts.filter(({ edits }) => edits).length).toBeGreaterThan(3);
    expect(posts.filter(({ vanishesAt }) => vanishesAt).length).toBeGreaterThan(1);
  });

  it('fail in the three ways a place can', async () => {
    const shipped = await replay({});
    const status = async (slug: string) => {
      const answer = await fetch(`${shipped.url}/${slug}/feed`);
      return [answer.status, answer.headers.get('retry-after')];
    };
    expect(await status('dvd-circle')).toEqual([404, null]);
    expect(await status('hi-fi-club')).toEqual([403, null]);
    expect(await status('town-talk')).toEqual([429, '1']);
    shipped.advanceTo(1);
    expect(await status('town-talk')).toEqual([200, null]);
    expect(await status('dvd-circle')).toEqual([404, null]);
  });

  it('name the monitor whose own page one of them is', async () => {
    const { places, url } = await replay({});
    expect(places.filter(({ ownedBy }) => ownedBy)).toEqual([
      {
        slug: 'apex-customer-reviews',
        name: 'Apex customer reviews',
        kind: 'feed',
        url: `${url}/apex-customer-reviews/feed`,
        ownedBy: 'Apex',
      },
    ]);
  });

  it('stay small enough to ship', () => {
    const sizes = readdirSync(SHIPPED).map((name) => statSync(join(SHIPPED, name)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(600_000);
  });
});

describe('a place with faults', () => {
  it('is refused with all of them', async () => {
    const [first] = CORNER.posts;
    const posts = [
      first,
      { ...first, re: 'nobody', vanishesAt: -9001 },
      { ...first, id: 'x', made: undefined },
    ];
    const start = replay({ placesDir: placesDir({ ...CORNER, posts }) });
    await expect(start).rejects.toThrow(
      /post old: its id is taken\npost old: it answers nobody.*\npost old: its times do not ascend\npost x: it does not say/,
    );
  });

  it('is refused when a field is not what it must be', async () => {
    const wrong = placesDir({ ...CORNER, window: 0 });
    await expect(replay({ placesDir: wrong })).rejects.toThrow(/corner\.json:[^]*window/);
  });
});
