import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Parsed } from '../../../src/connectors/connector.js';
import { connectorFor } from '../../../src/connectors/index.js';
import { failure } from '../http-bench.js';

const FOLDER = '../shared/data/sources';

/** How many posts each recorded reply holds; text and time of the first. */
const REPLIES: readonly [kind: string, file: string, count: number, first: string, at: string][] = [
  ['mastodon', 'mastodon/paging-1.json', 5, 'Toot number 9!', '2026-08-01T13:52:34.108Z'],
  ['mastodon', 'mastodon/paging-2.json', 5, 'Toot number 4!', '2026-08-01T13:52:33.543Z'],
  ['mastodon', 'mastodon/paging-3.json', 5, 'Toot number 9!', '2026-08-01T13:52:34.108Z'],
  [
    'mastodon',
    'mastodon/public-timeline-anonymous.json',
    8,
    'Toot, finally!',
    '2026-08-01T13:55:46.609Z',
  ],
  ['mastodon', 'mastodon/search-v2-1.json', 0, '', ''],
  ['mastodon', 'mastodon/search-v2-2.json', 0, '', ''],
  ['mastodon', 'mastodon/search-v2-3.json', 0, '', ''],
  [
    'mastodon',
    'mastodon/status-edit-1.json',
    1,
    'the best editor? why, of course it is VS Code',
    '2026-08-01T13:54:00.505Z',
  ],
  [
    'mastodon',
    'mastodon/status-edit-3.json',
    1,
    'the best editor? why, of course it is the KDE Advanced Text Editor, Kate',
    '2026-08-01T13:54:00.505Z',
  ],
  [
    'mastodon',
    'mastodon/status-edit-4.json',
    1,
    'the best editor? why, of course it is the KDE Advanced Text Editor, Kate',
    '2026-08-01T13:54:00.505Z',
  ],
  ['mastodon', 'mastodon/tag-timeline.json', 1, '#hoot (hashtag toot)', '2026-08-01T13:55:55.867Z'],
  ['bluesky', 'bluesky/getRecord-edited.json', 1, 'Post 3 EDITED', '2026-11-22T02:13:00.000Z'],
  [
    'bluesky',
    'bluesky/jetstream-v1-a.jsonl',
    10,
    "https://www.youtube.com/watch?v=V5lDo-jw8mA\n\nWhat does America's 250th anniversary mean to Native Americans?\n\nYouTube video by Reuters",
    '2026-07-04T14:38:06.240Z',
  ],
  [
    'bluesky',
    'bluesky/listRecords-p1.json',
    3,
    'Post 7 about the Acme Kettle, café ☕ #acme',
    '2026-11-22T02:17:00.000Z',
  ],
  [
    'bluesky',
    'bluesky/listRecords-p2.json',
    3,
    'Post 4 about the Acme Kettle, café ☕ #acme',
    '2026-11-22T02:14:00.000Z',
  ],
  ['bluesky', 'bluesky/post_record.json', 1, 'new text114', '2024-02-22T19:58:13.903Z'],
  ['bluesky', 'bluesky/thread_view_post_with_embed_media.json', 1, '', '2023-09-28T12:49:36.735Z'],
  ['x', 'x/search-data-1.json', 5, 'RT @NatComm: Are you interested', '2021-06-02T21:15:24.000Z'],
  [
    'x',
    'x/search-includes-1.json',
    2,
    'Are you interested in a career',
    '2021-05-10T17:30:00.000Z',
  ],
  ['threads', 'threads/threads_user_posts.json', 2, 'Second post', '2024-01-02T12:00:00.000Z'],
  [
    'meta',
    'meta-graph/fb-comments-comments_p1.json',
    10,
    'Boa noite peço ajuda Como faço',
    '2021-08-10T18:45:03.000Z',
  ],
  [
    'meta',
    'meta-graph/fb-comments-comments_p2.json',
    5,
    'how can i get invited',
    '2021-08-13T08:29:27.000Z',
  ],
  [
    'meta',
    'meta-graph/fb-posts-feeds_default_fields_p1.json',
    5,
    'Singaporean logistics company',
    '2021-07-09T19:09:52.000Z',
  ],
  ['meta', 'meta-graph/ig-hashtags-hashtag_recent_medias_p1.json', 5, '', ''],
  ['meta', 'meta-graph/ig-hashtags-hashtag_recent_medias_p2.json', 5, '', ''],
  ['meta', 'meta-graph/ig-medias-comments_p1.json', 2, 'Beautiful!', '2020-06-01T10:56:52.000Z'],
  [
    'meta',
    'meta-graph/ig-medias-comments_p2.json',
    2,
    '@ikroskun Hey, guys',
    '2020-02-24T09:15:16.000Z',
  ],
  [
    'telegram',
    'telegram/preview-album.html',
    1,
    'Balenciaga\nSize 36-18-14,5cm\nЦіна $1 450',
    '2026-08-03T20:15:31.000Z',
  ],
  ['tumblr', 'tumblr/likes.json', 20, 'There’s no other way…', '2015-10-15T01:46:00.000Z'],
];

