import zlib from 'node:zlib';
import type { ServerResponse } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import { failure, HttpBench } from '../http-bench.js';
import { reply } from '../loopback-server.js';

const bench = new HttpBench();
const own = { allowPrivate: true };
const text = 'A kettle that does not boil. '.repeat(100);

/** Writes for ever, a piece each time the last one went out or, with a pause, after it. */
function drip(response: ServerResponse, piece: Buffer, pauseMs: number): void {
  const timer = setInterval(() => response.write(piece), pauseMs);
  response.on('close', () => clearInterval(timer));
}

describe('packed bodies', () => {
  it.each([
    ['gzip', zlib.gzipSync(text)],
    ['x-gzip', zlib.gzipSync(text)],
    ['br', zlib.brotliCompressSync(text)],
    ['deflate', zlib.deflateSync(text)],
    ['deflate', zlib.deflateRawSync(text)],
    ['identity', Buffer.from(text)],
  ])('are unpacked (%s)', async (encoding, packed) => {
    const server = await bench.serve({ '/': reply(200, { 'content-encoding': encoding }, packed) });
    const { body } = await bench.client().get(server.url('/'), own);
    expect(Buffer.from(body).toString()).toBe(text);
  });

  it.each([
    ['gzip', Buffer.from('not gzip')],
    ['gzip', zlib.gzipSync(text).subarray(0, 40)],
    ['br', Buffer.from('not brotli')],
    ['zstd', Buffer.from('x')],
    ['gzip, gzip', zlib.gzipSync(zlib.gzipSync(text))],
  ])('that are damaged or unknown are unreadable (%s)', async (encoding, packed) => {
    const server = await bench.serve({ '/': reply(200, { 'content-encoding': encoding }, packed) });
    expect((await failure(bench.client().get(server.url('/'), own))).code).toBe('unreadable');
  });

  it.each([
    ['gzip', zlib.gzipSync(Buffer.alloc(50_000_000))],
    ['br', zlib.brotliCompressSync(Buffer.alloc(50_000_000))],
  ])('that are bombs stop at the limit (%s)', async (encoding, bomb) => {
    const server = await bench.serve({ '/': reply(200, { 'content-encoding': encoding }, bomb) });
    const before = process.memoryUsage().arrayBuffers;
    const error = await failure(
      bench.client().get(server.url('/'), { ...own, maxBytes: 1_000_000 }),
    );
    expect(error.code).toBe('too-large');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  });
});

describe('hostile answers', () => {
  it('an endless body stops at the limit, and its connection is cut', async () => {
    let isOpen = true;
    const server = await bench.serve((_request, response) => {
      response.on('close', () => (isOpen = false));
      drip(response, Buffer.alloc(100_000), 0);
    });
    const asked = bench.client().get(server.url('/'), { ...own, maxBytes: 1_000_000 });
    expect(await failure(asked)).toMatchObject({ code: 'too-large', retry: 'later' });
    await vi.waitFor(() => expect(isOpen).toBe(false));
  });

  it('a slow drip ends with the time for the whole exchange', async () => {
    const server = await bench.serve((_request, response) => drip(response, Buffer.from('x'), 20));
    const client = bench.client({ limits: { totalMs: 300 } });
    const error = await failure(client.get(server.url('/'), own));
    expect(error).toMatchObject({ code: 'timed-out', retry: 'soon' });
  });

  it('silence ends with the time for silence', async () => {
    const server = await bench.serve({
      '/before': () => undefined,
      '/within': (_request, response) => void response.writeHead(200).write('x'),
    });
    const client = bench.client({ limits: { idleMs: 200 } });
    expect((await failure(client.get(server.url('/before'), own))).code).toBe('timed-out');
    expect((await failure(client.get(server.url('/within'), own))).code).toBe('timed-out');
  });

  it('waiting for the turn of the host does not use up the time', async () => {
    const server = await bench.serve((_request, response) => {
      setTimeout(() => response.end('x'), 200);
    });
    const client = bench.client({ limits: { totalMs: 700 } });
    const asked = Array.from({ length: 5 }, () => client.get(server.url('/'), own));
    await expect(Promise.all(asked)).resolves.toHaveLength(5);
  });

  it('headers have a limit, too', async () => {
    const server = await bench.serve({ '/': reply(200, { 'x-long': 'x'.repeat(40_000) }, 'x') });
    expect((await failure(bench.client().get(server.url('/'), own))).code).toBe('too-large');
  });

  it('a body that breaks off is not taken for a whole one', async () => {
    const server = await bench.serve((_request, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('half', () => response.destroy());
    });
    expect((await failure(bench.client().get(server.url('/'), own))).code).toBe('unreachable');
  });

  it('an error page that never ends does not hide the error', async () => {
    const server = await bench.serve((_request, response) => {
      response.writeHead(403);
      drip(response, Buffer.alloc(10_000), 0);
    });
    expect((await failure(bench.client().get(server.url('/'), own))).code).toBe('blocked');
  });
});

describe('abort', () => {
  it('ends a request with the reason given, and frees the host', async () => {
    const controller = new AbortController();
    const server = await bench.serve({
      '/stuck': () => controller.abort(new Error('shutting down')),
      '/': reply(200, {}, 'x'),
    });
    const client = bench.client();
    const stuck = client.get(server.url('/stuck'), { ...own, signal: controller.signal });
    await expect(stuck).rejects.toThrow('shutting down');
    await expect(client.get(server.url('/'), own)).resolves.toMatchObject({ status: 200 });
  });

  it('ends waiting for the host, too', async () => {
    const waiting = new AbortController();
    let finish = (): void => undefined;
    const server = await bench.serve((_request, response) => {
      finish = () => void response.end('x');
      waiting.abort(new Error('no longer wanted'));
    });
    const client = bench.client();
    const first = client.get(server.url('/first'), own);
    const second = client.get(server.url('/second'), { ...own, signal: waiting.signal });
    await expect(second).rejects.toThrow('no longer wanted');
    finish();
    await expect(first).resolves.toMatchObject({ status: 200 });
    expect(server.requests.map(({ url }) => url)).toEqual(['/first']);
  });

  it('does not even begin when it is too late', async () => {
    const signal = AbortSignal.abort(new Error('too late'));
    await expect(bench.client().get('http://127.0.0.1:1/', { ...own, signal })).rejects.toThrow(
      'too late',
    );
  });
});
