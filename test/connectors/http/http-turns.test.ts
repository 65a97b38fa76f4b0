import { describe, expect, it, vi } from 'vitest';
import type { HostGate, Lesson, NotYet, Turn } from '../../../src/connectors/http/host-gate.js';
import { MemoryGate } from '../../../src/connectors/http/memory-gate.js';
import { failure, HttpBench, ScriptedLookup } from '../http-bench.js';
import { redirect, reply } from '../loopback-server.js';

const bench = new HttpBench();
const own = { allowPrivate: true };
const LEASE_MS = 60_000;

/** A gate that remembers what was asked of it. */
class WatchedGate implements HostGate {
  readonly begun: string[] = [];
  readonly lessons: Lesson[] = [];
  /** Most who asked for one turn at a time. */
  most = 0;
  private asking = 0;
  private readonly inner = new MemoryGate();

  async begin(host: string, leaseMs: number): Promise<Turn | NotYet> {
    this.most = Math.max(this.most, ++this.asking);
    await new Promise(setImmediate);
    const answer = await this.inner.begin(host, leaseMs);
    this.asking--;
    if (answer.begun) this.begun.push(host);
    return answer;
  }

  end(host: string, turn: Turn, lesson: Lesson): Promise<void> {
    this.lessons.push(lesson);
    return this.inner.end(host, turn, lesson);
  }
}

/** Somebody else's exchange with the host, until it is told to end. */
async function hold(gate: HostGate, host: string): Promise<() => Promise<void>> {
  const turn = await gate.begin(host, LEASE_MS);
  if (!turn.begun) throw new Error(`${host} is not free`);
  return () => gate.end(host, turn, { restMs: 0, pauseMs: null, spacingMs: null });
}

describe('the turn of a host', () => {
  it('is taken for each hop, and given back with what it taught', async () => {
    const server = await bench.serve({ '/': redirect('/next'), '/next': reply(200, {}, 'x') });
    const gate = new WatchedGate();
    await bench.client({ gate, spacing: { ofOwn: 5 } }).get(server.url('/'), own);
    const { host } = new URL(server.url('/'));
    expect(gate.begun).toEqual([host, host]);
    expect(gate.lessons).toHaveLength(2);
    for (const { restMs } of gate.lessons) expect(restMs).toBeGreaterThan(0);
  });

  it('is given back after a failure, too', async () => {
    const server = await bench.serve((request) => request.socket.destroy());
    const gate = new WatchedGate();
    const client = bench.client({ gate });
    for (let n = 0; n < 2; n++)
      expect((await failure(client.get(server.url('/'), own))).code).toBe('unreachable');
    expect(gate.lessons).toHaveLength(2);
  });

  it('is waited for while another process asks the host', async () => {
    const server = await bench.serve({ '/': reply(200, {}, 'x') });
    const gate = new WatchedGate();
    const release = await hold(gate, new URL(server.url('/')).host);
    const asked = bench.client({ gate }).get(server.url('/'), own);
    const other = await bench.serve({ '/': reply(200, {}, 'x') });
    await bench.client({ gate }).get(other.url('/'), own);
    expect(server.requests).toHaveLength(0);
    await release();
    expect((await asked).status).toBe(200);
  });

  it('is asked for by one at a time of those who wait here', async () => {
    const server = await bench.serve({ '/': reply(200, {}, 'x') });
    const gate = new WatchedGate();
    const client = bench.client({ gate });
    await Promise.all(Array.from({ length: 8 }, () => client.get(server.url('/'), own)));
    expect(gate.most).toBe(1);
  });

  it('is longer in coming to hosts of others than to our own', async () => {
    const gate = new WatchedGate();
    const lookup = new ScriptedLookup([['127.0.0.1']]).lookup;
    const client = bench.client({ gate, lookup, spacing: { ofOthers: 40_000, ofOwn: 0 } });
    await failure(client.get('http://place.example:1/'));
    await failure(client.get('http://place.example:2/', own));
    expect(gate.lessons[0]?.restMs).toBeGreaterThan(20_000);
    expect(gate.lessons[1]?.restMs).toBeLessThanOrEqual(0);
  });

  it('that cannot be had lets no request out', async () => {
    const server = await bench.serve({ '/': reply(200, {}, 'x') });
    const gate: HostGate = {
      begin: () => Promise.reject(new Error('the database is gone')),
      end: () => Promise.resolve(),
    };
    const asked = bench.client({ gate }).get(server.url('/'), own);
    await expect(asked).rejects.toThrow('the database is gone');
    expect(server.requests).toHaveLength(0);
  });

  it('is taken for the opening of a stream, too', async () => {
    const gate = new WatchedGate();
    const server = await bench.serve({ '/': reply(403) });
    const stream = bench.client({ gate }).socket(server.url('/').replace('http', 'ws'), {
      ...own,
      signal: new AbortController().signal,
    });
    await failure(stream[Symbol.asyncIterator]().next());
    expect(gate.begun).toEqual([new URL(server.url('/')).host]);
  });
});

