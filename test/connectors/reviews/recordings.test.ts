import { describe, expect, it } from 'vitest';
import { connectorFor } from '../../../src/connectors/index.js';
import type { Item } from '../../../src/domain/mention.js';
import { recorded } from './reviews-fixtures.js';

const STEAM_PROFILE = 'https://steamcommunity.com/profiles/76561198084373744/';

/** Kind, file, how many posts it holds, and what its first one must be. */
const RECORDINGS: readonly (readonly [string, string, number, Partial<Item>])[] = [
  ['app-store', 'appstore/100000000_gb_1.json', 0, {}],
  [
    'app-store',
    'appstore/1510826067_gb_1.json',
    4,
    {
      externalId: '6504352127',
      url: 'https://itunes.apple.com/gb/review?id=1510826067&type=Purple%20Software',
      title: 'Amazing photos integration',
      author: {
        name: 'immeallme',
        handle: '21079568',
        url: 'https://itunes.apple.com/gb/reviews/id21079568',
      },
      publishedAt: null,
      rating: 5,
      tags: ['version 1.1.0'],
    },
  ],
  ['app-store', 'appstore/1510826067_gb_2.json', 0, {}],
  ['app-store', 'appstore/497799835_fr_1.json', 50, { externalId: '6918761820', rating: 4 }],
  ['app-store', 'appstore/empty_page.json', 0, {}],
  ['app-store', 'appstore/invalid_entry_author_uri.json', 2, { externalId: '6108405527' }],
  ['app-store', 'appstore/invalid_rating.json', 1, { externalId: '6091772301', rating: null }],
  ['steam', 'steam/getappreviews-empty-rewrapped.json', 0, {}],
  [
    'steam',
    'steam/getappreviews-rewrapped.json',
    8,
    {
      externalId: '37978345',
      url: `${STEAM_PROFILE}recommended/`,
      author: { name: null, handle: '76561198084373744', url: STEAM_PROFILE },
      publishedAt: '2017-12-01T15:00:35.000Z',
      updatedAt: '2017-12-01T15:02:39.000Z',
      rating: 1,
      language: 'zh',
    },
  ],
  ['steam', 'steam/reviews-438320.json', 12, { externalId: '35983451' }],
  ['steam', 'steam/reviews-595140.json', 23, { externalId: '35255076', language: 'en' }],
  ['steam', 'steam/reviews-608110.json', 0, {}],
  [
    'trustpilot',
    'trustpilot/widget-feed-2013.json',
    10,
    {
      externalId: '3943492',
      url: 'http://www.trustpilot.co.uk/review/demoshop.com#3943492',
      title: 'Testing testing',
      text: 'Testing like a boss!!!!',
      publishedAt: '2013-03-07T14:58:36.000Z',
      rating: 5,
      language: 'da',
    },
  ],
  [
    'review-page',
    'review-pages/justapinch_1.html',
    2,
    { author: { name: 'Kitchen Crew', handle: null, url: null }, rating: 5, language: 'en' },
  ],
  // Marked up twice each.
  [
    'review-page',
    'review-pages/recept.html',
    5,
    {
      text: 'Jag tycker att dessa chokladbollar blev väldigt smakliga!😁😎💩',
      publishedAt: '2024-01-26T00:00:00.000Z',
    },
  ],
  ['review-page', 'review-pages/null_ld_mock.html', 1, { title: null, author: null }],
  [
    'youtube',
    'youtube/channel-feed-1.xml',
    15,
    {
      externalId: 'yt:video:5shykyfmb28',
      url: 'http://www.youtube.com/watch?v=5shykyfmb28',
      title: 'The Google app: Questions Title',
      author: {
        name: 'Google',
        handle: 'UCK8sQmJBp8GCxrOtXWBpyEA',
        url: 'http://www.youtube.com/channel/UCK8sQmJBp8GCxrOtXWBpyEA',
      },
      publishedAt: '2015-05-04T00:01:27.000Z',
      updatedAt: '2015-05-13T17:38:30.000Z',
    },
  ],
  [
    'youtube',
    'youtube/comment_threads_by_video_paged_1.json',
    5,
    {
      externalId: 'UgyZ1jqkHKYvi1-ruOZ4AaABAg',
      url: 'https://www.youtube.com/watch?v=F1UP7wRCPH8&lc=UgyZ1jqkHKYvi1-ruOZ4AaABAg',
      text: 'Google.com',
      parentId: 'yt:video:F1UP7wRCPH8',
      publishedAt: '2019-11-26T15:51:44.000Z',
    },
  ],
  ['youtube', 'youtube/comment_threads_by_video_paged_2.json', 5, {}],
  [
    'youtube',
    'youtube/comment_threads_with_search.json',
    1,
    { text: 'Hello', url: 'https://www.youtube.com/channel/UC_x5XG1OV2P6uZZ5FSM9Ttw' },
  ],
  [
    'youtube',
    'youtube/comments_by_parent_paged_1.json',
    2,
    { text: 'this is the third reply!', parentId: 'Ugw5zYU6n9pmIgAZWvN4AaABAg', url: null },
  ],
  ['youtube', 'youtube/comments_by_parent_paged_2.json', 1, {}],
  [
    'youtube',
    'youtube/search_by_keywords_p1.json',
    10,
    {
      externalId: 'yt:video:gQ_1zX-F_No',
      title: 'SURFING HAWAII’S BEST WAVE WITH MY GIRLFRIEND (PIPELINE)',
    },
  ],
  [
    'dev',
    'devto/articles.json',
    1,
    {
      externalId: '1544',
      title: 'The Line of Beauty172',
      author: {
        name: 'Ira "Tanna" \\:/ West',
        handle: 'username382',
        url: 'https://dev.to/username382',
      },
      tags: ['discuss'],
    },
  ],
];

/** Real answers that hold no posts, and must be told as such. */
const NO_POSTS = [
  ['app-store', 'appstore/555731861_us_11.json'],
  ['review-page', 'review-pages/JSONLD_with_control_characters.html'],
  ['review-page', 'review-pages/LocalBusiness.002.html'],
  ['review-page', 'review-pages/kookjij_1.html'],
  ['review-page', 'review-pages/product.html'],
  ['review-page', 'review-pages/product_microdata.html'],
] as const;

function notRun(file: string): void {
  it('is not on this machine: not run', () => {
    process.stderr.write(`NOT RUN: ${file} is not on this machine.\n`);
    expect(recorded(file)).toBeNull();
  });
}

describe.each(RECORDINGS)('%s: the recorded %s', (kind, file, count, first) => {
  const body = recorded(file);
  if (body === null) return notRun(file);

  it('is read into whole posts', async () => {
    const { items } = await connectorFor(kind).parse({ body });
    expect(items).toHaveLength(count);
    expect(items.slice(0, 1)).toMatchObject(count === 0 ? [] : [first]);
    expect(new Set(items.map(({ externalId }) => externalId)).size).toBe(count);
    for (const item of items) {
      expect(`${item.title ?? ''}${item.text}`.trim()).not.toBe('');
      expect(item.text).not.toMatch(/<\/?(?:p|br|div|a)\b|&(?:amp|quot|#\d+);|\[\/?(?:b|h1)\]/);
    }
  });
});

describe.each(NO_POSTS)('%s: the recorded %s, which holds no posts', (kind, file) => {
  const body = recorded(file);
  if (body === null) return notRun(file);

  it('is unreadable, never empty', async () => {
    await expect(connectorFor(kind).parse({ body })).rejects.toMatchObject({ code: 'unreadable' });
  });
});
