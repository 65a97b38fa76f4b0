import { describe, expect, it } from 'vitest';
import { cfpbComplaintsConnector } from '../../../src/connectors/reviews/cfpb-complaints.connector.js';
import { HttpBench } from '../http-bench.js';
import type { Handler } from '../loopback-server.js';
import { asking, brought, known } from '../asking.js';
import { made } from './reviews-fixtures.js';

const bench = new HttpBench();
const params = cfpbComplaintsConnector.params.parse({ company: 'ACME BANK', searchTerm: 'fee' });

const hitOf = (id: number) => ({
  sort: [1_790_000_000_000 + id, String(id)],
  _source: { complaint_id: String(id), date_received: '2026-09-20T12:00:00-05:00' },
});

const answer = (total: number, ids: readonly number[]): string =>
  JSON.stringify({ hits: { total: { value: total }, hits: ids.map(hitOf) } });

/** As many complaints as told, one a page, newest first. */
function database(count: number): Handler {
  return (request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://any');
    const after = Number(searchParams.get('search_after')?.split('_')[1] ?? count + 1);
    response.end(answer(count, after > 1 ? [after - 1] : []));
  };
}

describe('an answer', () => {
  it('is read into complaints, with ids as text', async () => {
    const { items } = await cfpbComplaintsConnector.parse({ body: made('reviews/cfpb.json') });
    expect(items).toEqual([
      {
        externalId: '9007199254740993',
        url: 'https://www.consumerfinance.gov/data-research/consumer-complaints/search/detail/9007199254740993',
        title: 'Credit card: Problem with a purchase',
        text: 'They charged me XXXX twice.\n\nNobody answers.',
        author: null,
        publishedAt: '2026-09-21T17:00:00.000Z',
        updatedAt: null,
        rating: null,
        tags: [
          'ACME BANK, N.A.',
          'Credit card',
          'Store credit card',
          'Problem with a purchase',
          'Charged twice',
        ],
        parentId: null,
        language: null,
      },
      expect.objectContaining({
        externalId: '12345',
        title: 'Checking account: Managing an account',
        text: '',
      }),
    ]);
  });
});

describe('a poll', () => {
  it('asks for the last days, newest first, and counts them against the total', async () => {
    const server = await bench.serve(database(3));
    const result = brought(await cfpbComplaintsConnector.poll(asking(bench, server, params)));
    expect(result.items.map(({ externalId }) => externalId)).toEqual(['3', '2', '1']);
    expect(result).toMatchObject({ complete: true, audit: { told: 3, seen: 3 } });
    const asked = new URL(server.requests[0]?.url ?? '', 'http://any').searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      company: 'ACME BANK',
      search_term: 'fee',
      has_narrative: 'true',
      sort: 'created_date_desc',
      no_aggs: 'true',
    });
    const since = Date.parse(asked.get('date_received_min') ?? '');
    expect(Date.now() - since).toBeGreaterThan(59 * 86_400_000);
    expect(Date.now() - since).toBeLessThan(62 * 86_400_000);
  });

  it('reads a long stretch on in the next poll, and says so until it is whole', async () => {
    const server = await bench.serve(database(13));
    const request = asking(bench, server, params);
    const first = brought(await cfpbComplaintsConnector.poll(request));
    expect(first).toMatchObject({ complete: false, audit: null });
    expect(first.items).toHaveLength(10);
    const second = brought(
      await cfpbComplaintsConnector.poll({ ...request, cursor: first.cursor }),
    );
    expect(second.items.map(({ externalId }) => externalId)).toEqual(['13', '3', '2', '1']);
    expect(second).toMatchObject({ complete: true, audit: null });
    const third = brought(
      await cfpbComplaintsConnector.poll({ ...request, cursor: second.cursor }),
    );
    expect(third.items).toHaveLength(10);
  });

  it('keeps what it read before a failure', async () => {
    const server = await bench.serve((request, response) => {
      if (request.url?.includes('search_after') === true) response.writeHead(500).end();
      else response.end(answer(9, [9]));
    });
    const result = brought(await cfpbComplaintsConnector.poll(asking(bench, server, params)));
    expect(result).toMatchObject({ complete: false, items: [{ externalId: '9' }] });
  });
});

it('takes a single complaint for missing only when the database finds none of its id', async () => {
  const server = await bench.serve((request, response) => {
    if (request.url?.endsWith('/1') === true) response.end(answer(1, [1]));
    else if (request.url?.endsWith('/2') === true) response.end(answer(0, []));
    else response.writeHead(429, { 'retry-after': '60' }).end();
  });
  const posts = ['1', '2', '3'].map((id) => known(id));
  const told = await cfpbComplaintsConnector.recheck?.look({
    ...asking(bench, server, params),
    posts,
  });
  expect([...(told ?? [])]).toMatchObject([
    ['1', { externalId: '1' }],
    ['2', 'missing'],
  ]);
});
