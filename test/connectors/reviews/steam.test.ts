import { describe, expect, it } from 'vitest';
import { bbcodeToText } from '../../../src/connectors/reviews/bbcode.js';
import { steamConnector } from '../../../src/connectors/reviews/steam.connector.js';
import { HttpBench } from '../http-bench.js';
import { asking, brought } from '../asking.js';
import { made } from './reviews-fixtures.js';

const bench = new HttpBench();
const ASKED =
  'https://api.steampowered.com/IUserReviewsService/GetAppReviews/v1/?input_json=%7B%22appid%22%3A620%7D';

interface Input {
  readonly filter: number;
  readonly cursor: string;
}

const inputOf = (url: string | undefined): Input =>
  JSON.parse(new URL(url ?? '', 'http://any').searchParams.get('input_json') ?? '') as Input;

const reviewOf = (id: number) => ({
  recommendationid: String(id),
  author: { steamid: '1' },
  review: 'kettle',
  timestamp_created: 1_790_000_000,
  voted_up: true,
});

describe('an answer', () => {
  it('is read with ids of 64 bits, a thumb as rating, and plain text', async () => {
    const { items } = await steamConnector.parse({ body: made('reviews/steam.json'), url: ASKED });
    const profile = 'https://steamcommunity.com/profiles/76561198000000001/';
    expect(items[0]).toEqual({
      externalId: '18446744073709551615',
      url: `${profile}recommended/620/`,
      title: null,
      text: 'Kettle Simulator\n\nIt never stops [not a tag].\n\nloud\nhot',
      author: { name: 'teapot71', handle: '76561198000000001', url: profile },
      publishedAt: '2026-09-21T14:13:20.000Z',
      updatedAt: '2026-09-21T15:13:20.000Z',
      rating: 0,
      tags: ['early access', 'received for free'],
      parentId: null,
      language: 'en',
    });
    expect(items[1]).toMatchObject({ externalId: '170000002', rating: 1, language: 'zh' });
  });

  it.each([
    [
      'the old interface',
      { success: 1, query_summary: { num_reviews: 1 }, reviews: [reviewOf(5)] },
    ],
    ['a downloader', { query_summary: { num_reviews: 9 }, reviews: { 5: reviewOf(5) } }],
  ])('is read from %s, too', async (_name, answer) => {
    const body = Buffer.from(JSON.stringify(answer));
    const url = 'https://store.steampowered.com/appreviews/620?json=1';
    const { items } = await steamConnector.parse({ body, url });
    expect(items).toMatchObject([{ externalId: '5' }]);
    expect(items[0]?.url).toContain('/recommended/620/');
  });

  it('is read without a proper address, too', async () => {
    const body = Buffer.from(
      JSON.stringify({ query_summary: { num_reviews: 1 }, reviews: [reviewOf(5)] }),
    );
    const { items } = await steamConnector.parse({ body, url: 'https://place.example/%zz' });
    expect(items).toMatchObject([{ externalId: '5' }]);
  });

  it('without reviews is an empty page', async () => {
    const body = Buffer.from('{"response":{"query_summary":{"num_reviews":0},"cursor":"x"}}');
    expect((await steamConnector.parse({ body })).items).toEqual([]);
  });
});

describe('a poll', () => {
  it('asks for the new reviews and for those changed last, and counts what it was told', async () => {
    const server = await bench.serve((request, response) => {
      const { filter } = inputOf(request.url);
      const reviews = filter === 2 ? [{ ...reviewOf(1), review: 'changed' }] : [reviewOf(9)];
      const query_summary = { num_reviews: 2, total_reviews: 100 };
      response.end(JSON.stringify({ response: { query_summary, reviews, cursor: '*' } }));
    });
    const params = steamConnector.params.parse({ appId: '620' });
    const result = brought(await steamConnector.poll(asking(bench, server, params)));
    expect(result.items).toMatchObject([{ text: 'changed' }, { externalId: '9' }]);
    expect(result.audit).toEqual({ told: 2, seen: 1 });
    expect(server.requests.map(({ url }) => inputOf(url))).toMatchObject([
      { appid: 620, filter: 1, languages: ['all'], purchase_type: 1, cursor: '*' },
      { appid: 620, filter: 2 },
    ]);
  });

  it('keeps the new reviews when the changed ones cannot be had', async () => {
    const server = await bench.serve((request, response) => {
      if (inputOf(request.url).filter === 2) {
        response.writeHead(429, { 'retry-after': '120' }).end();
        return;
      }
      const answer = { query_summary: { num_reviews: 1 }, reviews: [reviewOf(9)], cursor: '*' };
      response.end(JSON.stringify({ response: answer }));
    });
    const params = steamConnector.params.parse({ appId: '620' });
    const result = brought(await steamConnector.poll(asking(bench, server, params)));
    expect(result.items).toHaveLength(1);
    expect(result.freshForSeconds).toBeGreaterThan(100);
  });
});

it.each([
  ['plain', 'plain'],
  ['a [b]b[/b] [i]c[/i]', 'a b c'],
  ['[list]\n[*]one[/*]\n[*]two\n[/list]', 'one\n\ntwo'],
  ['[url=https://kettles.example/a?b=c]link[/url] [spoiler]it[/spoiler]', 'link it'],
  ['array[0] and [sic]', 'array[0] and [sic]'],
  ['['.repeat(50_000), '['.repeat(50_000)],
])('reads %s as the text that a reader sees', (text, expected) => {
  expect(bbcodeToText(text)).toBe(expected);
});

it('knows the addresses of store pages', () => {
  const from = (url: string) => steamConnector.fromAddress?.(new URL(url)) ?? null;
  expect(from('https://store.steampowered.com/app/620/Portal_2/')).toMatchObject({ appId: '620' });
  expect(from('https://steamcommunity.com/app/620/reviews/')).toMatchObject({ appId: '620' });
  expect(from('https://store.steampowered.com/sub/620')).toBeNull();
});
