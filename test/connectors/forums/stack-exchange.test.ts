import { describe, expect, it } from 'vitest';
import { AllowanceSpent } from '../../../src/domain/allowance.js';
import { failure, HttpBench } from '../http-bench.js';
import { reply } from '../loopback-server.js';
import { ask, found, poll, read } from './asking.js';
import { made } from './forums-fixtures.js';
import { json, secondOf } from './places.js';

const bench = new HttpBench();
const ACME = { site: 'diy', query: 'acme kettle' };
const answers = { ...ACME, what: 'answers' };
const NOTHING = { items: [], has_more: false };

describe('stack-exchange', () => {
  it('reads posts as plain text, with the author that must be named', async () => {
    const asked = 'https://api.stackexchange.com/2.3/search/advanced?site=diy';
    const { items, place } = await read('stack-exchange', 'stack-exchange-questions.json', asked);
    expect(place).toEqual({
      title: 'diy.stackexchange.com',
      link: 'https://diy.stackexchange.com/',
    });
    expect(items).toEqual([
      {
        externalId: '501',
        url: 'https://diy.stackexchange.com/questions/501/why-does-it-leak',
        title: 'Why does my "Acme" kettle leak?',
        text: 'It leaks at the lid.\n\npsi < 2',
        author: {
          name: 'Amy & Co',
          handle: '7',
          url: 'https://diy.stackexchange.com/users/7/amy-co',
        },
        publishedAt: '2026-01-10T12:01:00.000Z',
        updatedAt: '2026-01-10T12:11:00.000Z',
        rating: null,
        tags: ['kettle', 'leak'],
        parentId: null,
        language: null,
      },
      expect.objectContaining({
        text: '',
        author: { name: 'user12', handle: null, url: null },
        updatedAt: null,
      }),
    ]);
  });

  // A pause lasts for as long as the process: these two ask different methods.
  it('finds answers by their excerpts, reads them whole, and heeds a pause per method', async () => {
    const excerpt = { excerpt: 'it <span class="highlight">leaks</span>', title: 'Lid &amp; rim' };
    const asked = await ask(
      bench,
      'stack-exchange',
      answers,
      json((_query, path) => {
        if (!path.endsWith('/search/excerpts')) {
          const whole = { answer_id: 8, question_id: 5, body: '<p>It leaks, always</p>' };
          return { ...NOTHING, items: [{ ...whole, creation_date: secondOf(8) }], backoff: 30 };
        }
        const found = { ...excerpt, creation_date: secondOf(8) };
        const question = { ...found, item_type: 'question', question_id: 9 };
        return {
          ...NOTHING,
          items: [question, { ...found, item_type: 'answer', answer_id: 8, question_id: 5 }],
        };
      }),
      { EARSHOT_STACK_EXCHANGE_KEY: 'key' },
    );
    const { items, freshForSeconds } = await poll(asked);
    expect(items).toMatchObject([
      {
        externalId: '8',
        url: 'https://diy.stackexchange.com/a/8',
        title: 'Lid & rim',
        text: 'It leaks, always',
        parentId: '5',
      },
    ]);
    expect(freshForSeconds).toBe(30);
    const [search, whole] = asked.paths();
    expect(search).toContain(
      '/2.3/search/excerpts?site=diy&q=acme+kettle&order=desc&sort=creation',
    );
    expect(whole).toContain('/2.3/answers/8?site=diy&filter=withbody');
    expect(whole).toContain('key=key');
    const error = await failure(asked.look({ '8': null }));
    expect(error.code).toBe('rate-limited');
    expect(error.retryAt?.getTime()).toBeGreaterThan(Date.now() + 20_000);
    expect(asked.server.requests).toHaveLength(2);
  });

  it('does not take the first page for all when it must pause before the second', async () => {
    const params = { ...ACME, tag: 'lid' };
    const place = reply(200, {}, made('stack-exchange-questions.json'));
    const asked = await ask(bench, 'stack-exchange', params, place);
    const cursor = { seen: ['1'], gap: null };
    const { items, complete, freshForSeconds } = await poll(asked, cursor);
    expect(items).toHaveLength(2);
    expect(complete).toBe(false);
    expect(freshForSeconds).toBeGreaterThanOrEqual(10);
    expect(asked.server.requests).toHaveLength(1);
    expect(asked.paths()[0]).toContain('q=acme+kettle&tagged=lid&filter=withbody');
  });

  it.each([
    [502, 'too many requests from this IP, more requests available in 777 seconds', 700_000],
    [400, 'site is required', null],
  ])('tells by error %i what a 400 means', async (id, message, waitMs) => {
    const body = { error_id: id, error_message: message, error_name: 'x' };
    const place = reply(400, {}, JSON.stringify(body));
    const asked = await ask(bench, 'stack-exchange', answers, place);
    const { code, retryAt, message: told } = await failure(poll(asked));
    expect(told).toContain(message);
    expect(code).toBe(waitMs === null ? 'rejected' : 'rate-limited');
    expect(retryAt === null).toBe(waitMs === null);
    expect(retryAt?.getTime() ?? Infinity).toBeGreaterThan(Date.now() + (waitMs ?? 0));
  });

  it('asks no more than a day allows, which is more with a key', async () => {
    const place = json(() => NOTHING);
    const asked = await ask(bench, 'stack-exchange', answers, place);
    const name = 'stack-exchange.questions';
    await asked.request.budget.take(name, 300, { most: 300, per: 'day' });
    await expect(poll(asked)).rejects.toThrow(AllowanceSpent);
    const credential = (): string => 'key';
    const request = { ...asked.request, credential };
    await poll({ ...asked, request });
    expect(asked.server.requests).toHaveLength(1);
  });

  it('takes posts that are not among those asked for as missing', async () => {
    const place = json((_query, path) =>
      path.startsWith('/2.3/questions/')
        ? { ...NOTHING, items: [{ question_id: 1, title: 'New', creation_date: secondOf(1) }] }
        : NOTHING,
    );
    const asked = await ask(bench, 'stack-exchange', ACME, place);
    const told = Object.fromEntries(await asked.look({ '1': null, '2': null, x: null }));
    expect(told).toEqual({ '1': expect.objectContaining({ title: 'New' }), '2': 'missing' });
  });

  it.each([
    ['https://stackoverflow.com/questions/tagged/acme', 'stackoverflow questions [acme] '],
    ['https://diy.stackexchange.com/search?q=Acme', 'diy questions [] acme'],
    ['https://pt.stackoverflow.com/questions/tagged/c%23', 'pt.stackoverflow questions [c#] '],
    ['https://stackoverflow.com/questions/tagged/c%2', 'stackoverflow questions [c%2] '],
    ['https://stackoverflow.com/', null],
    ['https://example.com/questions/tagged/acme', null],
  ])('knows by %s what is meant', (address, locator) => {
    expect(found('stack-exchange', address)).toBe(locator);
  });
});
