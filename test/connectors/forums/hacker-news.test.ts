import { describe, expect, it } from 'vitest';
import { polledConnectorFor } from '../../../src/connectors/index.js';
import { HttpBench } from '../http-bench.js';
import { reply } from '../loopback-server.js';
import { ask, found, poll, read } from './asking.js';
import { json, secondOf } from './places.js';

const bench = new HttpBench();
const answer = (body: unknown) => reply(200, {}, JSON.stringify(body));

describe('hacker-news', () => {
  it('reads finds as plain text, under the pages of their discussion', async () => {
    const { items } = await read('hacker-news', 'hacker-news-search.json');
    expect(items).toEqual([
      {
        externalId: '40000003',
        url: 'https://news.ycombinator.com/item?id=40000003',
        title: 'Ask HN: Is my Acme kettle & its app "smart"?',
        text: 'Mine leaks, too.\n\nI wrote to them twice; see https://acme.example',
        author: {
          name: 'amy_k',
          handle: 'amy_k',
          url: 'https://news.ycombinator.com/user?id=amy_k',
        },
        publishedAt: '2026-01-10T12:03:00.000Z',
        updatedAt: null,
        rating: null,
        tags: ['comment'],
        parentId: '40000002',
        language: null,
      },
      expect.objectContaining({ text: 'It boils < 1 litre.', tags: ['story', 'ask_hn'] }),
    ]);
  });

  it('asks by date, for exactly these words, and walks on by the time of the oldest', async () => {
    const posts = [3, 2, 1];
    const asked = await ask(
      bench,
      'hacker-news',
      { query: '"acme kettle"', what: 'comments' },
      json((query) => {
        const first = query.get('numericFilters') === null;
        const hits = (first ? posts.slice(0, 2) : posts.slice(1)).map((post) => ({
          objectID: String(post),
          created_at_i: secondOf(post),
        }));
        return { hits, page: 0, nbPages: first ? 2 : 1 };
      }),
    );
    const { items } = await poll(asked);
    expect(items.map(({ externalId }) => externalId)).toEqual(['3', '2', '1']);
    const [first, second] = asked.paths();
    expect(first).toContain('/search_by_date?query="acme+kettle"&tags=comment&');
    expect(first).toContain('typoTolerance=false');
    expect(second).toContain(`numericFilters=created_at_i<=${secondOf(2)}`);
  });

  it('looks posts up in the own record of the place', async () => {
    const asked = await ask(
      bench,
      'hacker-news',
      {},
      {
        '/v0/item/1.json': answer({ id: 1, type: 'story', title: 'Now edited', time: 1e9 }),
        '/v0/item/2.json': answer({ id: 2, type: 'comment', deleted: true }),
        '/v0/item/3.json': answer(null),
        '/v0/item/4.json': answer({ id: 4, type: 'comment', dead: true, text: 'x', by: 'y' }),
        '/v0/item/5.json': reply(503),
        '/v0/item/6.json': answer(null),
      },
    );
    const posts = { '1': null, '2': null, '3': null, '4': null, no: null, '5': null, '6': null };
    const { '1': story, ...told } = Object.fromEntries(await asked.look(posts));
    expect(story).toMatchObject({ title: 'Now edited' });
    // After a refusal nothing more is asked, and nothing more is told.
    expect(told).toEqual({ '2': 'missing', '3': 'missing', '4': 'missing' });
  });

  it.each([
    ['https://news.ycombinator.com/', 'all:'],
    ['https://hn.algolia.com/?query=Acme&sort=byDate', 'all:acme'],
    ['https://example.com/', null],
  ])('knows by %s what is meant', (address, locator) => {
    expect(found('hacker-news', address)).toBe(locator);
  });
});

it('takes half a character in a name for none', async () => {
  const body = Buffer.from('{"id":1,"type":"story","by":"a\\ud800","title":"\\ud83d\\ude00"}');
  const { items } = await polledConnectorFor('hacker-news').parse({ body });
  expect(items).toMatchObject([{ title: '😀', author: { name: 'a\ufffd' } }]);
});
