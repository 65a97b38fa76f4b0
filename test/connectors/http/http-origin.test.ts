import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { HttpBench, ScriptedLookup } from '../http-bench.js';
import type { Handler } from '../loopback-server.js';

const tls = (name: string): string =>
  readFileSync(new URL(`../../fixtures/tls/place.example.${name}.pem`, import.meta.url), 'utf8');

const bench = new HttpBench();
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** One port that speaks http and https: two origins on one host. */
async function serveBoth(answer: Handler): Promise<number> {
  const plain = await bench.serve(answer);
  const secure = await bench.serve(answer, { key: tls('key'), cert: tls('cert') });
  const port = net.createServer((socket) => {
    socket.once('data', (first) => {
      const isTls = Buffer.from(first)[0] === 0x16;
      const inner = net.connect((isTls ? secure : plain).port, '127.0.0.1');
      inner.write(first);
      socket.pipe(inner).pipe(socket);
      inner.on('error', () => socket.destroy());
      socket.on('error', () => inner.destroy());
    });
  });
  await new Promise<void>((resolve) => port.listen(0, '127.0.0.1', resolve));
  closing.push(() => port.close());
  return (port.address() as AddressInfo).port;
}

it('headers that were given for one origin do not go to another, not even on the same host', async () => {
  const received: IncomingHttpHeaders[] = [];
  const port = await serveBoth((request, response) => {
    received.push(request.headers);
    const isLast = request.url === '/end';
    if (isLast) response.end('x');
    else response.writeHead(302, { location: `https://place.example:${port}/end` }).end();
  });
  const { lookup } = new ScriptedLookup([['127.0.0.1']]);
  const client = bench.client({ lookup, ca: tls('cert') });
  const reached = await client.get(`http://place.example:${port}/`, {
    allowPrivate: true,
    headers: { authorization: 'Bearer secret', 'x-api-key': 'secret' },
  });
  expect(reached.url).toBe(`https://place.example:${port}/end`);
  expect(received[0]).toMatchObject({ authorization: 'Bearer secret', 'x-api-key': 'secret' });
  expect(JSON.stringify(received[1])).not.toContain('secret');
});

it('headers that were given for an origin follow a redirect within it', async () => {
  const server = await bench.serve((request, response) => {
    if (request.url === '/end') response.end(request.headers.authorization);
    else response.writeHead(302, { location: '/end' }).end();
  });
  const headers = { authorization: 'Bearer token' };
  const { body } = await bench.client().get(server.url('/'), { allowPrivate: true, headers });
  expect(Buffer.from(body).toString()).toBe('Bearer token');
});

it('a password with a bare percent sign is sent as it stands', async () => {
  const server = await bench.serve((request, response) => {
    response.end(request.headers.authorization);
  });
  const url = server.url('/').replace('://', '://jo:50%25 or 100%@');
  const { body } = await bench.client().get(url, { allowPrivate: true });
  const pair = Buffer.from(body).toString().replace('Basic ', '');
  expect(Buffer.from(pair, 'base64').toString()).toBe('jo:50%25%20or%20100%');
});
