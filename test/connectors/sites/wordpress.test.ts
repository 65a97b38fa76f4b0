import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PollResult, Recheck } from '../../../src/connectors/connector.js';
import {
  wordpressConnector,
  type WordPressParams,
} from '../../../src/connectors/sites/wordpress.connector.js';
import { outsideOf } from '../../support/outside.js';
import { failure, HttpBench } from '../http-bench.js';
import { reply } from '../loopback-server.js';
import { WordPressSite, type SitePost } from './wordpress-site.js';

const bench = new HttpBench();
const { signal } = new AbortController();
const made = (name: string): Buffer => readFileSync(`test/fixtures/sites/${name}`);
const at = (minute: number): string => new Date(Date.UTC(2026, 2, 1, 10, minute)).toISOString();
const post = (id: number, text = `Text ${id}`): SitePost => ({ id, at: at(id), text });
const posts = (...ids: number[]): SitePost[] => ids.map((id) => post(id));

async function asking(site: WordPressSite, what: WordPressParams['what'] = 'comments') {
  const server = await bench.serve(site.answer);
  const params = { url: server.url('/'), what, allowPrivate: true };
  return { server, ask: { params, ...outsideOf(bench.client()), signal } };
}

type Ask = Awaited<ReturnType<typeof asking>>['ask'];
type Brought = Extract<PollResult, { outcome: 'items' }>;
async function poll(ask: Ask, cursor: unknown = null): Promise<Brought> {
  const stored: unknown = JSON.parse(JSON.stringify(cursor));
  const request = { ...ask, cursor: stored, validators: null, wanted: () => true };
  return (await wordpressConnector.poll(request)) as Brought;
}
const lookUp: Recheck<WordPressParams>['look'] = (request) =>
  wordpressConnector.recheck?.look(request) ?? Promise.reject(new Error('it cannot'));
const idsOf = ({ items }: { items: readonly { externalId: string }[] }): string[] =>
  items.map(({ externalId }) => externalId);

describe('an answer of the REST interface', () => {
  it('is read into whole comments', async () => {
    const { items } = await wordpressConnector.parse({ body: made('wordpress-comments.json') });
    expect(items[0]).toEqual({
      externalId: '7',
      url: 'https://blog.example/kettle/#comment-7',
      title: null,
      text: 'The lid leaks 😡 & nobody answers.\nSecond line',
      author: { name: 'Jo & Sam', handle: null, url: 'https://jo.example/' },
      publishedAt: '2026-03-01T10:00:00.000Z',
      updatedAt: null,
      rating: null,
      tags: [],
      parentId: 'post-3',
      language: null,
    });
    expect(items[1]).toMatchObject({
      parentId: '7',
      author: { name: 'Acme Care', handle: '2', url: null },
    });
  });

  it('is read into whole posts, which have another id beside comments', async () => {
    const body = made('wordpress-posts.json');
    const { items } = await wordpressConnector.parse({ body });
    expect(items).toEqual([
      {
        externalId: '7',
        url: 'https://blog.example/kettle/',
        title: 'Kettles & lids',
        text: 'All about lids.',
        author: { name: 'Ann Lee', handle: 'ann', url: 'https://blog.example/author/ann/' },
        publishedAt: '2026-03-01T09:00:00.000Z',
        updatedAt: '2026-03-02T09:00:00.000Z',
        rating: null,
        tags: ['Kitchen', 'lids'],
        parentId: null,
        language: null,
      },
    ]);
    const params = { url: 'https://blog.example/', what: 'both' };
    expect(idsOf(await wordpressConnector.parse({ body, params }))).toEqual(['post-7']);
  });

  it('may hold nothing', async () => {
    expect((await wordpressConnector.parse({ body: Buffer.from('[]') })).items).toEqual([]);
  });
});

