import { describe, expect, it } from 'vitest';
import { reviewPageConnector } from '../../../src/connectors/reviews/review-page.connector.js';
import { failure, HttpBench } from '../http-bench.js';
import { asking, brought } from '../asking.js';
import { made } from './reviews-fixtures.js';

const bench = new HttpBench();
const URL_OF_PAGE = 'https://shop.example/kettle';

async function itemsOf(html: string, url = URL_OF_PAGE) {
  return (await reviewPageConnector.parse({ body: Buffer.from(html), url })).items;
}

const jsonLd = (json: string): string => `<script type="application/ld+json">${json}</script>`;
const review = (fields: object): string =>
  jsonLd(JSON.stringify({ '@type': 'Review', reviewBody: 'Lid is loose', ...fields }));

describe('a page', () => {
  it('without a proper address of its own gives none to its reviews', async () => {
    expect(await itemsOf(review({}), 'not an address')).toMatchObject([{ url: null }]);
  });

  it('is read in all three notations, each review once', async () => {
    const { place, items } = await reviewPageConnector.parse({
      body: made('reviews/review-page.html'),
      url: URL_OF_PAGE,
    });
    expect(place).toEqual({ title: 'Acme kettle – what buyers say', link: URL_OF_PAGE });
    expect(items).toEqual([
      {
        externalId: 'https://shop.example/kettle#review-1',
        url: URL_OF_PAGE,
        title: 'Never stops',
        text: 'It boils & boils.\nSupport is silent.',
        author: { name: 'Jo Doe', handle: null, url: null },
        publishedAt: '2026-09-21T00:00:00.000Z',
        updatedAt: null,
        rating: 1.89,
        tags: [],
        parentId: null,
        language: 'en',
      },
      expect.objectContaining({
        text: 'Fine.\n\nReally.',
        author: { name: 'Sam', handle: null, url: null },
        publishedAt: '2026-09-20T00:00:00.000Z',
        rating: 4.5,
      }),
      expect.objectContaining({
        externalId: 'https://shop.example/reviews/77',
        url: 'https://shop.example/reviews/77',
        text: 'Lid is loose.\n\nSent it back.',
        publishedAt: '2026-09-19T08:00:00.000Z',
        rating: 3,
      }),
      expect.objectContaining({
        text: 'Handle gets hot.',
        author: { name: 'Pat', handle: null, url: null },
        rating: 2,
      }),
    ]);
  });

  it('whose reviews are not marked up is unreadable, and says what helps', async () => {
    const html = jsonLd('{"@type":"Product","aggregateRating":{"ratingValue":4,"reviewCount":9}}');
    const error = await failure(itemsOf(html));
    expect(error.code).toBe('unreadable');
    expect(error.message).toMatch(/marks up other things, but no reviews.*feed.*import/s);
  });

  it.each([
    '{"@type":"Product","review":[]}',
    '{"@type":"Product","aggregateRating":{"@type":"AggregateRating","reviewCount":"0"}}',
  ])('that says it has no reviews yet is empty: %s', async (json) => {
    expect(await itemsOf(jsonLd(json))).toEqual([]);
  });

  it('that was cut off gives only reviews that are whole', async () => {
    const html = made('reviews/review-page.html').toString();
    const cut = html.slice(0, html.indexOf('Sent it back'));
    expect((await itemsOf(cut)).map(({ text }) => text)).toEqual([
      'It boils & boils.\nSupport is silent.',
      'Fine.\n\nReally.',
    ]);
  });
});

it.each([
  ['4', {}, 4],
  [4.25, {}, 4.25],
  ['4,5', {}, 4.5],
  ['8', { bestRating: 10 }, 4.11],
  ['80', { bestRating: '100', worstRating: '0' }, 4.2],
  ['0', { worstRating: 0 }, 1],
  ['80 %', {}, 4.2],
  ['7/10', {}, 3.67],
  ['9', {}, null],
  ['great', {}, null],
])('brings the rating %s %j to a scale from 1 to 5: %s', async (ratingValue, scale, expected) => {
  const [item] = await itemsOf(review({ reviewRating: { ratingValue, ...scale } }));
  expect(item?.rating).toBe(expected);
});

