import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nextHop } from '../../../src/connectors/http/redirects.js';
import { failure, HttpBench, ScriptedLookup } from '../http-bench.js';
import { redirect, reply } from '../loopback-server.js';

const bench = new HttpBench();
const own = { allowPrivate: true };

describe('redirects', () => {
  it('tells the new address when every hop was permanent', async () => {
    const server = await bench.serve({
      '/old': redirect('/older', 301),
      '/older': redirect('/new?a=1#part', 308),
      '/new': reply(200, {}, 'here'),
    });
    const got = await bench.client().get(server.url('/old'), own);
    expect(got.permanentRedirectTo).toBe(server.url('/new?a=1'));
    expect(got.url).toBe(server.url('/new?a=1'));
  });

  it.each([302, 303, 307])('does not when one was temporary (%i)', async (status) => {
    const server = await bench.serve({
      '/old': redirect('/older', 301),
      '/older': redirect('/new', status),
      '/new': reply(200, {}, 'here'),
    });
    const got = await bench.client().get(server.url('/old'), own);
    expect(got.permanentRedirectTo).toBeNull();
  });

  it('follows five, not six, and never in circles', async () => {
    const server = await bench.serve((request, response) => {
      const step = Number(new URL(request.url ?? '', 'http://any').searchParams.get('n'));
      if (step === 0) response.end('here');
      else response.writeHead(302, { location: `/?n=${step - 1}` }).end();
    });
    await expect(bench.client().get(server.url('/?n=5'), own)).resolves.toMatchObject({
      status: 200,
    });
    expect((await failure(bench.client().get(server.url('/?n=6'), own))).code).toBe('bad-redirect');

    const loop = await bench.serve({ '/': redirect('/') });
    expect((await failure(bench.client().get(loop.url('/'), own))).code).toBe('bad-redirect');
    expect(loop.requests).toHaveLength(6);
  });

  it.each([
    ['without a target', reply(302)],
    ['to another scheme', redirect('file:///etc/passwd')],
    ['to no address', redirect('http://[')],
  ])('refuses one %s, and the next request to the host still works', async (_name, handler) => {
    const server = await bench.serve({ '/': handler, '/fine': reply(200, {}, 'here') });
    const client = bench.client();
    expect((await failure(client.get(server.url('/'), own))).code).toBe('bad-redirect');
    await expect(client.get(server.url('/fine'), own)).resolves.toMatchObject({ status: 200 });
  });

  it('refuses to leave https', async () => {
    const folder = new URL('../../fixtures/tls/', import.meta.url);
    const read = (file: string): string => readFileSync(new URL(file, folder), 'utf8');
    const [key, cert] = [read('place.example.key.pem'), read('place.example.cert.pem')];
    const plain = await bench.serve({ '/': reply(200, {}, 'forged') });
    const secure = await bench.serve(
      { '/': redirect(plain.url('/', 'place.example')), '/ok': reply(200, {}, 'here') },
      { key, cert },
    );
    const { lookup } = new ScriptedLookup([['127.0.0.1']]);
    const client = bench.client({ lookup, ca: cert });
    await client.get(secure.url('/ok', 'place.example'), own);
    const error = await failure(client.get(secure.url('/', 'place.example'), own));
    expect(error).toMatchObject({ code: 'bad-redirect' });
    expect(error.message).toContain('from https to plain http');
    expect(plain.requests).toHaveLength(0);

    const doubting = bench.client({ lookup });
    const untrusted = await failure(doubting.get(secure.url('/ok', 'place.example'), own));
    expect(untrusted.code).toBe('unreachable');
    expect(untrusted.message).toContain('certificate');
  });
});

describe('nextHop', () => {
  it('reads raw UTF-8 in a Location, as header bytes give it', () => {
    const raw = Buffer.from('/caf\u00e9', 'utf8').toString('latin1');
    expect(nextHop(new URL('https://a.example/x'), raw).href).toBe('https://a.example/caf%C3%A9');
  });

  it('takes no credentials from a place', () => {
    const target = nextHop(new URL('https://a.example/'), 'https://jo:x@b.example/');
    expect(target.href).toBe('https://b.example/');
  });
});
