import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nextMidnight } from '../../../src/connectors/sites/youtube-asking.js';
import { youtubeConnector } from '../../../src/connectors/sites/youtube.connector.js';
import { failure, HttpBench } from '../http-bench.js';
import { reply, type Handler } from '../loopback-server.js';
import { asking, brought, known } from '../asking.js';

const bench = new HttpBench();
const made = (name: string): Buffer => readFileSync(`test/fixtures/sites/${name}`);
const KEY = { EARSHOT_YOUTUBE_KEY: 'key1' };
const CHANNEL = 'UCkettlekettlekettle0001';
const params = (given: object) => youtubeConnector.params.parse(given);

const refusal = (reason: string): string =>
  JSON.stringify({ error: { code: 403, message: 'no', errors: [{ reason }] } });

const comment = (id: string, parentId?: string): object => ({
  id,
  snippet: { parentId, textDisplay: id, publishedAt: '2026-10-01T08:00:00Z' },
});

const thread = (id: string, totalReplyCount = 0): object => ({
  id,
  snippet: { videoId: 'kettleVid01', totalReplyCount, topLevelComment: comment(id) },
});

const threads = (items: readonly object[], nextPageToken?: string): string =>
  JSON.stringify({ kind: 'youtube#commentThreadListResponse', items, nextPageToken });

const comments = (items: readonly object[]): string =>
  JSON.stringify({ kind: 'youtube#commentListResponse', items });

const FEED: Handler = (_request, response) => void response.end(made('youtube-feed.xml'));

/** YouTube that answers the interface as told, and the feed with one video. */
function youtube(answers: Readonly<Record<string, (asked: URLSearchParams) => string | Handler>>) {
  return bench.serve((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://any');
    if (pathname === '/feeds/videos.xml') return FEED(request, response);
    const answer = answers[pathname.replace('/youtube/v3/', '')]?.(searchParams) ?? reply(404);
    if (typeof answer === 'string') response.end(answer);
    else answer(request, response);
  });
}

const idsOf = (result: Parameters<typeof brought>[0]): string[] =>
  brought(result).items.map(({ externalId }) => externalId);

describe('an answer', () => {
  it('of the feed is read with the description of the video and its channel', async () => {
    const { place, items } = await youtubeConnector.parse({ body: made('youtube-feed.xml') });
    expect(place.title).toBe('Acme Kettles');
    expect(items).toEqual([
      {
        externalId: 'yt:video:kettleVid01',
        url: 'https://www.youtube.com/watch?v=kettleVid01',
        title: 'How to descale & clean',
        text: 'Vinegar will do.\nMore at https://kettles.example/',
        author: {
          name: 'Acme Kettles',
          handle: CHANNEL,
          url: `https://www.youtube.com/channel/${CHANNEL}`,
        },
        publishedAt: '2026-10-01T08:00:00.000Z',
        updatedAt: '2026-10-02T09:00:00.000Z',
        rating: null,
        tags: [],
        parentId: null,
        language: null,
      },
    ]);
  });

  it('of comment threads is read with their replies', async () => {
    const { items } = await youtubeConnector.parse({ body: made('youtube-threads.json') });
    expect(items).toEqual([
      {
        externalId: 'UgThread2',
        url: 'https://www.youtube.com/watch?v=kettleVid01&lc=UgThread2',
        title: null,
        text: 'It boils & boils.\nHelp!',
        author: {
          name: '@jo-doe',
          handle: 'UCauthor0000000000000001',
          url: 'https://www.youtube.com/channel/UCauthor0000000000000001',
        },
        publishedAt: '2026-10-03T08:00:00.000Z',
        updatedAt: '2026-10-03T09:00:00.000Z',
        rating: null,
        tags: [],
        parentId: 'yt:video:kettleVid01',
        language: null,
      },
      expect.objectContaining({ externalId: 'UgThread2.r1', parentId: 'UgThread2' }),
      expect.objectContaining({ externalId: 'UgThread1', text: 'Nice' }),
    ]);
  });
});

