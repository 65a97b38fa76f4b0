import { createServer, type Server } from 'node:http';
import { readFileSync, readdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';

const Place = z.object({
  posts: z.array(z.object({ title: z.string().nullish(), text: z.string() })),
});

/** The recorded posts of the demo: real texts of real length. */
export function recordedTexts(root: string): { title: string | null; text: string }[] {
  const folder = join(root, 'config', 'demo', 'places');
  return readdirSync(folder).flatMap((file) =>
    Place.parse(JSON.parse(readFileSync(join(folder, file), 'utf8'))).posts.map(
      ({ title, text }) => ({
        title: title ?? null,
        text,
      }),
    ),
  );
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Serves `count` RSS feeds of `size` posts each; no post stands in two of them. */
export async function servePlaces(
  texts: readonly { title: string | null; text: string }[],
  count: number,
  size: number,
): Promise<{ urls: string[]; server: Server }> {
  const bodies = Array.from({ length: count }, (_, place) => rss(texts, place, size));
  const server = createServer((request, response) => {
    const body = bodies[Number(request.url?.slice(1))];
    response.writeHead(body ? 200 : 404, { 'content-type': 'application/rss+xml; charset=utf-8' });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { urls: bodies.map((_, place) => `http://127.0.0.1:${port}/${place}`), server };
}

function rss(
  texts: readonly { title: string | null; text: string }[],
  place: number,
  size: number,
): Buffer {
  const items = Array.from({ length: size }, (_, index) => {
    const { title, text } = texts[(place * size + index) % texts.length] ?? {
      title: null,
      text: '',
    };
    const id = `${place}-${index}`;
    return `<item><title>${escaped(title ?? '')}</title><link>https://place-${place}.example/${id}</link>
<guid isPermaLink="false">${id}</guid><dc:creator>user${(place * size + index) % 5000}</dc:creator>
<pubDate>${new Date(Date.now() - index * 60_000).toUTCString()}</pubDate><description>${escaped(text)} (post ${id})</description></item>`;
  });
  return Buffer.from(`<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Place ${place}</title><link>https://place-${place}.example/</link>${items.join('\n')}</channel></rss>`);
}
