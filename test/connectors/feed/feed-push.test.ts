import { describe, expect, it } from 'vitest';
import { feedConnector } from '../../../src/connectors/feed/feed.connector.js';
import type { HistoryPage, PollRequest, PollResult } from '../../../src/connectors/connector.js';
import type { FeedParams } from '../../../src/connectors/feed/feed.connector.js';
import { pushOf } from '../../../src/connectors/feed/push.js';
import { HttpBench } from '../http-bench.js';
import { redirect, reply, type LoopbackServer } from '../loopback-server.js';
import { outsideOf } from '../../support/outside.js';

const bench = new HttpBench();

async function poll(
  server: LoopbackServer,
  path: string,
  more: Partial<PollRequest<FeedParams>> = {},
): Promise<Extract<PollResult, { outcome: 'items' }>> {
  const result = await feedConnector.poll({
    params: { url: server.url(path), allowPrivate: true },
    cursor: null,
    validators: null,
    ...outsideOf(bench.client()),
    wanted: () => true,
    signal: new AbortController().signal,
    ...more,
  });
  if (result.outcome !== 'items') throw new Error('it said "not modified"');
  return result;
}

const rss = (ids: readonly number[], head = ''): string =>
  `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>T</title>${head}` +
  ids.map((id) => `<item><guid>${id}</guid><title>Post ${id}</title></item>`).join('') +
  '</channel></rss>';

describe('what a feed offers to push', () => {
  const hub = { hub: 'https://hub.example/', topic: 'https://a.example/feed' };

  it.each([
    [
      'RSS',
      rss(
        [1],
        '<atom:link rel="hub" href="https://hub.example/"/><atom:link rel="self" href="https://a.example/feed"/>',
      ),
    ],
    [
      'Atom',
      '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><link rel="self" href="https://a.example/feed"/>' +
        '<link rel="hub" href="https://hub.example/"/><entry><id>1</id><title>x</title></entry></feed>',
    ],
    [
      'JSON Feed',
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        feed_url: 'https://a.example/feed',
        hubs: [{ type: 'WebSub', url: 'https://hub.example/' }],
        items: [{ id: '1', content_text: 'x' }],
      }),
    ],
  ])('is read from %s', async (_format, body) => {
    const server = await bench.serve({ '/feed': reply(200, {}, body) });
    expect((await poll(server, '/feed')).push).toEqual(hub);
  });

  it('is read from the header first, and is none without a hub', () => {
    const link = '<https://hub.example/>; rel="hub", <https://a.example/feed>; rel=self';
    expect(pushOf(link, {}, 'https://a.example/')).toEqual(hub);
    expect(
      pushOf(
        '</hub>; rel="hub other"',
        { hub: 'https://no.example/', topic: hub.topic },
        'https://a.example/',
      ),
    ).toEqual({ hub: 'https://a.example/hub', topic: hub.topic });
    expect(pushOf('<https://a.example/feed>; rel="self"', {}, 'https://a.example/')).toBeNull();
    expect(pushOf('<'.repeat(50_000), {}, 'https://a.example/')).toBeNull();
  });
});

describe('a feed that moved', () => {
  it.each([
    [301, true],
    [308, true],
    [302, false],
  ])('is told of when it answers %i', async (status, isPermanent) => {
    const server = await bench.serve({
      '/old': redirect('/new', status),
      '/new': reply(200, {}, rss([1])),
    });
    const { movedTo } = await poll(server, '/old');
    expect(movedTo).toBe(isPermanent ? server.url('/new') : null);
  });
});

describe('a window without pages', () => {
  it('is complete as long as it overlaps with the one before', async () => {
    let ids = [3, 2, 1];
    const server = await bench.serve((_request, response) => response.end(rss(ids)));
    const first = await poll(server, '/');
    expect(first).not.toHaveProperty('complete');
    ids = [5, 4, 3];
    const second = await poll(server, '/', { cursor: first.cursor });
    expect(second.complete).toBe(true);
    ids = [9, 8, 7];
    const third = await poll(server, '/', { cursor: second.cursor });
    expect(third.complete).toBe(false);
    ids = [];
    const fourth = await poll(server, '/', { cursor: third.cursor });
    expect(fourth).not.toHaveProperty('complete');
  });
});

describe('a WordPress feed', () => {
  const generator = '<generator>https://wordpress.org/?v=6.1.9</generator>';
  /** Two posts on a page, newest first; past its end it answers 404. */
  const site = (posts: () => number) =>
    bench.serve((request, response) => {
      const page = Number(new URL(request.url ?? '', 'http://any').searchParams.get('paged') ?? 1);
      const newest = posts() - 2 * (page - 1);
      if (newest <= 0) response.writeHead(404).end();
      else
        response.end(
          rss(
            [newest, newest - 1].filter((id) => id > 0),
            generator,
          ),
        );
    });
  const ids = ({ items }: { items: readonly { externalId: string }[] }): string[] =>
    items.map(({ externalId }) => externalId);

  it('is read on to the known posts by pages that it does not name', async () => {
    let newest = 2;
    const server = await site(() => newest);
    const first = await poll(server, '/feed');
    expect(ids(first)).toEqual(['2', '1']);
    expect(server.requests).toHaveLength(1);
    newest = 7;
    const second = await poll(server, '/feed', { cursor: first.cursor });
    expect(ids(second)).toEqual(['7', '6', '5', '4', '3', '2']);
    expect(second.complete).toBe(true);
  });

  it('gives its past, and comes to its end', async () => {
    const server = await site(() => 5);
    const { history } = feedConnector;
    if (history === undefined) throw new Error('feeds have no past');
    const seen: string[] = [];
    let position: string | null = null;
    do {
      const page: HistoryPage = await history({
        params: { url: server.url('/feed'), allowPrivate: true },
        position,
        ...outsideOf(bench.client()),
        signal: new AbortController().signal,
      });
      seen.push(...ids(page));
      position = page.next;
    } while (position !== null);
    expect(seen).toEqual(['5', '4', '3', '2', '1']);
  });

  it('that knows no pages is not asked for ever', async () => {
    let newest = 2;
    const server = await bench.serve((_request, response) =>
      response.end(rss([newest, newest - 1], generator)),
    );
    const first = await poll(server, '/feed');
    newest = 9;
    const second = await poll(server, '/feed', { cursor: first.cursor });
    expect(ids(second)).toEqual(['9', '8']);
    expect(server.requests).toHaveLength(3);
  });
});
