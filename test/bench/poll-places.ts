import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PACKAGE_ROOT } from '../../src/settings/package-root.js';
import { recordedTexts } from './places.js';
import { ADDRESSES, DRIPS, HUGE } from './poll-addresses.js';

const POSTS = 20;
/** Of so many questions to a place, one finds a new post. */
const NEWS_EVERY = 20;
/** Just below what Earshot takes of one answer. */
const HUGE_BYTES = 5_000_000;
const DRIP_MS = 500;

const texts = recordedTexts(PACKAGE_ROOT);
const versions = new Map<string, number>();
let asked = 0;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function item(host: string, version: number, age: number): string {
  const seed = host.split('.').reduce((sum, part) => sum * 31 + Number(part), version);
  const { title, text } = texts[seed % texts.length] ?? { title: null, text: '' };
  return `<item><title>${escaped(title ?? '')}</title><guid isPermaLink="false">${version}</guid>
<link>http://${host}/${version}</link><pubDate>${new Date(Date.now() - age * 900_000).toUTCString()}</pubDate>
<description>${escaped(text)}${version > 0 ? ' (a new post)' : ''}</description></item>`;
}

function feed(host: string, version: number, posts = POSTS): string {
  const items = Array.from({ length: posts }, (_, n) => item(host, version - n, n));
  return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>
<title>${host}</title><link>http://${host}/</link>${items.join('\n')}</channel></rss>`;
}

/** A place that says "not modified" to those who ask whether it was, and has a new post now and then. */
function answer(host: string, known: string | undefined, response: ServerResponse): void {
  const before = versions.get(host) ?? 0;
  const version = ++asked % NEWS_EVERY === 0 ? before + 1 : before;
  versions.set(host, version);
  const etag = `"v${version}"`;
  if (known === etag) return void response.writeHead(304, { etag }).end();
  response.writeHead(200, { etag, 'content-type': 'application/rss+xml; charset=utf-8' });
  response.end(feed(host, version));
}

let hugeBody: string | null = null;
function huge(): string {
  const posts = Math.floor(HUGE_BYTES / (feed(HUGE, 0, 2_000).length / 2_000));
  // None of them is listened for: reading what is would be another measurement.
  return (hugeBody ??= feed(HUGE, 0, posts).slice(0, HUGE_BYTES));
}

function drip(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/rss+xml' });
  const timer = setInterval(() => response.write(' '), DRIP_MS);
  response.once('close', () => clearInterval(timer));
}

const server = createServer((request, response) => {
  const host = (request.socket.localAddress ?? '').replace(/^::ffff:/, '');
  if (host === DRIPS) return drip(response);
  if (host === HUGE) return void response.writeHead(200).end(huge());
  answer(host, request.headers['if-none-match'], response);
});
server.keepAliveTimeout = 60_000;
// Every address of 127.0.0.0/8 leads here: each is a host of its own.
server.listen({ host: '0.0.0.0', port: 0, backlog: 4_096 }, () =>
  process.send?.({ port: (server.address() as AddressInfo).port, of: ADDRESSES.length }),
);
// Whoever started this wants it only as long as it lives itself.
process.once('disconnect', () => process.exit());