describe('with a key', () => {
  it('the videos of a channel and all comments under them are read, each from its allowance', async () => {
    const server = await youtube({
      commentThreads: () => threads([thread('T2'), thread('T1')]),
      search: () => JSON.stringify({ kind: 'youtube#searchListResponse', items: [] }),
    });
    const request = asking(bench, server, params({ channel: CHANNEL, search: 'acme kettle' }), KEY);
    const result = brought(await youtubeConnector.poll(request));
    expect(idsOf(result)).toEqual(['yt:video:kettleVid01', 'T2', 'T1']);
    expect(result).toMatchObject({ complete: true, place: { title: 'Acme Kettles' } });
    expect([...request.budget.used]).toEqual([
      ['youtube.search', 1],
      ['youtube.units', 1],
    ]);
    const asked = server.requests.find(({ url }) => url?.includes('commentThreads') === true);
    expect(asked?.url).toContain(`allThreadsRelatedToChannelId=${CHANNEL}`);
    expect(asked?.url).toContain('order=time');
    expect(asked?.url).not.toContain('key1');
    expect(asked?.headers['x-goog-api-key']).toBe('key1');
  });

  it('replies are read again when a thread has more of them, however old it is', async () => {
    let old = 1;
    const server = await youtube({
      commentThreads: (asked) => {
        if (asked.has('id')) return threads([thread('T1', old)]);
        // A busy video: the old thread has left the first page.
        return old === 1 ? threads([thread('T1', 1)]) : threads([thread('T3'), thread('T2')]);
      },
      comments: (asked) => {
        const parent = asked.get('parentId') ?? '';
        return comments(Array.from({ length: old }, (_, i) => comment(`${parent}.${i}`, parent)));
      },
    });
    const request = asking(bench, server, params({ videos: ['kettleVid01'] }), KEY);
    const first = brought(await youtubeConnector.poll(request));
    expect(idsOf(first)).toEqual(['T1', 'T1.0']);
    expect(first.items[1]).toMatchObject({
      url: 'https://www.youtube.com/watch?v=kettleVid01&lc=T1.0',
      parentId: 'T1',
    });
    old = 3;
    const second = brought(await youtubeConnector.poll({ ...request, cursor: first.cursor }));
    expect(idsOf(second)).toEqual(['T3', 'T2', 'T1.0', 'T1.1', 'T1.2']);
    const third = await youtubeConnector.poll({ ...request, cursor: second.cursor });
    expect(idsOf(third)).toEqual(['T3', 'T2']);
  });

  it('a video without comments or that is gone takes nothing from the others', async () => {
    const server = await youtube({
      commentThreads: (asked) => {
        if (asked.get('videoId') === 'kettleVid01')
          return reply(403, {}, refusal('commentsDisabled'));
        if (asked.get('videoId') === 'kettleVid02') return reply(404, {}, refusal('videoNotFound'));
        return threads([thread('T1')]);
      },
    });
    const videos = ['kettleVid01', 'kettleVid02', 'kettleVid03'];
    const result = await youtubeConnector.poll(asking(bench, server, params({ videos }), KEY));
    expect(idsOf(result)).toEqual(['T1']);
    expect(brought(result).complete).toBe(true);
  });

  it('what was read stays when the quota ends, and the rest waits for the next day', async () => {
    const server = await youtube({
      commentThreads: () => reply(403, {}, refusal('quotaExceeded')),
    });
    const request = asking(bench, server, params({ channel: CHANNEL }), KEY);
    const result = brought(await youtubeConnector.poll(request));
    expect(idsOf(result)).toEqual(['yt:video:kettleVid01']);
    expect(result.complete).toBe(false);
    const pause = (nextMidnight(new Date()).getTime() - Date.now()) / 1000;
    expect(Math.abs((result.freshForSeconds ?? 0) - pause)).toBeLessThan(30);
    const alone = asking(bench, server, params({ videos: ['kettleVid01'] }), KEY);
    expect((await failure(youtubeConnector.poll(alone))).code).toBe('rate-limited');
  });

  it('what was read stays when our own budget ends', async () => {
    const server = await youtube({ commentThreads: () => threads([]) });
    const request = asking(bench, server, params({ channel: CHANNEL }), KEY);
    request.budget.used.set('youtube.units', 10_000);
    const result = brought(await youtubeConnector.poll(request));
    expect(result).toMatchObject({ complete: false, items: [{ title: 'How to descale & clean' }] });
    expect(result.freshForSeconds).toBeGreaterThan(3000);
    const alone = { ...request, params: params({ videos: ['kettleVid01'] }) };
    await expect(youtubeConnector.poll(alone)).rejects.toThrow(/allowance youtube.units/);
  });

  it('a key that is refused is told as such', async () => {
    const server = await youtube({
      commentThreads: () => reply(400, {}, refusal('keyInvalid')),
    });
    const request = asking(bench, server, params({ videos: ['kettleVid01'] }), KEY);
    const error = await failure(youtubeConnector.poll(request));
    expect(error).toMatchObject({ code: 'blocked' });
    expect(error.message).toContain('EARSHOT_YOUTUBE_KEY');
  });

  it('videos and comments are looked up by id; one that is not there is missing', async () => {
    const video = {
      id: 'kettleVid01',
      snippet: {
        title: 'T',
        description: '',
        channelId: CHANNEL,
        publishedAt: '2026-10-01T08:00:00Z',
      },
    };
    const server = await youtube({
      videos: () => JSON.stringify({ kind: 'youtube#videoListResponse', items: [video] }),
      comments: (asked) => comments(asked.get('id') === 'T1,T2' ? [comment('T2')] : []),
    });
    const url = 'https://www.youtube.com/watch?v=kettleVid01&lc=T2';
    const told = await youtubeConnector.recheck?.look({
      ...asking(bench, server, params({ channel: CHANNEL }), KEY),
      posts: [
        known('yt:video:kettleVid01'),
        known('yt:video:gone1234567'),
        known('T1'),
        known('T2', url),
      ],
    });
    expect([...(told ?? [])]).toMatchObject([
      ['yt:video:kettleVid01', { title: 'T' }],
      ['yt:video:gone1234567', 'missing'],
      ['T1', 'missing'],
      ['T2', { externalId: 'T2', url }],
    ]);
  });
});

