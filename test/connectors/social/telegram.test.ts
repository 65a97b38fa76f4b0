import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  telegramConnector,
  type TelegramParams,
} from '../../../src/connectors/social/telegram.connector.js';
import { failure, HttpBench } from '../http-bench.js';
import { redirect, reply } from '../loopback-server.js';
import { asking, brought, known } from '../asking.js';
import { telegramMessage, telegramPage, telegramPlace } from './small-places.js';

const bench = new HttpBench();
const album = readFileSync(new URL('../../fixtures/social/telegram-album.html', import.meta.url));
const JOIN_PAGE =
  '<html><body><div class="tgme_page"><div class="tgme_page_title">Acme</div></div></body></html>';

function params(more: object = {}): TelegramParams {
  return telegramConnector.params.parse({ channel: '@acme_news', ...more });
}

describe('a channel', () => {
  it('is read newest first, each post whole', async () => {
    const { items, place } = await telegramConnector.parse({ body: album });
    expect(place).toEqual({ title: 'Acme & Friends', link: 'https://t.me/acme_news' });
    expect(items.map(({ externalId }) => externalId)).toEqual([
      'acme_news/105',
      'acme_news/104',
      'acme_news/101',
    ]);
    expect(items[2]).toEqual({
      externalId: 'acme_news/101',
      url: 'https://t.me/acme_news/101',
      title: null,
      text: 'New kettles\nin #blue & #red',
      author: { name: 'Acme & Friends', handle: 'acme_news', url: 'https://t.me/acme_news' },
      publishedAt: '2026-01-10T12:00:00.000Z',
      updatedAt: null,
      rating: null,
      tags: ['blue', 'red'],
      parentId: null,
      language: null,
    });
    expect(items[1]).toMatchObject({
      text: 'Sold out already.',
      author: { name: 'Bob', handle: 'acme_news' },
      parentId: 'acme_news/101',
    });
    expect(items[0]?.text).toBe('Which colour next?');
  });

  it('is asked for older posts, and for the words searched for', async () => {
    const server = await bench.serve(telegramPlace([5, 4, 3, 2, 1]));
    const request = asking(bench, server, params({ search: 'kettle' }));
    expect(brought(await telegramConnector.poll(request)).items).toHaveLength(5);
    const asked = server.requests.map(({ url }) => url).filter((url) => url !== '/robots.txt');
    expect(asked).toEqual([
      '/s/acme_news?q=kettle',
      '/s/acme_news?q=kettle&before=4',
      '/s/acme_news?q=kettle&before=2',
    ]);
  });

  it('without posts is an empty list, but one without a preview is an error', async () => {
    const empty = await telegramConnector.parse({ body: Buffer.from(telegramPage([], null)) });
    expect(empty.items).toEqual([]);
    const server = await bench.serve({
      '/s/acme_news': redirect('/acme_news'),
      '/acme_news': reply(200, { 'content-type': 'text/html' }, JOIN_PAGE),
    });
    const error = await failure(telegramConnector.poll(asking(bench, server, params())));
    expect(error.code).toBe('unreadable');
    expect(error.message).toContain('no preview');
  });
});

describe('a page made to be slow', () => {
  it.each([
    ['nested', '<div>'.repeat(900_000)],
    [
      'nested posts',
      '<p class="tgme_channel_history"><div class="tgme_widget_message" data-post="a/1"><div class="tgme_widget_message_text">'.repeat(
        9_000,
      ),
    ],
  ])('is not read: %s', async (_name, html) => {
    const error = await failure(telegramConnector.parse({ body: Buffer.from(html) }));
    expect(error.code).toBe('unreadable');
  });
});

describe('looking posts up again', () => {
  it('tells those that are not found, and never guesses', async () => {
    const page = (inner: string) => reply(200, { 'content-type': 'text/html' }, inner);
    const server = await bench.serve({
      '/acme_news/1': page(telegramMessage(1, 'changed')),
      '/acme_news/2': page('<div class="tgme_widget_message_error">Post not found</div>'),
      '/acme_news/3': page(JOIN_PAGE),
    });
    const posts = [1, 2, 3].map((post) => known(`acme_news/${post}`));
    const found = await telegramConnector.recheck?.look({
      ...asking(bench, server, params()),
      posts,
    });
    expect(Object.fromEntries(found ?? [])).toEqual({
      'acme_news/1': expect.objectContaining({ text: 'changed' }) as object,
      'acme_news/2': 'missing',
    });
    expect(server.requests.at(-1)?.url).toBe('/acme_news/3?embed=1');
  });
});

describe('addresses', () => {
  it.each(['https://t.me/acme_news', 'https://t.me/s/acme_news', 'https://t.me/acme_news/104'])(
    '%s is a channel',
    (url) => {
      expect(telegramConnector.fromAddress?.(new URL(url))?.channel).toBe('acme_news');
    },
  );

  it('of invitations and of other sites are not', () => {
    for (const url of [
      'https://t.me/+AbCdEf',
      'https://t.me/joinchat/Ab',
      'https://a.example/acme',
    ]) {
      expect(telegramConnector.fromAddress?.(new URL(url))).toBeNull();
    }
    expect(telegramConnector.locate(params()).locator).toBe('acme_news');
  });
});