/** Recorded answers that are no posts: versions of one post, its source, errors, another record. */
const NO_POSTS: readonly [kind: string, file: string][] = [
  ['mastodon', 'mastodon/status-edit-2.json'],
  ['mastodon', 'mastodon/status-edit-5.json'],
  ['mastodon', 'mastodon/status-edit-6.json'],
  ['bluesky', 'bluesky/feed_record.json'],
  ['bluesky', 'bluesky/getRecord-deleted.json'],
  ['meta', 'meta-graph/base-error_data.json'],
  ['meta', 'meta-graph/error.json'],
];

function recorded(file: string, skip: (note: string) => void): Buffer {
  const path = `${FOLDER}/${file}`;
  if (!existsSync(path)) skip(`the recorded reply ${file} is not here: not tried`);
  return readFileSync(path);
}

const parse = (kind: string, body: Buffer): Promise<Parsed> => connectorFor(kind).parse({ body });

describe('recorded replies', () => {
  it.for(REPLIES)('%s: %s holds %i posts', async ([kind, file, count, first, at], { skip }) => {
    const { items } = await parse(kind, recorded(file, skip));
    expect(items).toHaveLength(count);
    expect(new Set(items.map(({ externalId }) => externalId)).size).toBe(count);
    expect(items[0]?.text.slice(0, first.length) ?? '').toBe(first);
    expect(items[0]?.publishedAt ?? '').toBe(at);
    for (const item of items) expect(item.url ?? 'https://none').toMatch(/^https?:\/\/\S+$/);
  });

  it.for(NO_POSTS)('%s: %s is unreadable, as it holds none', async ([kind, file], { skip }) => {
    expect((await failure(parse(kind, recorded(file, skip)))).code).toBe('unreadable');
  });

  it('are whole: a post of Mastodon that was edited', async ({ skip }) => {
    const { items } = await parse('mastodon', recorded('mastodon/status-edit-4.json', skip));
    expect(items[0]).toEqual({
      externalId: 'http://localhost:3000/ap/users/117020566092212359/statuses/117020586180926938',
      url: 'http://localhost:3000/@mastodonpy_test_2/117020586180926938',
      title: null,
      text: 'the best editor? why, of course it is the KDE Advanced Text Editor, Kate',
      author: {
        name: 'mastodonpy_test_2',
        handle: 'mastodonpy_test_2@localhost:3000',
        url: 'http://localhost:3000/@mastodonpy_test_2',
      },
      publishedAt: '2026-08-01T13:54:00.505Z',
      updatedAt: '2026-08-01T13:54:00.695Z',
      rating: null,
      tags: [],
      parentId: null,
      language: 'ja',
    });
  });

  it('are whole: an answer on Bluesky, as the stream told it', async ({ skip }) => {
    const { items, gone } = await parse('bluesky', recorded('bluesky/jetstream-v1-a.jsonl', skip));
    expect(items.filter(({ parentId }) => parentId?.startsWith('at://did:plc:'))).toHaveLength(5);
    expect(items.map(({ language }) => language)).toEqual(
      expect.arrayContaining(['en', 'ja', 'ko']),
    );
    expect(gone).toEqual([]);
    const shouted = items.find(({ tags }) => tags.length > 0);
    expect(shouted?.tags).toContain('IndieRebellion');
  });
});