describe('without a key', () => {
  it('comments of single videos cannot be had, and it says how', async () => {
    const server = await youtube({});
    const request = asking(bench, server, params({ videos: ['kettleVid01'] }));
    const error = await failure(youtubeConnector.poll(request));
    expect(error.code).toBe('no-access');
    expect(error.message).toContain('EARSHOT_YOUTUBE_KEY');
  });

  it('the id of a channel is found on the page of its handle, once', async () => {
    const page = `<link rel="canonical" href="https://www.youtube.com/channel/${CHANNEL}">`;
    const server = await bench.serve({
      '/@AcmeKettles': reply(200, {}, page),
      '/feeds/videos.xml': FEED,
    });
    const request = asking(bench, server, params({ channel: '@AcmeKettles' }));
    const first = brought(await youtubeConnector.poll(request));
    expect(idsOf(first)).toEqual(['yt:video:kettleVid01']);
    await youtubeConnector.poll({ ...request, cursor: first.cursor });
    const pages = server.requests.filter(({ url }) => url === '/@AcmeKettles');
    expect(pages).toHaveLength(1);
    expect(server.requests.at(-1)?.url).toBe(`/feeds/videos.xml?channel_id=${CHANNEL}`);
  });
});

it.each([
  ['2026-07-01T06:59:59Z', '2026-07-01T07:00:00.000Z'],
  ['2026-07-01T07:00:00Z', '2026-07-02T07:00:00.000Z'],
  ['2026-12-01T00:00:00Z', '2026-12-01T08:00:00.000Z'],
])('at %s the day of the quota ends at %s', (now, end) => {
  expect(nextMidnight(new Date(now)).toISOString()).toBe(end);
});

it.each([
  [`https://www.youtube.com/channel/${CHANNEL}/videos`, { channel: CHANNEL }],
  ['https://m.youtube.com/@AcmeKettles', { channel: '@AcmeKettles' }],
  [`https://www.youtube.com/feeds/videos.xml?channel_id=${CHANNEL}`, { channel: CHANNEL }],
  ['https://www.youtube.com/watch?v=kettleVid01&t=3', { videos: ['kettleVid01'] }],
  ['https://youtu.be/kettleVid01', { videos: ['kettleVid01'] }],
  ['https://www.youtube.com/shorts/kettleVid01', { videos: ['kettleVid01'] }],
  ['https://www.youtube.com/about', null],
  ['https://kettles.example/watch?v=kettleVid01', null],
])('%s leads to %j', (url, expected) => {
  const found = youtubeConnector.fromAddress?.(new URL(url)) ?? null;
  expect(found).toEqual(expected === null ? null : { ...expected, comments: true });
});
