import { describe, expect, it, vi } from 'vitest';
import type { SocketOptions } from '../../../src/connectors/http.js';
import { MAX_MESSAGE } from '../../../src/connectors/http/socket.js';
import { failure, HttpBench, ScriptedLookup } from '../http-bench.js';
import { reply, type Handler, type LoopbackServer } from '../loopback-server.js';
import { streaming, type StreamPeer } from '../stream-server.js';

const bench = new HttpBench();

function own(signal = new AbortController().signal): SocketOptions {
  return { allowPrivate: true, signal };
}

const address = (server: LoopbackServer, host = '127.0.0.1'): string =>
  server.url('/stream', host).replace(/^http/, 'ws');

async function stream(speak: (peer: StreamPeer) => void): Promise<string> {
  return address(await bench.serve(streaming(speak)));
}

async function all(messages: AsyncIterable<string>): Promise<string[]> {
  const read: string[] = [];
  for await (const message of messages) read.push(message);
  return read;
}

describe('a stream', () => {
  it('gives its messages in order, until the place ends it', async () => {
    const sent = Array.from({ length: 500 }, (_, i) => `message ${i} ☕`);
    const server = await bench.serve(
      streaming((peer) => {
        sent.forEach((text) => peer.send(text));
        peer.end();
      }),
    );
    expect(await all(bench.client().socket(address(server), own()))).toEqual(sent);
    expect(server.requests[0]?.headers['user-agent']).toMatch(/^Earshot\/1\.2\.3 \(\+https/);
  });

  it('ends quietly when the place restarts', async () => {
    const url = await stream((peer) => peer.end(1001, 'restart'));
    expect(await all(bench.client().socket(url, own()))).toEqual([]);
  });

  it('is closed when the reader has enough', async () => {
    let over = false;
    const url = await stream((peer) => {
      peer.socket.on('close', () => (over = true));
      peer.send('one');
      peer.send('two');
    });
    for await (const message of bench.client().socket(url, own())) {
      expect(message).toBe('one');
      break;
    }
    await vi.waitFor(() => expect(over).toBe(true));
  });

  it('makes a place wait that is faster than its reader, and loses nothing', async () => {
    const message = 'x'.repeat(MAX_MESSAGE - 1);
    const many = 60;
    let sent = 0;
    let waited = false;
    const url = await stream((peer) => {
      const fill = (): void => {
        while (sent < many) {
          sent++;
          if (!peer.send(message)) return void peer.socket.once('drain', fill);
        }
        peer.end();
      };
      fill();
    });
    let read = 0;
    for await (const each of bench.client().socket(url, own())) {
      if (read++ === 0) {
        // Turns of the event loop, in which an unchecked stream would bring all of it.
        for (let turn = 0; turn < 2_000; turn++) await new Promise(setImmediate);
        waited = sent < many;
      }
      expect(each).toHaveLength(message.length);
    }
    expect(waited).toBe(true);
    expect(read).toBe(many);
  });
});

describe('a stream that fails', () => {
  it.each<[string, Handler, string]>([
    ['403', reply(403), 'blocked'],
    ['429', reply(429, { 'retry-after': '60' }), 'rate-limited'],
    ['400', reply(400, {}, '{"error":"CursorTooOld"}'), 'rejected'],
    ['404', reply(404), 'not-found'],
    ['500', reply(500), 'server-error'],
    ['200', reply(200, {}, 'hello'), 'unreachable'],
    ['a redirect', reply(302, { location: '/other' }), 'unreachable'],
    ['a closed connection', (request) => void request.socket.destroy(), 'unreachable'],
    [
      'a wrong handshake',
      (request) =>
        void request.socket.write(
          'HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n',
        ),
      'unreachable',
    ],
  ])('says what to do when it is refused with %s', async (_name, handler, code) => {
    const server = await bench.serve(handler);
    const error = await failure(all(bench.client().socket(address(server), own())));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(/^\S.{20,}\.$/);
    expect(error.retryAt === null).toBe(code !== 'rate-limited');
  });

  it('is unreachable when nobody listens, or the name is not known', async () => {
    const closed = await bench.serve(reply(200));
    const url = address(closed);
    await closed.close();
    const refused = await failure(all(bench.client().socket(url, own())));
    expect(refused).toMatchObject({ code: 'unreachable' });
    expect(refused.message).toContain('refuses connections');
  });

  it('is unreachable when it breaks, after what came whole was given', async () => {
    const url = await stream((peer) => {
      peer.send('whole');
      peer.socket.write(Buffer.from([0x81, 10, 0x61]), () => void peer.socket.destroy());
    });
    const read: string[] = [];
    const reading = (async () => {
      for await (const message of bench.client().socket(url, own())) read.push(message);
    })();
    expect((await failure(reading)).message).toMatch(/broke.*tries again/);
    expect(read).toEqual(['whole']);
  });

  it('tells the reason that the place gives', async () => {
    const url = await stream((peer) => peer.end(1008, 'ConsumerTooSlow'));
    const error = await failure(all(bench.client().socket(url, own())));
    expect(error).toMatchObject({ code: 'unreachable' });
    expect(error.message).toContain('1008: ConsumerTooSlow');
  });

  it.each([
    ['larger than any post', MAX_MESSAGE + 1, 'too-large'],
    ['larger than is read at all', 5 * MAX_MESSAGE, 'unreachable'],
  ])('does not take a message %s', async (_name, length, code) => {
    const url = await stream((peer) => void peer.send('x'.repeat(length)));
    const error = await failure(all(bench.client().socket(url, own())));
    expect(error.code).toBe(code);
  });

  it('ends after a silence, which pings break', async () => {
    const silent = await stream(() => undefined);
    const client = bench.client({ limits: { idleMs: 300 } });
    expect((await failure(all(client.socket(silent, own())))).code).toBe('timed-out');

    const alive = await stream((peer) => {
      let pings = 0;
      const timer = setInterval(() => {
        if (++pings < 10) return peer.ping();
        clearInterval(timer);
        peer.send('late');
        peer.end();
      }, 60);
    });
    expect(await all(client.socket(alive, own()))).toEqual(['late']);
  });

  it('ends a handshake that is never answered', async () => {
    const server = await bench.serve(() => undefined);
    const client = bench.client({ limits: { idleMs: 300 } });
    expect((await failure(all(client.socket(address(server), own())))).code).toBe('timed-out');
  });
});

describe('the end by the reader', () => {
  it('comes at once, with the reason given, and cuts the connection', async () => {
    const controller = new AbortController();
    let over = false;
    const url = await stream((peer) => {
      peer.socket.on('close', () => (over = true));
      peer.send('one');
    });
    const reading = (async () => {
      for await (const message of bench.client().socket(url, own(controller.signal))) {
        if (message === 'one') controller.abort(new Error('shutting down'));
      }
    })();
    await expect(reading).rejects.toThrow('shutting down');
    await vi.waitFor(() => expect(over).toBe(true));
  });

  it('may come before the handshake is answered, or before it is begun', async () => {
    const controller = new AbortController();
    const server = await bench.serve(() => controller.abort(new Error('shutting down')));
    const client = bench.client();
    const waiting = all(client.socket(address(server), own(controller.signal)));
    await expect(waiting).rejects.toThrow('shutting down');
    const late = all(client.socket(address(server), own(AbortSignal.abort(new Error('too late')))));
    await expect(late).rejects.toThrow('too late');
    expect(server.requests).toHaveLength(1);
  });
});

describe('the guard', () => {
  const { signal } = new AbortController();

  it('refuses a private address, written out or behind a name', async () => {
    const server = await bench.serve(streaming((peer) => peer.end()));
    const literal = await failure(all(bench.client().socket(address(server), { signal })));
    expect(literal).toMatchObject({ code: 'address-refused' });
    const { lookup } = new ScriptedLookup([['127.0.0.1']]);
    const client = bench.client({ lookup });
    const named = await failure(all(client.socket(address(server, 'stream.example'), { signal })));
    expect(named).toMatchObject({ code: 'address-refused' });
    expect(named.message).toContain('allow private addresses');
    expect(server.requests).toHaveLength(0);
    expect(await all(client.socket(address(server, 'stream.example'), own()))).toEqual([]);
  });

  it('never reaches a metadata service, and knows no other schemes', async () => {
    const client = bench.client();
    for (const url of ['ws://169.254.169.254/x', 'http://place.example/', 'nonsense']) {
      expect((await failure(all(client.socket(url, own())))).code).toBe('address-refused');
    }
  });
});
