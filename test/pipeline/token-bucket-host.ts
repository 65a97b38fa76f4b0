import { createServer, type OutgoingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { feed } from './place.js';

export interface BucketOptions {
  /** Requests that may come at once. */
  readonly burst: number;
  /** Requests that may come per second after that. */
  readonly perSecond: number;
  /** Whether answers tell what is left. */
  readonly tells: boolean;
  /** So many requests over the limit, and nobody is answered any more. */
  readonly bannedAfter: number;
}

/** A host with many feeds and a limit for all of them together, by a token bucket. */
export class TokenBucketHost {
  /** Requests by User-Agent. */
  readonly askedBy = new Map<string, number>();
  over = 0;
  banned = false;
  /** Most requests under way at once. */
  most = 0;
  private underWay = 0;
  private tokens: number;
  private filledAt = performance.now();

  private constructor(
    private readonly server: Server,
    private readonly options: BucketOptions,
  ) {
    this.tokens = options.burst;
  }

  static async open(options: BucketOptions): Promise<TokenBucketHost> {
    const server = createServer((request, response) => {
      host.most = Math.max(host.most, ++host.underWay);
      response.on('close', () => host.underWay--);
      const { status, headers } = host.judge(request.headers['user-agent'] ?? 'nobody');
      const post = { id: request.url ?? '', text: `An Apex that waits at ${request.url}.` };
      response.writeHead(status, headers).end(status === 200 ? feed([post]) : '');
    });
    const host = new TokenBucketHost(server, options);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return host;
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private judge(agent: string): { status: number; headers: OutgoingHttpHeaders } {
    this.askedBy.set(agent, (this.askedBy.get(agent) ?? 0) + 1);
    const { burst, perSecond, tells, bannedAfter } = this.options;
    const now = performance.now();
    this.tokens = Math.min(burst, this.tokens + ((now - this.filledAt) / 1000) * perSecond);
    this.filledAt = now;
    const fits = this.tokens >= 1;
    if (fits) this.tokens--;
    else this.banned ||= ++this.over >= bannedAfter;
    const headers = {
      'x-ratelimit-limit': burst,
      'x-ratelimit-remaining': Math.floor(this.tokens),
      'x-ratelimit-reset': ((burst - this.tokens) / perSecond).toFixed(2),
    };
    const status = this.banned ? 403 : fits ? 200 : 429;
    return { status, headers: tells ? headers : {} };
  }
}