describe('waiting for a turn', () => {
  it('has an end, and is no fault of the place', async () => {
    const server = await bench.serve({ '/': reply(200, {}, 'x') });
    const gate = new MemoryGate();
    await hold(gate, new URL(server.url('/')).host);
    const client = bench.client({ gate, maxWaitMs: 50 });
    // The second waits in line here, the first at the gate.
    const asked = ['/', '/'].map((path) => failure(client.get(server.url(path), own)));
    for (const error of await Promise.all(asked))
      expect(error).toMatchObject({ code: 'host-busy', retry: 'soon', status: null });
    expect(server.requests).toHaveLength(0);
  });

  it('does not begin when it would take too long: the poll is put off until it is time', async () => {
    const server = await bench.serve({ '/': reply(429, { 'retry-after': '600' }) });
    const gate = new MemoryGate();
    const limited = await failure(bench.client({ gate }).get(server.url('/'), own));
    expect(limited.code).toBe('rate-limited');
    const client = bench.client({ gate });
    const error = await failure(client.get(server.url('/other'), own));
    expect(error.code).toBe('host-busy');
    expect(error.retryAt?.getTime()).toBeGreaterThan(Date.now() + 500_000);
    expect(error.message).toContain(error.retryAt?.toISOString());
    expect(server.requests).toHaveLength(1);
  });

  it('holds back also those of the process that met the limit', async () => {
    const server = await bench.serve({
      '/': reply(200, { 'ratelimit-remaining': '0', 'ratelimit-reset': '600' }, 'x'),
    });
    const gate = new WatchedGate();
    const client = bench.client({ gate });
    await client.get(server.url('/'), own);
    expect((await failure(client.get(server.url('/'), own))).code).toBe('host-busy');
    expect(gate.begun).toHaveLength(1);
  });

  it('a pause counts also where the body of the refusal is wanted', async () => {
    const server = await bench.serve({ '/': reply(429, { 'retry-after': '600' }, '{"why":"x"}') });
    const client = bench.client();
    const answer = await client.get(server.url('/'), { ...own, answers: [429] });
    expect(answer.status).toBe(429);
    expect((await failure(client.get(server.url('/'), own))).code).toBe('host-busy');
  });

  it('ends with the time of the caller, which is no time-out of the place', async () => {
    const server = await bench.serve({ '/': reply(200, {}, 'x') });
    const gate = new MemoryGate();
    await hold(gate, new URL(server.url('/')).host);
    const signal = AbortSignal.timeout(50);
    const error = await failure(bench.client({ gate }).get(server.url('/'), { ...own, signal }));
    expect(error.code).toBe('host-busy');
    expect(error.retryAt).not.toBeNull();
  });

  it('ends with the reason of the caller when it has another', async () => {
    const server = await bench.serve({ '/': reply(200, {}, 'x') });
    const gate = new WatchedGate();
    const release = await hold(gate, new URL(server.url('/')).host);
    const controller = new AbortController();
    const client = bench.client({ gate });
    const asked = client.get(server.url('/'), { ...own, signal: controller.signal });
    controller.abort(new Error('shutting down'));
    await expect(asked).rejects.toThrow('shutting down');
    await release();
    await vi.waitFor(() => client.get(server.url('/'), own));
    expect(server.requests).toHaveLength(1);
  });
});
