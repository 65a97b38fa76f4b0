import { describe, expect, it } from 'vitest';
import { appStoreConnector } from '../../../src/connectors/reviews/app-store.connector.js';
import { failure, HttpBench } from '../http-bench.js';
import { reply, type Handler } from '../loopback-server.js';
import { asking, brought } from '../asking.js';
import { made } from './reviews-fixtures.js';

const bench = new HttpBench();

const FIRST = {
  externalId: '9007199254740993001',
  url: 'https://itunes.apple.com/gb/review?id=400000001&type=Purple%20Software',
  title: 'Boils & boils',
  text: 'It never stops.\nSupport is silent <3 weeks>.',
  author: { name: 'teapot71', handle: '7001', url: 'https://itunes.apple.com/gb/reviews/id7001' },
  rating: 1,
};

const params = (...countries: string[]) =>
  appStoreConnector.params.parse({ appId: '400000001', countries });

/** A store that answers as told for each country and page: `gb 1`. */
function store(answers: Readonly<Record<string, Handler>>): Handler {
  return (request, response) => {
    const [, country, page] = /^\/(\w\w)\/.*\/page=(\d+)\//.exec(request.url ?? '') ?? [];
    const answer = answers[`${country} ${page}`] ?? answers[country ?? ''] ?? reply(404);
    answer(request, response);
  };
}

const entries = (...ids: string[]): string =>
  '<?xml version="1.0"?><feed xmlns:im="http://itunes.apple.com/rss" ' +
  'xmlns="http://www.w3.org/2005/Atom"><title>Customer Reviews</title>' +
  ids
    .map((id) => `<entry><id>${id}</id><title>T</title><im:rating>2</im:rating></entry>`)
    .join('') +
  '</feed>';

const xml = (...ids: string[]): Handler => reply(200, {}, entries(...ids));
const DEEP = reply(400, {}, 'CustomerReviews RSS page depth is limited to 10');

describe('the feed of customer reviews', () => {
  it('is read from XML, without the app itself, with dates', async () => {
    const { items } = await appStoreConnector.parse({ body: made('reviews/app-store.xml') });
    expect(items).toHaveLength(2);
    expect(items[0]).toMatchObject({ ...FIRST, publishedAt: '2026-10-05T06:30:00.000Z' });
    expect(items[1]).toMatchObject({ externalId: '500000002', rating: 5 });
  });

  it('is read from JSON, also when its only review is no list', async () => {
    const { items } = await appStoreConnector.parse({ body: made('reviews/app-store.json') });
    expect(items).toEqual([
      {
        ...FIRST,
        publishedAt: null,
        updatedAt: null,
        tags: ['version 2.0.1'],
        parentId: null,
        language: null,
      },
    ]);
  });

  it('is asked for as XML first, and as JSON when that cannot be read', async () => {
    const server = await bench.serve((request, response) => {
      const isXml = request.url?.endsWith('/xml') === true;
      response.end(isXml ? 'busy' : made('reviews/app-store.json'));
    });
    const { items } = brought(await appStoreConnector.poll(asking(bench, server, params('gb'))));
    expect(items).toMatchObject([{ ...FIRST, tags: ['store gb', 'version 2.0.1'] }]);
    expect(server.requests.map(({ url }) => url?.split('/').at(-1))).toEqual(['xml', 'json']);
  });
});

describe('several countries', () => {
  it('are read one after the other; one that fails takes nothing from the others', async () => {
    const server = await bench.serve(store({ de: xml('1'), fr: reply(500), gb: xml('2') }));
    const result = brought(
      await appStoreConnector.poll(asking(bench, server, params('de', 'fr', 'gb'))),
    );
    expect(result.items.map(({ externalId }) => externalId)).toEqual(['1', '2']);
    expect(result.complete).toBe(false);
    const healed = await bench.serve(store({ de: xml('1'), fr: xml('3'), gb: xml('2') }));
    const request = asking(bench, healed, params('de', 'fr', 'gb'));
    const again = brought(await appStoreConnector.poll({ ...request, cursor: result.cursor }));
    expect(again.items.map(({ externalId }) => externalId)).toEqual(['1', '3', '2']);
    expect(again.complete).toBe(true);
  });

  it('are left alone, all of them, when one asks for a pause', async () => {
    const pause = reply(429, { 'retry-after': '90' });
    const server = await bench.serve(store({ de: xml('1'), fr: pause, gb: xml('2') }));
    const result = brought(
      await appStoreConnector.poll(asking(bench, server, params('de', 'fr', 'gb'))),
    );
    expect(result.items).toHaveLength(1);
    expect(result.freshForSeconds).toBeGreaterThan(80);
    expect(server.requests).toHaveLength(2);
  });

  it('never lose their reviews to an empty feed: it is taken for the fault that it is', async () => {
    const server = await bench.serve(store({ de: xml('1'), gb: xml('2') }));
    const first = brought(await appStoreConnector.poll(asking(bench, server, params('de', 'gb'))));
    const empty = await bench.serve(store({ de: xml('1'), gb: xml() }));
    const request = { ...asking(bench, empty, params('de', 'gb')), cursor: first.cursor };
    expect(brought(await appStoreConnector.poll(request))).toMatchObject({
      complete: false,
      items: [{ externalId: '1' }],
      cursor: { countries: { gb: { seen: ['2'] } } },
    });
    const both = await bench.serve(xml());
    const nothing = appStoreConnector.poll({ ...request, ...httpOf(both) });
    expect((await failure(nothing)).code).toBe('unreadable');
  });

  it('have their past, page after page and country after country, to the tenth page', async () => {
    const server = await bench.serve(
      store({
        'de 1': xml('1'),
        'de 2': xml(),
        'gb 9': xml('2'),
        'gb 10': xml('3'),
        'gb 11': DEEP,
      }),
    );
    const request = asking(bench, server, params('de', 'gb'));
    const page = async (position: string | null): Promise<unknown> =>
      appStoreConnector.history?.({ ...request, position });
    expect(await page(null)).toMatchObject({ items: [{ externalId: '1' }], next: 'de 2' });
    expect(await page('de 2')).toEqual({ items: [], next: 'gb 1' });
    expect(await page('gb 9')).toMatchObject({ next: 'gb 10' });
    expect(await page('gb 10')).toMatchObject({ items: [{ externalId: '3' }], next: null });
    expect(await page('gb 11')).toEqual({ items: [], next: null });
  });
});

function httpOf(server: Awaited<ReturnType<HttpBench['serve']>>) {
  const { http } = asking(bench, server, null);
  return { http };
}

it('knows the addresses of apps', () => {
  const from = (url: string) => appStoreConnector.fromAddress?.(new URL(url)) ?? null;
  expect(from('https://apps.apple.com/se/app/acme-kettle/id400000001?l=en')).toMatchObject({
    appId: '400000001',
    countries: expect.arrayContaining(['se', 'us', 'de']) as unknown,
  });
  expect(from('https://apps.apple.com/app/id400000001')).toMatchObject({ appId: '400000001' });
  expect(from('https://apps.apple.com/us/developer/acme/id400000002')).toBeNull();
  expect(from('https://kettles.example/us/app/x/id400000001')).toBeNull();
});
