import { describe, expect, it } from 'vitest';
import type { PollResult } from '../../../src/connectors/connector.js';
import { feedConnector } from '../../../src/connectors/feed/feed.connector.js';
import { discoverFeeds } from '../../../src/connectors/feed/discovery.js';
import { findFeeds } from '../../../src/connectors/feed/find-feeds.js';
import { fixture } from './feed-fixtures.js';
import { failure, HttpBench } from '../http-bench.js';
import { redirect, reply, type Handler } from '../loopback-server.js';
import { outsideOf } from '../../support/outside.js';

const bench = new HttpBench();
const { signal } = new AbortController();

const atom = (ids: readonly number[], next: string | null): string =>
  '<feed xmlns="http://www.w3.org/2005/Atom"><title>Paged</title>' +
  (next === null ? '' : `<link rel="next" href="${next}"/>`) +
  ids.map((id) => `<entry><id>${id}</id><title>Post ${id}</title></entry>`).join('') +
  '</feed>';

function idsOf(result: PollResult): string[] {
  return result.outcome === 'items' ? result.items.map(({ externalId }) => externalId) : [];
}

describe('poll', () => {
  it('tells nothing new from nothing there, and remembers the validators', async () => {
    const server = await bench.serve((request, response) => {
      const headers = { etag: '"1"', 'cache-control': 'max-age=900' };
      if (request.headers['if-none-match'] === '"1"') response.writeHead(304, headers).end();
      else response.writeHead(200, headers).end(fixture('rss.xml'));
    });
    const params = { url: server.url('/'), allowPrivate: true };
    const ask = { params, cursor: null, ...outsideOf(bench.client()), wanted: () => true, signal };
    const first = await feedConnector.poll({ ...ask, validators: null });
    expect(first).toMatchObject({
      outcome: 'items',
      cursor: { gap: null },
      validators: { etag: '"1"', lastModified: null },
      // The feed itself says an hour, its headers a quarter of one.
      freshForSeconds: 3600,
    });
    const second = await feedConnector.poll({ ...ask, validators: first.validators });
    expect(second).toEqual({
      outcome: 'not-modified',
      freshForSeconds: 900,
      validators: { etag: '"1"', lastModified: null },
      movedTo: null,
    });
  });

  it('follows pages to the known posts, and none to another host', async () => {
    const elsewhere = await bench.serve({ '/': reply(200, {}, atom([1], null)) });
    const pages: Record<string, Handler> = {
      '/feed': reply(200, {}, atom([6, 5], '/feed/2')),
      '/feed/2': reply(200, {}, atom([4, 3], '/feed/3')),
      '/feed/3': reply(200, {}, atom([2, 1], elsewhere.url('/'))),
    };
    const server = await bench.serve((request, response) =>
      pages[request.url ?? '']?.(request, response),
    );
    const ask = {
      params: { url: server.url('/feed'), allowPrivate: true },
      validators: null,
      ...outsideOf(bench.client()),
      wanted: () => true,
      signal,
    };
    const first = await feedConnector.poll({ ...ask, cursor: null });
    expect(idsOf(first)).toEqual(['6', '5', '4', '3', '2', '1']);
    expect(elsewhere.requests).toHaveLength(0);
    const { cursor } = first as { cursor: unknown };

    pages['/feed'] = reply(200, {}, atom([8, 7], '/feed/2'));
    pages['/feed/2'] = reply(200, {}, atom([6, 5], '/feed/3'));
    const stored: unknown = JSON.parse(JSON.stringify(cursor));
    const second = await feedConnector.poll({ ...ask, cursor: stored });
    expect(idsOf(second)).toEqual(['8', '7', '6', '5']);
    expect(server.requests).toHaveLength(5);
  });

  it('passes a pause that a further page asks for on', async () => {
    const server = await bench.serve({
      '/feed': reply(200, {}, atom([2], '/feed/2')),
      '/feed/2': reply(429, { 'retry-after': '600' }),
    });
    const params = { url: server.url('/feed'), allowPrivate: true };
    const ask = {
      params,
      cursor: null,
      validators: null,
      ...outsideOf(bench.client()),
      wanted: () => true,
      signal,
    };
    const result = await feedConnector.poll(ask);
    expect(idsOf(result)).toEqual(['2']);
    expect(result.freshForSeconds).toBeGreaterThan(500);
  });

  it('resolves addresses against where the answer came from', async () => {
    const feed = '<rss><channel><title>T</title><item><link>post/1</link></item></channel></rss>';
    const server = await bench.serve({
      '/feed': redirect('/blog/feed', 301),
      '/blog/feed': reply(200, {}, feed),
    });
    const result = await feedConnector.poll({
      params: { url: server.url('/feed'), allowPrivate: true },
      cursor: null,
      validators: null,
      ...outsideOf(bench.client()),
      wanted: () => true,
      signal,
    });
    expect(idsOf(result)).toEqual([server.url('/blog/post/1')]);
  });
});

describe('finding feeds', () => {
  it('reads what a page names, outside of scripts and comments, each once', () => {
    const html = fixture('sign-in.html').toString();
    expect(discoverFeeds(html, 'https://a.example/sub/page')).toEqual([
      { url: 'https://a.example/feed', title: 'Posts', type: 'application/rss+xml' },
      { url: 'https://cdn.example/f.json', title: null, type: 'application/feed+json' },
    ]);
  });

  it('honours the base of the page, and takes no other scheme', () => {
    const html =
      '<base href="/b/"><LINK REL="home ALTERNATE" TYPE="application/atom+xml" HREF="x?a=1&amp;b=2">' +
      '<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">';
    expect(discoverFeeds(html, 'https://a.example/').map(({ url }) => url)).toEqual([
      'https://a.example/b/x?a=1&b=2',
    ]);
  });

  it('takes no long time over hostile pages', { timeout: 4000 }, () => {
    for (const piece of ['<link ', '<div>', '<link rel="', '<!--', '&amp', '<script>']) {
      expect(discoverFeeds(piece.repeat(150_000), 'https://a.example/')).toEqual([]);
    }
  });

  it('gives the address itself when it is a feed, else those of the page', async () => {
    const server = await bench.serve({
      '/feed': reply(200, { 'content-type': 'application/rss+xml' }, fixture('rss.xml')),
      '/': reply(200, { 'content-type': 'text/html' }, fixture('sign-in.html')),
      '/bare': reply(200, { 'content-type': 'text/html' }, '<html><title>Bare</title></html>'),
    });
    const find = (path: string) =>
      findFeeds(bench.client(), { url: server.url(path), allowPrivate: true }, signal);
    expect(await find('/feed')).toEqual([
      { url: server.url('/feed'), title: 'Kettle Talk & Friends', type: 'application/rss+xml' },
    ]);
    expect((await find('/'))[0]?.url).toBe(server.url('/feed'));
    expect((await failure(find('/bare'))).code).toBe('unreadable');
  });
});
