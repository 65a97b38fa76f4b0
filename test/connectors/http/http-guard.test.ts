import { describe, expect, it } from 'vitest';
import { failure, HttpBench, ScriptedLookup } from '../http-bench.js';
import { redirect, reply } from '../loopback-server.js';

const bench = new HttpBench();

describe('addresses', () => {
  it('refuses loopback unless it is allowed for this request', async () => {
    const server = await bench.serve({ '/': reply(200, {}, 'secret') });
    const client = bench.client();
    expect(await failure(client.get(server.url('/')))).toMatchObject({
      code: 'address-refused',
      retry: 'never',
    });
    expect(server.requests).toHaveLength(0);
    const allowed = await client.get(server.url('/'), { allowPrivate: true });
    expect(Buffer.from(allowed.body).toString()).toBe('secret');
  });

  it('does not use an allowed connection for a request that is not allowed', async () => {
    const server = await bench.serve({ '/': reply(200, {}, 'secret') });
    const { lookup } = new ScriptedLookup([['127.0.0.1']]);
    const client = bench.client({ lookup });
    await client.get(server.url('/', 'place.example'), { allowPrivate: true });
    const error = await failure(client.get(server.url('/', 'place.example')));
    expect(error.code).toBe('address-refused');
    expect(server.requests).toHaveLength(1);
  });

  it('connects to the very address that was judged, asking for it once', async () => {
    const server = await bench.serve({ '/': reply(200, {}, 'here') });
    const script = new ScriptedLookup([['127.0.0.1'], ['10.255.255.1']]);
    const client = bench.client({ lookup: script.lookup });
    await client.get(server.url('/', 'place.example'), { allowPrivate: true });
    expect(script.calls).toBe(1);
  });

  it('refuses a name that leads to loopback, without a request', async () => {
    const server = await bench.serve({ '/': reply(200) });
    const { lookup } = new ScriptedLookup([['127.0.0.1']]);
    const error = await failure(bench.client({ lookup }).get(server.url('/', 'place.example')));
    expect(error.message).toMatch(/place\.example leads to 127\.0\.0\.1/);
    expect(server.requests).toHaveLength(0);
  });

  it.each(['file:///etc/passwd', 'ftp://example.com/x', 'data:text/plain,x', 'nonsense'])(
    'refuses %s',
    async (url) => expect((await failure(bench.client().get(url))).code).toBe('address-refused'),
  );
});

describe('redirects to other hosts', () => {
  it('judges the next host without what was allowed for the first', async () => {
    const inner = await bench.serve({ '/admin': reply(200, {}, 'secret') });
    const outer = await bench.serve({ '/': redirect(inner.url('/admin')) });
    const error = await failure(bench.client().get(outer.url('/'), { allowPrivate: true }));
    expect(error.code).toBe('address-refused');
    expect(inner.requests).toHaveLength(0);
  });

  it('refuses a redirect to the metadata service in every notation', async () => {
    for (const host of ['169.254.169.254', '[::ffff:a9fe:a9fe]', '0xa9fea9fe']) {
      const server = await bench.serve({ '/': redirect(`http://${host}/latest/meta-data/`) });
      const error = await failure(bench.client().get(server.url('/'), { allowPrivate: true }));
      expect(error.code).toBe('address-refused');
    }
  });

  it('signs in only where it was told to', async () => {
    const server = await bench.serve({
      '/': redirect('/next'),
      '/next': (request, response) => response.end(request.headers.authorization ?? 'none'),
      '/away': (request, response) =>
        void response
          .writeHead(302, { location: server.url('/next', 'other.example') })
          .end(request.url),
    });
    const { lookup } = new ScriptedLookup([['127.0.0.1']]);
    const client = bench.client({ lookup });
    const own = server.url('/', 'jo:s%40cret@place.example');
    const reached = await client.get(own, { allowPrivate: true });
    const basic = `Basic ${Buffer.from('jo:s@cret').toString('base64')}`;
    expect(Buffer.from(reached.body).toString()).toBe(basic);
    expect(reached.url).toBe(server.url('/next', 'place.example'));

    const away = server.url('/away', 'jo:s%40cret@place.example');
    const error = await failure(client.get(away, { allowPrivate: true }));
    expect(error.code).toBe('address-refused');
    expect(error.message).not.toContain('s@cret');
    expect(server.requests.map((request) => request.url)).toEqual(['/', '/next', '/away']);
  });
});
