import Parser from 'rss-parser';
import { describe, expect, it } from 'vitest';
import { CORNER, placesDir, replay } from './replay-server.js';

const corner = () => replay({ placesDir: placesDir(CORNER) });
const titles = async (url: string): Promise<(string | undefined)[]> =>
  (await new Parser().parseString(await (await fetch(url)).text())).items.map(({ title }) => title);

describe('replay over HTTP', () => {
  it('answers 304 to its own validators, by either of them', async () => {
    const { url } = await corner();
    const first = await fetch(`${url}/corner/feed`);
    const etag = first.headers.get('etag') ?? '';
    const modified = first.headers.get('last-modified') ?? '';
    expect(first.status).toBe(200);
    expect(first.headers.get('cache-control')).toBe('max-age=7');
    expect(etag).toMatch(/^W\/".{22}"$/);
    expect(modified).toBe('Mon, 02 Nov 2026 08:36:40 GMT');

    const again = await fetch(`${url}/corner/feed`, {
      headers: { 'if-none-match': `"x", ${etag}` },
    });
    expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, etag, '']);
    const bySince = { headers: { 'if-modified-since': modified } };
    expect((await fetch(`${url}/corner/feed`, bySince)).status).toBe(304);
  });

  it('lets a tag that differs win over a date that does not', async () => {
    const { url } = await corner();
    const headers = {
      'if-none-match': '"x"',
      'if-modified-since': 'Mon, 02 Nov 2026 10:00:00 GMT',
    };
    expect((await fetch(`${url}/corner/feed`, { headers })).status).toBe(200);
  });

  it('changes body and validators when a post comes, is edited and vanishes', async () => {
    const corners = await corner();
    const seen: { etag: string | null; modified: string | null; body: string }[] = [];
    for (const phase of [0, 1, 2]) {
      corners.advanceTo(phase);
      const { headers } = await fetch(`${corners.url}/corner/feed`);
      const pages = ['feed', 'feed?page=2'].map(async (page) =>
        (await fetch(`${corners.url}/corner/${page}`)).text(),
      );
      const body = (await Promise.all(pages)).join('');
      seen.push({ etag: headers.get('etag'), modified: headers.get('last-modified'), body });
    }
    const [start, middle, end] = seen;
    expect(new Set(seen.map(({ etag }) => etag)).size).toBe(3);
    expect(seen.map(({ modified }) => modified)).toEqual([
      'Mon, 02 Nov 2026 08:36:40 GMT',
      'Mon, 02 Nov 2026 09:57:50 GMT',
      'Mon, 02 Nov 2026 09:59:00 GMT',
    ]);
    expect([start, middle, end].map((one) => one?.body.includes('Comes in the middle.'))).toEqual([
      false,
      true,
      true,
    ]);
    expect([start, middle, end].map((one) => one?.body.includes('still no answer'))).toEqual([
      false,
      false,
      true,
    ]);
    expect([start, middle, end].map((one) => one?.body.includes('Soon gone.'))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('pages through its window and no further', async () => {
    const { url } = await corner();
    expect(await titles(`${url}/corner/feed`)).toEqual([undefined, 'Goes']);
    expect(await titles(`${url}/corner/feed?page=2`)).toEqual(['Re: first', 'A "first" & <b>']);
    expect(await (await fetch(`${url}/corner/feed?page=2`)).text()).not.toContain('rel="next"');
    for (const page of ['3', '0', '1.5', 'x']) {
      const beyond = await fetch(`${url}/corner/feed?page=${page}`);
      expect([page, beyond.status]).toEqual([page, 404]);
    }
  });

  it('shows each post on its own page until it vanishes, as text', async () => {
    const corners = await corner();
    const page = await fetch(`${corners.url}/corner/posts/a`);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await page.text()).toContain('<p>One &lt;i&gt;two&lt;/i&gt; &amp; three.</p>');
    expect((await fetch(`${corners.url}/corner/posts/c`)).status).toBe(200);
    expect((await fetch(`${corners.url}/corner/posts/e`)).status).toBe(404);
    corners.advanceTo(2);
    expect((await fetch(`${corners.url}/corner/posts/c`)).status).toBe(404);
    expect((await fetch(`${corners.url}/corner/posts/e`)).status).toBe(200);
    expect(await (await fetch(`${corners.url}/corner/posts/b`)).text()).toContain(
      '<p>update: still no answer.</p>',
    );
    expect(await (await fetch(`${corners.url}/corner/`)).text()).toContain(
      'type="application/atom+xml"',
    );
  });

  it('compresses only for those who can read it', async () => {
    const { url } = await corner();
    const ask = async (accepted: string) => {
      const { headers } = await fetch(`${url}/corner/feed`, {
        headers: { 'accept-encoding': accepted },
      });
      return headers.get('content-encoding');
    };
    expect(await Promise.all(['gzip, br', 'identity', 'gzip;q=0'].map(ask))).toEqual([
      'gzip',
      null,
      null,
    ]);
    const plain = await fetch(`${url}/corner/feed`, { headers: { 'accept-encoding': 'identity' } });
    const packed = await fetch(`${url}/corner/feed`, { headers: { 'accept-encoding': 'gzip' } });
    expect(await packed.text()).toBe(await plain.text());
  });

  it('says 405 to anything but GET and 404 to what it does not have', async () => {
    const { url } = await corner();
    const post = await fetch(`${url}/corner/feed`, { method: 'POST', body: 'x' });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET']);
    for (const path of ['/', '/nowhere/feed', '/corner', '/corner/posts/', '//[']) {
      const answer = await fetch(url + path);
      expect([path, answer.status]).toEqual([path, 404]);
    }
  });
});
