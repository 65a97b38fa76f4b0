import { describe, expect, it, vi } from 'vitest';
import { Robots } from '../../../src/connectors/http/robots.js';
import { failure, HttpBench } from '../http-bench.js';
import { redirect, reply, type Handler, type LoopbackServer } from '../loopback-server.js';

const bench = new HttpBench();
const HOUR_MS = 3_600_000;

interface Site {
  readonly server: LoopbackServer;
  readonly clock: { now: number };
  check(path: string, signal?: AbortSignal): Promise<number>;
}

/** A site whose robots.txt is answered like this. */
async function site(robotsTxt: string | Handler): Promise<Site> {
  const handler = typeof robotsTxt === 'string' ? reply(200, {}, robotsTxt) : robotsTxt;
  const server = await bench.serve({
    '/robots.txt': handler,
    '/other.txt': reply(200, {}, BARRED),
  });
  const client = bench.client();
  const clock = { now: 0 };
  const robots = new Robots(
    async (url) => (await client.get(url, { allowPrivate: true })).body,
    () => clock.now,
  );
  const check = (path: string, signal?: AbortSignal): Promise<number> =>
    robots.check(new URL(server.url(path)), signal);
  return { server, clock, check };
}

const BARRED = 'User-agent: *\nDisallow: /';

describe('robots.txt', () => {
  it('keeps us from what it disallows to all, and says what to do', async () => {
    const { check } = await site('User-agent: *\nDisallow: /private\nAllow: /private/feed');
    await check('/open');
    await check('/private/feed');
    const error = await failure(check('/private/page?key=secret'));
    expect(error).toMatchObject({ code: 'disallowed', retry: 'later' });
    expect(error.message).toMatch(/\/private\/page\. Ask its operator to allow "Earshot"/);
    expect(error.message).not.toContain('secret');
  });

  it('speaks to us by our name, however it is written', async () => {
    const others = await site('User-agent: OtherBot\nDisallow: /\n');
    await others.check('/feed');
    const invited = await site(`${BARRED}\n\nUser-agent: earshot/1.0\nDisallow: /x`);
    await invited.check('/feed');
    expect((await failure(invited.check('/x'))).code).toBe('disallowed');
    const banned = await site('User-agent: *\nAllow: /\n\nUser-agent: EARSHOT\nDisallow: /');
    expect((await failure(banned.check('/feed'))).code).toBe('disallowed');
  });

  it('names several programs for one group, whatever stands between', async () => {
    const text =
      'User-agent: A\nSitemap: https://x.example/\nUser-agent: Earshot # us\nDisallow: /x';
    expect((await failure((await site(text)).check('/x'))).code).toBe('disallowed');
    const split = await site(
      'User-agent: A\nDisallow: /x\nUser-agent: Earshot\nAllow: /\n\n' + BARRED,
    );
    expect(await split.check('/x')).toBe(0);
    const twice = await site(
      'User-agent: Earshot\nDisallow: /x\nUser-agent: Earshot\nDisallow: /y',
    );
    for (const path of ['/x', '/y'])
      expect((await failure(twice.check(path))).code).toBe('disallowed');
    const empty = await site(`\uFEFFUser-agent: Earshot\n${BARRED}`);
    expect((await failure(empty.check('/x'))).code).toBe('disallowed');
  });

  it('takes patterns', async () => {
    const { check } = await site('User-agent: *\nDisallow: /*.php$\nDisallow: /*?sort=');
    await check('/page.php5');
    expect((await failure(check('/page.php'))).code).toBe('disallowed');
    expect((await failure(check('/list?sort=up'))).code).toBe('disallowed');
  });

  it('slows us down, within bounds', async () => {
    expect(await (await site('User-agent: *\nCrawl-delay: 2.5')).check('/')).toBe(2_500);
    expect(await (await site('User-agent: *\nCrawl-delay: 86400')).check('/')).toBe(30_000);
    expect(await (await site('User-agent: *\nCrawl-delay: -1')).check('/')).toBe(0);
    expect(await (await site('User-agent: *\nCrawl-delay: soon')).check('/')).toBe(0);
  });

  it.each([400, 401, 403, 404, 410, 451, 204])(
    'that is not there (%i) allows everything',
    async (status) => {
      expect(await (await site(reply(status))).check('/feed')).toBe(0);
    },
  );

  it('behind a redirect holds for the site that redirects; a circle of them is none', async () => {
    expect((await failure((await site(redirect('/other.txt'))).check('/feed'))).code).toBe(
      'disallowed',
    );
    await (await site(redirect('/robots.txt'))).check('/feed');
  });

  it('that is a web page allows everything', async () => {
    expect(await (await site('<!doctype html><title>Disallow: /</title>')).check('/feed')).toBe(0);
  });
});