describe('polling a site', () => {
  it('goes on from the newest known, with a day of overlap, and counts against its total', async () => {
    const site = new WordPressSite({ perPage: 2, route: 'path' });
    site.comments = posts(1, 2, 3);
    const { ask } = await asking(site);
    const first = await poll(ask);
    expect(idsOf(first)).toEqual(['3', '2']);
    expect(first).toMatchObject({ audit: null });
    expect(first).not.toHaveProperty('complete');
    site.comments.push(...posts(4, 5, 6));
    const second = await poll(ask, first.cursor);
    expect(idsOf(second)).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(second).toMatchObject({ complete: true, audit: { told: 6, seen: 6 } });
    site.comments.push({ ...post(7), at: at(7 + 25 * 60) });
    const third = await poll(ask, second.cursor);
    const fourth = await poll(ask, third.cursor);
    expect(idsOf(fourth)).toEqual(['7']);
  });

  it('goes on in the next poll where one does not suffice, and misses nothing', async () => {
    const site = new WordPressSite({ perPage: 2, route: 'path' });
    site.comments = posts(1);
    const { ask } = await asking(site);
    let result = await poll(ask);
    site.comments.push(...posts(...Array.from({ length: 24 }, (_, n) => n + 2)));
    const seen = new Set<string>();
    const completes: (boolean | undefined)[] = [];
    for (let polls = 0; polls < 3; polls++) {
      result = await poll(ask, result.cursor);
      for (const id of idsOf(result)) seen.add(id);
      completes.push(result.complete);
    }
    expect(completes).toEqual([false, false, true]);
    expect(seen.size).toBe(25);
    expect(result.cursor).toMatchObject({ comments: { newest: at(25), unfinished: null } });
  });

  it('finds the interface behind the front page, and remembers it', async () => {
    const site = new WordPressSite({ perPage: 2, route: 'query' });
    site.comments = posts(1);
    const { ask, server } = await asking(site);
    const first = await poll(ask);
    expect(idsOf(first)).toEqual(['1']);
    expect(server.requests).toHaveLength(2);
    await poll(ask, first.cursor);
    expect(server.requests).toHaveLength(3);
  });

  it('reads posts and comments side by side', async () => {
    const site = new WordPressSite();
    site.comments = posts(1, 2);
    site.posts = posts(1);
    const { ask } = await asking(site, 'both');
    const first = await poll(ask);
    expect(idsOf(first)).toEqual(['2', '1', 'post-1']);
    expect(idsOf(await poll(ask, first.cursor))).toEqual(['1', '2', 'post-1']);
  });

  it('advises to read the feeds where the interface is for members only', async () => {
    const { ask } = await asking(new WordPressSite({ perPage: 2, route: 'members' }));
    const error = await failure(poll(ask));
    expect(error.code).toBe('blocked');
    expect(error.message).toContain('/comments/feed/');
  });

  it('says so where there is no WordPress', async () => {
    const server = await bench.serve({ '/': reply(404) });
    const params = { url: server.url('/'), what: 'comments' as const, allowPrivate: true };
    const error = await failure(poll({ params, ...outsideOf(bench.client()), signal }));
    expect(error).toMatchObject({ code: 'not-found' });
  });
});

describe('looking up again', () => {
  const known = (...ids: string[]) =>
    ids.map((externalId) => ({ externalId, url: null, parentId: null }));

  it('shows what was edited, and takes for missing what the site says is not there', async () => {
    const site = new WordPressSite();
    site.comments = [post(1), post(2, 'edited')];
    site.posts = posts(3);
    const { ask, server } = await asking(site, 'both');
    const looked = await lookUp({
      ...ask,
      posts: known('1', '2', '5', 'post-3', 'post-1', 'odd'),
    });
    expect(
      [...looked].map(([id, told]) => [id, typeof told === 'string' ? told : told.text]),
    ).toEqual([
      ['1', 'Text 1'],
      ['2', 'edited'],
      ['5', 'missing'],
      ['post-3', 'Text 3'],
      ['post-1', 'missing'],
    ]);
    for (const { headers } of server.requests) expect(headers).not.toHaveProperty('if-none-match');
  });

  it.each([
    ['says 403 of one', 403, '{"code":"rest_other"}'],
    ['has trouble', 500, ''],
    ['shows a page instead', 404, '<html>'],
  ])('takes nothing for missing when the site %s', async (_case, status, body) => {
    const server = await bench.serve((request, response) => {
      if (request.url?.includes('include') === true) response.end('[]');
      else response.writeHead(status).end(body);
    });
    const params = { url: server.url('/'), what: 'comments' as const, allowPrivate: true };
    const look = lookUp({
      params,
      ...outsideOf(bench.client()),
      signal,
      posts: known('1'),
    });
    const told = await look.catch((error: Error) => new Map([['1', error.name]]));
    expect(told.get('1')).not.toBe('missing');
  });

  it('does not trust a cache that answers other posts', async () => {
    const site = new WordPressSite();
    site.comments = posts(8, 9);
    const server = await bench.serve((request, response) => {
      request.url = (request.url ?? '').replace(/include=[^&]*/, '');
      site.answer(request, response);
    });
    const params = { url: server.url('/'), what: 'comments' as const, allowPrivate: true };
    const look = lookUp({
      params,
      ...outsideOf(bench.client()),
      signal,
      posts: known('1'),
    });
    expect((await failure(look)).code).toBe('unreadable');
  });
});

it('is known by the address of its interface, wherever it is installed', () => {
  const { fromAddress, locate } = wordpressConnector;
  const found = fromAddress?.(new URL('https://a.example/blog/wp-json/wp/v2/posts?x=1')) ?? null;
  expect(found).toEqual({ url: 'https://a.example/blog/', what: 'posts' });
  expect(found && locate(found)).toMatchObject({ host: 'a.example', name: 'a.example/blog' });
  expect(fromAddress?.(new URL('https://a.example/blog/'))).toBeNull();
  expect(locate({ url: 'https://a.example', what: 'posts' }).locator).toBe(
    locate({ url: 'https://a.example/?x#y', what: 'posts' }).locator,
  );
});
