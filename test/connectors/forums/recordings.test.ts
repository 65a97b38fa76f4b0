import { describe, expect, it } from 'vitest';
import type { Item } from '../../../src/domain/mention.js';
import { connectorFor } from '../../../src/connectors/index.js';
import { recorded } from './forums-fixtures.js';

interface Recording {
  readonly url?: string;
  readonly items: number;
  readonly gone?: readonly string[];
}

const ALGOLIA = 'https://hn.algolia.com/api/v1/search?query=tim+cook&tags=story&page=1';
const FORUM = 'https://forum.example';
const LEMMY = 'https://lemmy.world/api/v3';
const STACK = 'https://api.stackexchange.com/2.2/questions?site=stackoverflow';

/** What each recorded reply holds. */
const RECORDINGS: Readonly<Record<string, Readonly<Record<string, Recording>>>> = {
  'hacker-news': {
    'hackernews/algolia-search-story-a.json': { url: ALGOLIA, items: 13 },
    'hackernews/firebase-item-21278790.json': { items: 1 },
    'hackernews/firebase-item-21299546.json': { items: 1 },
    'hackernews/firebase-item-21500569.json': { items: 1 },
    'hackernews/firebase-item-21500985.json': { items: 1 },
    'hackernews/firebase-item-21501055.json': { items: 0, gone: ['21501055'] },
    'hackernews/firebase-item-8863.json': { items: 1 },
  },
  reddit: {
    'reddit/comment-deleted-1.json': { items: 0, gone: ['t1_d7ltvl0'] },
    'reddit/comment-deleted-2.json': { items: 1 },
    'reddit/comment-info-2022-1.json': { items: 1 },
    'reddit/comments-poll-1.json': { items: 16 },
    'reddit/comments-poll-2.json': { items: 0 },
    'reddit/comments-poll-3.json': { items: 17 },
    'reddit/reddit-atom.xml': { url: 'https://www.reddit.com/r/homelab/new/.rss', items: 6 },
    'reddit/reddit-rss2-old.rss': { url: 'https://www.reddit.com/.rss', items: 8 },
    'reddit/search-r-all.json': { items: 6 },
    'reddit/submission-2025.json': { items: 1 },
    'reddit/submission-deleted.json': { items: 3, gone: ['t3_4b1tfm', 't1_d1616q2'] },
    'reddit/submission-edited-1.json': { items: 1 },
    'reddit/submission-edited-2.json': { items: 4, gone: ['t1_d1616q2'] },
    'reddit/submission-edited-2022-1.json': { items: 3 },
    'reddit/submission-edited-2022-2.json': { items: 3 },
    'reddit/subreddit-new.json': { items: 25 },
  },
  discourse: {
    'discourse/posts_latest.json': { url: `${FORUM}/posts.json`, items: 4 },
    'discourse/posts_before.json': { url: `${FORUM}/posts.json?before=14`, items: 3 },
    'discourse/post.json': { url: `${FORUM}/posts/11.json`, items: 1 },
    'discourse/topic.json': { url: `${FORUM}/t/57.json`, items: 4 },
    'discourse/latest.json': { url: `${FORUM}/latest.json`, items: 3 },
  },
  'stack-exchange': {
    'stackexchange/questions-by-votes-2018.json': { url: STACK, items: 10 },
    'stackexchange/questions-unanswered-2016-a.json': { url: STACK, items: 18 },
  },
  lemmy: {
    'lemmy/post-list-0.19.json': { url: `${LEMMY}/post/list?type_=All&sort=New`, items: 1 },
    'lemmy/comment-list-made.json': { url: `${LEMMY}/comment/list?sort=New`, items: 3 },
  },
  github: { 'github/search-issues.json': { items: 2 } },
  lobsters: { 'lobsters/hottest-2019.json': { items: 1 } },
};

/** GitHub's recording holds question and answer; of it, the answer. */
function bodyOf(name: string, bytes: Buffer): Buffer {
  if (!name.startsWith('github/')) return bytes;
  const [exchange] = JSON.parse(bytes.toString('utf8')) as { response: unknown }[];
  return Buffer.from(JSON.stringify(exchange?.response));
}

async function read(kind: string, name: string, bytes: Buffer, url?: string) {
  return connectorFor(kind).parse({ body: bodyOf(name, bytes), url });
}