it.each([
  ['raw line breaks', '{"@type":"Review","reviewBody":"Lid\n\tis loose"}', 'Lid\nis loose'],
  ['comments', '/* x */ {"@type":"Review", // y\n"reviewBody":"http://a/*b*/"}', 'http://a/*b*/'],
  ['commas too many', '[{"@type":"Review","reviewBody":"Lid, ]",},]', 'Lid, ]'],
  ['an HTML comment', '<!-- {"@type":"Review","reviewBody":"Lid"} -->', 'Lid'],
  ['CDATA', '//<![CDATA[\n{"@type":"Review","reviewBody":"Lid"}\n//]]>', 'Lid'],
  [
    'escaped quotes',
    '{&quot;@type&quot;:&quot;Review&quot;,&quot;reviewBody&quot;:&quot;Lid&quot;}',
    'Lid',
  ],
  ['a graph', '{"@graph":[[{"@type":["Thing","Review"],"reviewBody":"Lid"}]]}', 'Lid'],
  ['no type', '{"@type":"Hotel","reviews":{"reviewBody":"Lid","author":{"name":"Jo"}}}', 'Lid'],
])('reads JSON-LD with %s', async (_name, json, expected) => {
  expect((await itemsOf(jsonLd(json))).map(({ text }) => text)).toEqual([expected]);
});

describe('the id of a review', () => {
  it('stays while the review does, wherever it stands and on whatever page', async () => {
    const one = review({ author: 'Jo', datePublished: '2026-09-01' });
    const other = review({ author: 'Kim' });
    const ids = async (html: string) =>
      (await itemsOf(html)).map(({ externalId }) => externalId).sort();
    expect(await ids(one + other)).toEqual(await ids(other + one));
    const [later] = await itemsOf(review({ author: 'Jo', datePublished: '2026-09-02' }));
    expect(await ids(one)).not.toContain(later?.externalId);
  });

  it('is not the address of the page, even if all reviews claim it', async () => {
    const claims = [{ url: URL_OF_PAGE }, { '@id': 'https://shop.example/#p' }];
    const html = [...claims, claims[1] ?? {}]
      .map((claim, i) => review({ ...claim, reviewBody: `Lid ${i}` }))
      .join('');
    const ids = (await itemsOf(html)).map(({ externalId }) => externalId);
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(id).toMatch(/^hash:/);
  });
});

describe('following pages', () => {
  const page = (text: string, next: string): string =>
    `<link rel="next" href="${next}">${review({ reviewBody: text })}`;

  async function poll(pages: number, third: string) {
    const server = await bench.serve({
      '/1': (_request, response) => void response.end(page('one', '/2')),
      '/2': (_request, response) => void response.end(page('two', third)),
      '/3': (_request, response) => void response.end(page('three', '/4')),
      '/5': (_request, response) => void response.writeHead(500).end(),
    });
    const params = { url: server.url('/1'), pages, allowPrivate: true };
    const result = brought(await reviewPageConnector.poll(asking(bench, server, params)));
    return { texts: result.items.map(({ text }) => text).sort(), complete: result.complete };
  }

  it('are read as far as asked for, and no further', async () => {
    expect(await poll(1, '/3')).toMatchObject({ texts: ['one'] });
    expect(await poll(2, '/3')).toMatchObject({ texts: ['one', 'two'] });
    expect(await poll(3, '/3')).toMatchObject({ texts: ['one', 'three', 'two'] });
  });

  it('are not read in circles or at other sites; one that fails is told', async () => {
    expect(await poll(9, '/1')).toMatchObject({ texts: ['one', 'two'] });
    expect(await poll(9, 'https://elsewhere.example/3')).toMatchObject({ texts: ['one', 'two'] });
    expect(await poll(9, '/5')).toEqual({ texts: ['one', 'two'], complete: false });
  });
});

it.each([
  ['elements that never end', '<i>'.repeat(100_000)],
  ['closing tags that fit nothing', `${'<b>'.repeat(900)}${'</i>'.repeat(500_000)}`],
  ['things within things', '<div itemscope itemtype="https://schema.org/Review">'.repeat(900)],
  ['values within values', `<p itemscope>${'<b itemprop="name">'.repeat(900)}`],
  ['JSON that is nested', jsonLd(`${'{"review":'.repeat(5_000)}1${'}'.repeat(5_000)}`)],
  ['comments that never end', jsonLd('/*'.repeat(500_000))],
  ['a text that never ends', jsonLd(`"${'\\"'.repeat(500_000)}`)],
  ['commas', jsonLd(`[${','.repeat(1_000_000)}`)],
])('survives a page made of %s', async (_name, html) => {
  await expect(itemsOf(html)).rejects.toMatchObject({ code: 'unreadable' });
});