describe('robots.txt that cannot be had', () => {
  it.each([
    [500, 'server-error'],
    [503, 'server-error'],
    [429, 'rate-limited'],
  ])('(%i) keeps us away until it can', async (status, code) => {
    let answer = reply(status);
    const { check, server } = await site((request, response) => answer(request, response));
    expect((await failure(check('/feed'))).code).toBe(code);
    if (status === 429) return;
    answer = reply(200, {}, '');
    await check('/feed');
    expect(server.requests).toHaveLength(2);
  });

  it('since nobody answers keeps us away, and is named', async () => {
    const { check } = await site((request) => request.socket.destroy());
    const error = await failure(check('/feed'));
    expect(error).toMatchObject({ code: 'unreachable', retry: 'soon' });
    expect(error.message).toContain('/robots.txt');
  });

  it('is replaced for a week by what it said before', async () => {
    let answer: Handler = reply(200, {}, 'User-agent: *\nDisallow: /private');
    const { check, clock } = await site((request, response) => answer(request, response));
    await check('/feed');
    answer = reply(500);
    clock.now += 25 * HOUR_MS;
    await check('/feed');
    expect((await failure(check('/private'))).code).toBe('disallowed');
    clock.now += 7 * 24 * HOUR_MS;
    expect((await failure(check('/feed'))).code).toBe('server-error');
  });
});

describe('reading robots.txt', () => {
  it('is done once a day for each site, also for many who ask at once', async () => {
    const { check, server, clock } = await site('User-agent: *\nDisallow: /private');
    await Promise.all(Array.from({ length: 10 }, (_, n) => check(`/${n}`)));
    expect(server.requests).toHaveLength(1);
    clock.now += 23 * HOUR_MS;
    await check('/feed');
    expect(server.requests).toHaveLength(1);
    clock.now += 2 * HOUR_MS;
    await check('/feed');
    expect(server.requests).toHaveLength(2);
  });

  it('stops after 512 kB', async () => {
    const long = `User-agent: *\nDisallow: /early\n${'# \n'.repeat(200_000)}Disallow: /late`;
    const { check } = await site(long);
    expect((await failure(check('/early'))).code).toBe('disallowed');
    await check('/late');
  });

  it('is not made long by a site with many names, many rules or many wildcards', async () => {
    const names = Array.from({ length: 15_000 }, (_, n) => `User-agent: bot${n}`).join('\n');
    const rules = 'Disallow:/\n'.repeat(20_000);
    const crossed = await site(`${names}\nUser-agent: *\n${rules}`);
    expect((await failure(crossed.check('/feed'))).code).toBe('disallowed');
    const wild = `Disallow: /${'*a'.repeat(50)}b\n`.repeat(4_500);
    const slow = await site(`User-agent: *\n${wild}Disallow: /private`);
    await slow.check(`/${'a'.repeat(10_000)}`);
    expect((await failure(slow.check('/private/page'))).code).toBe('disallowed');
  });

  it('goes on for others when one of those who wait gives up', async () => {
    let answer: (() => void) | null = null;
    const { check, server } = await site((_request, response) => {
      answer = () => void response.end('');
    });
    const controller = new AbortController();
    const impatient = check('/one', controller.signal);
    const patient = check('/two');
    const ready = await vi.waitFor(() => answer ?? Promise.reject(new Error('not asked')));
    controller.abort(new Error('no longer wanted'));
    await expect(impatient).rejects.toThrow('no longer wanted');
    ready();
    expect(await patient).toBe(0);
    expect(server.requests).toHaveLength(1);
  });
});

describe('the client', () => {
  it('asks for robots.txt first where it is told to, and not in our own network', async () => {
    const unknown = (): ReturnType<HttpBench['client']> =>
      bench.client({
        lookup: (_host, _options, callback) =>
          callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), ''),
      });
    const url = 'http://place.example/feed';
    expect((await failure(unknown().get(url, { robots: true }))).message).toContain(
      'place.example/robots.txt',
    );
    expect((await failure(unknown().get(url))).message).toContain('place.example/feed');
    const server = await bench.serve({ '/robots.txt': reply(200, {}, BARRED), '/': reply(200) });
    await bench.client().get(server.url('/'), { robots: true, allowPrivate: true });
    expect(server.requests.map((request) => request.url)).toEqual(['/']);
  });
});
