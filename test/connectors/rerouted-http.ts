import type {
  GetOptions,
  HttpClient,
  HttpReply,
  PostOptions,
  SocketOptions,
} from '../../src/connectors/http.js';

/**
 * Leads every request to the test's own server, whatever host the connector asks, so that those
 * with a fixed address can be held to the conformance suite, too.
 */
export class ReroutedHttp implements HttpClient {
  constructor(
    private readonly http: HttpClient,
    private readonly server: string,
  ) {}

  get(url: string, options: GetOptions = {}): Promise<HttpReply> {
    return this.http.get(this.rerouted(url), { ...options, allowPrivate: true });
  }

  post(url: string, options: PostOptions): Promise<HttpReply> {
    return this.http.post(this.rerouted(url), { ...options, allowPrivate: true });
  }

  socket(url: string, options: SocketOptions): AsyncIterable<string> {
    const address = this.rerouted(url).replace(/^http/, 'ws');
    return this.http.socket(address, { ...options, allowPrivate: true });
  }

  private rerouted(url: string): string {
    const { pathname, search } = new URL(url);
    return new URL(`${pathname}${search}`, this.server).href;
  }
}
