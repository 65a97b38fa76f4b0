import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';

export interface Post {
  readonly id: string;
  readonly text: string;
  readonly author?: string;
  readonly at?: string;
}

/** What the place does when it is asked for a path; null is silence, and `cut` the end of the line. */
type Answer = (headers: IncomingHttpHeaders, path: string) => Reply | null | 'cut';

interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A place on this machine that answers as it is told to, and remembers what it was asked. */
export class LoopbackPlace {
  readonly asked: IncomingHttpHeaders[] = [];
  private answer: Answer = () => ({ body: feed([]) });

  private constructor(private readonly server: Server) {}

  static async open(): Promise<LoopbackPlace> {
    const server = createServer((request, response) => {
      place.asked.push(request.headers);
      const reply = place.answer(request.headers, request.url ?? '');
      if (reply === 'cut') return request.socket.destroy();
      // Without an answer the connection stays open: the place is asleep.
      if (reply) response.writeHead(reply.status ?? 200, reply.headers).end(reply.body);
    });
    const place = new LoopbackPlace(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    afterAll(() => {
      server.closeAllConnections();
      server.close();
    });
    return place;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/feed`;
  }

  gives(...posts: Post[]): void {
    this.answers({ body: feed(posts) });
  }

  /** The same answer to everybody, or one that depends on what was asked. */
  answers(reply: Reply | null | 'cut' | Answer): void {
    this.answer = typeof reply === 'function' ? reply : () => reply;
  }
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The posts as RSS 2.0. */
export function feed(posts: readonly Post[]): string {
  const items = posts.map(
    ({ id, text, author, at }) =>
      `<item><guid isPermaLink="false">${escaped(id)}</guid><description>${escaped(text)}</description>
       ${author ? `<dc:creator>${escaped(author)}</dc:creator>` : ''}
       ${at ? `<pubDate>${new Date(at).toUTCString()}</pubDate>` : ''}</item>`,
  );
  return `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <channel><title>A place</title><link>http://place.example/</link>${items.join('')}</channel></rss>`;
}
