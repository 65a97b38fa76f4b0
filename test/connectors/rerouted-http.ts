import type { GetOptions, HttpClient, HttpReply } from '../../src/connectors/http.js';

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
    const { pathname, search } = new URL(url);
    return this.http.get(new URL(`${pathname}${search}`, this.server).href, {
      ...options,
      allowPrivate: true,
    });
  }
}
