import type { LookupFunction } from 'node:net';
import { afterEach } from 'vitest';
import { PoliteHttp, userAgent, type PoliteHttpOptions } from '../../src/connectors/http.js';
import { PlaceError } from '../../src/connectors/errors.js';
import { LoopbackServer, type Handler } from './loopback-server.js';

type Routes = Readonly<Record<string, Handler>> | Handler;

/** Servers and clients of one test, closed after it. */
export class HttpBench {
  private readonly closing: (() => Promise<void>)[] = [];

  constructor() {
    afterEach(async () => {
      for (const close of this.closing.splice(0)) await close();
    });
  }

  async serve(routes: Routes, tls?: { key: string; cert: string }): Promise<LoopbackServer> {
    const server = await LoopbackServer.start(routes, tls);
    this.closing.push(() => server.close());
    return server;
  }

  client(options: Partial<PoliteHttpOptions> = {}): PoliteHttp {
    const agent = userAgent('1.2.3', 'https://earshot.example/contact');
    const client = new PoliteHttp({ userAgent: agent, ...options });
    this.closing.push(() => client.close());
    return client;
  }
}

/** A resolver that knows every name, by a list of answers: the last one holds for ever. */
export class ScriptedLookup {
  calls = 0;

  constructor(private readonly answers: readonly (readonly string[])[]) {}

  readonly lookup: LookupFunction = (_hostname, _options, callback) => {
    const answer = this.answers[Math.min(this.calls, this.answers.length - 1)] ?? [];
    this.calls++;
    const found = answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    callback(null, found);
  };
}

/** The error that a request ends with. */
export async function failure(request: Promise<unknown>): Promise<PlaceError> {
  const error = await request.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  if (error instanceof PlaceError) return error;
  throw error;
}
