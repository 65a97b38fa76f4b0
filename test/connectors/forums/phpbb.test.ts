import { describe, expect, it } from 'vitest';
import { phpbbConnector } from '../../../src/connectors/forums/phpbb.connector.js';
import { made } from './forums-fixtures.js';

const URL_OF_FEED = 'https://board.example/forum/feed.php?f=7';

describe('a feed of phpBB', () => {
  it('gives posts without what the board writes below them, and who wrote them', async () => {
    const { place, items } = await phpbbConnector.parse({
      body: made('phpbb-forum.xml'),
      url: URL_OF_FEED,
    });
    expect(place.title).toBe('Kettle board');
    expect(items).toEqual([
      {
        externalId: 'https://board.example/forum/viewtopic.php?t=8&p=34#p34',
        url: 'https://board.example/forum/viewtopic.php?t=8&p=34#p34',
        title: 'Kitchen • Re: Lid & handle',
        text: 'It leaks "again".\n\nPosted by nobody :(',
        author: {
          name: 'Jo',
          handle: 'Jo',
          url: 'https://board.example/forum/memberlist.php?mode=viewprofile&u=27',
        },
        publishedAt: '2026-03-01T13:07:57.000Z',
        updatedAt: '2026-03-02T13:07:57.000Z',
        rating: null,
        tags: [],
        parentId: null,
        language: 'en',
      },
      expect.objectContaining({
        text: 'No lid.',
        author: { name: 'Guest', handle: 'Guest', url: null },
      }),
    ]);
  });

  it('leaves a post alone that only looks as if it had a footer', async () => {
    const body = made('phpbb-forum.xml').toString().replaceAll('<hr />', '');
    const { items } = await phpbbConnector.parse({ body: Buffer.from(body) });
    expect(items[1]?.text).toContain('Statistics: Posted by Guest');
  });
});

describe('the address of a board', () => {
  it.each([
    ['https://b.example/forum/viewforum.php?f=7', { url: 'https://b.example/forum/', forum: 7 }],
    ['https://b.example/viewtopic.php?f=7&t=8', { url: 'https://b.example/', topic: 8 }],
    ['https://b.example/feed.php', { url: 'https://b.example/' }],
    ['https://b.example/index.php', null],
  ])('is told from %s', (address, params) => {
    expect(phpbbConnector.fromAddress?.(new URL(address))).toEqual(params);
  });

  it.each([
    ['https://b.example/forum', 'https://b.example/forum/feed.php?f=7'],
    ['https://b.example/forum/', 'https://b.example/forum/feed.php?f=7'],
    ['https://b.example/forum/index.php?sid=1', 'https://b.example/forum/feed.php?f=7'],
    ['https://b.example', 'https://b.example/feed.php?f=7'],
  ])('%s leads to its feed', (url, feed) => {
    expect(phpbbConnector.locate({ url, forum: 7 }).locator).toBe(feed);
  });
});
