import type { CliContext, OpenContext } from '../../src/cli/context.js';
import { NotFound } from '../../src/connectors/errors.js';
import type { HttpClient, HttpReply } from '../../src/connectors/http.js';
import type { DataSource } from '../../src/store/database.js';
import { makeSettings } from './makers.js';
import { outsideOf } from './outside.js';

/** Answers for the addresses that it was given a body for; the others are not there. */
export class FewPlaces implements HttpClient {
  constructor(private readonly bodies: Readonly<Record<string, string>> = {}) {}

  readonly post = never;
  readonly socket = never;

  get(url: string): Promise<HttpReply> {
    const body = this.bodies[url];
    if (body === undefined) return Promise.reject(new NotFound('Nothing is there (404).'));
    return Promise.resolve({
      status: 200,
      url,
      headers: { 'content-type': 'application/rss+xml' },
      body: new TextEncoder().encode(body),
      validators: null,
      freshForSeconds: null,
      permanentRedirectTo: null,
    });
  }
}

/** What no command does. */
const never = (): never => {
  throw new Error('no command sends, or listens to a stream');
};

/** A command line on an open database, which it leaves open. */
export function contextOf(database: DataSource, http: HttpClient = new FewPlaces()): OpenContext {
  const context: CliContext = {
    settings: makeSettings(),
    openDatabase: () =>
      Promise.resolve({
        database,
        outside: outsideOf(http),
        bus: () => Promise.reject(new Error('these commands need no queue')),
        close: () => Promise.resolve(),
      }),
  };
  return () => Promise.resolve(context);
}