describe.each(Object.entries(RECORDINGS))('recorded replies of %s', (kind, recordings) => {
  it.for(Object.entries(recordings))('%s', async ([name, about], { skip }) => {
    const { url, items: many, gone = [] } = about;
    const { items, gone: said = [] } = await read(kind, name, recorded(name, skip), url);
    expect(items).toHaveLength(many);
    expect(said).toEqual(gone);
    for (const item of items) expectWhole(item);
  });
});

/** A post of these places is whole when it has all of this. */
function expectWhole(item: Item): void {
  expect(item.externalId).toMatch(/^\S+$/);
  expect(item.url).toMatch(/^https?:\/\/[^/]+\/\S+$/);
  expect((item.title ?? '') + item.text).not.toBe('');
  expect(item.author?.handle ?? '').not.toBe('');
  expect(item.author?.url).toMatch(/^https?:\/\//);
  expect(item.publishedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  // Some authors do write about HTML; what the place itself adds is gone.
  expect(item.text).not.toMatch(/<p>|&#\d+;|SC_OFF/);
}

/** One post of each place, to the letter. */
const POSTS: [string, string, string | undefined, Item][] = [
  [
    'hacker-news',
    'hackernews/firebase-item-8863.json',
    undefined,
    {
      externalId: '8863',
      url: 'https://news.ycombinator.com/item?id=8863',
      title: 'My YC app: Dropbox - Throw away your USB drive',
      text: '',
      author: {
        name: 'dhouston',
        handle: 'dhouston',
        url: 'https://news.ycombinator.com/user?id=dhouston',
      },
      publishedAt: '2007-04-04T19:16:40.000Z',
      updatedAt: null,
      rating: null,
      tags: ['story'],
      parentId: null,
      language: null,
    },
  ],
  [
    'reddit',
    'reddit/comments-poll-3.json',
    undefined,
    {
      externalId: 't1_dgd9bcm',
      url: 'https://www.reddit.com/r/kakapo/comments/62gzev/was_told_to_post_this_here/dgd9bcm/',
      title: 'Was told to post this here.',
      text: 'Nice one :)',
      author: { name: 'elnuno', handle: 'elnuno', url: 'https://www.reddit.com/user/elnuno' },
      publishedAt: '2017-04-17T07:45:14.000Z',
      updatedAt: null,
      rating: null,
      tags: ['kakapo'],
      parentId: 't3_62gzev',
      language: null,
    },
  ],
  [
    'discourse',
    'discourse/posts_latest.json',
    `${FORUM}/posts.json`,
    {
      externalId: '15',
      url: `${FORUM}/t/this-is-an-uncategorized-title/11/2`,
      title: 'This is an uncategorized title',
      text: 'holla bullhonky.',
      author: { name: 'johndoe', handle: 'johndoe', url: `${FORUM}/u/johndoe` },
      publishedAt: '2020-01-25T02:10:07.971Z',
      updatedAt: null,
      rating: null,
      tags: [],
      parentId: null,
      language: null,
    },
  ],
  [
    'lemmy',
    'lemmy/comment-list-made.json',
    `${LEMMY}/comment/list`,
    {
      externalId: 'https://lemmy.world/comment/200',
      url: 'https://lemmy.world/comment/200',
      title: null,
      text: 'A reply',
      author: { name: 'bob', handle: 'bob@lemmy.world', url: 'https://lemmy.world/u/bob' },
      publishedAt: '2026-08-21T11:00:00.000Z',
      updatedAt: null,
      rating: null,
      tags: [],
      parentId: 'https://lemmy.world/comment/100',
      language: null,
    },
  ],
];

it.for(POSTS)('%s reads %s to the letter', async ([kind, name, url, first], { skip }) => {
  const { items } = await read(kind, name, recorded(name, skip), url);
  expect(items[0]).toEqual(first);
});

it('takes the edit of a recorded Reddit post for an edit', async ({ skip }) => {
  const name = 'reddit/submission-edited-1.json';
  const { items } = await read('reddit', name, recorded(name, skip));
  expect(items[0]).toMatchObject({ updatedAt: '2016-03-20T03:36:59.000Z', text: 'New text' });
});
