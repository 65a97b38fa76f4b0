import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connectorFor } from '../../../src/connectors/index.js';

const RECORDED = join('..', 'shared', 'data', 'sources');

/** Kind, file, posts in it, and what its first one must be. */
const RECORDINGS: readonly (readonly [string, string, number, Record<string, unknown>])[] = [
  [
    'wordpress',
    'wordpress/comments-p1.json',
    5,
    {
      externalId: '2',
      parentId: 'post-5',
      publishedAt: '2026-11-22T01:01:00.000Z',
      author: { name: 'Reader 1', handle: null, url: null },
    },
  ],
  ['wordpress', 'wordpress/comments-p2.json', 5, { externalId: '7' }],
  ['wordpress', 'wordpress/comments-after.json', 4, {}],
  ['wordpress', 'wordpress/comment-edited.json', 1, {}],
  [
    'wordpress',
    'wordpress/posts.json',
    2,
    { externalId: '1', title: 'Hello world!', updatedAt: '2026-11-22T02:21:28.000Z' },
  ],
  ['wordpress', 'wordpress/comments-feed.xml', 10, {}],
  ['feed', 'wordpress/posts-atom.xml', 3, {}],
  [
    'phpbb',
    'forum-phpbb/topic-feed-a.xml',
    2,
    {
      publishedAt: '2017-12-02T13:07:57.000Z',
      author: {
        name: 'JohnnyMartins',
        handle: 'JohnnyMartins',
        url: 'http://www.classicshell.net/forum/memberlist.php?mode=viewprofile&u=27181',
      },
    },
  ],
  [
    'google-news',
    'googlenews/search-rss-2020.xml',
    1,
    {
      author: {
        name: 'Internationales Magazin für Sicherheit (IMS)',
        handle: null,
        url: 'http://www.ims-magazin.de/',
      },
      language: 'de',
      publishedAt: '2020-07-15T07:00:00.000Z',
    },
  ],
  ['feed', 'feed/atom-github.xml', 20, {}],
  ['feed', 'feed/jsonfeed-1.1.json', 3, {}],
  ['feed', 'feed/jsonfeed-1.json', 4, {}],
  ['feed', 'feed/rss2-blog.xml', 10, {}],
  ['feed', 'feed/rss2-comments-hn.xml', 30, {}],
  ['feed', 'feed/rss2-slash.xml', 3, {}],
];

describe.each(RECORDINGS)('%s: the recorded %s', (kind, file, count, first) => {
  const path = join(RECORDED, file);
  if (!existsSync(path)) {
    it(`is not on this machine: not run`, () => {
      process.stderr.write(`NOT RUN: ${file} is not on this machine.\n`);
      expect(existsSync(path)).toBe(false);
    });
    return;
  }

  it('is read into whole posts', async () => {
    const body = readFileSync(path);
    const { items } = await connectorFor(kind).parse({ body });
    expect(items).toHaveLength(count);
    expect(items[0]).toMatchObject(first);
    for (const item of items) {
      expect(item.url).toMatch(/^https?:\/\//);
      expect(`${item.title ?? ''}${item.text}`.trim()).not.toBe('');
      expect(item.text).not.toMatch(/Statistics: Posted by|&(?:amp|#\d+);/);
    }
  });
});
