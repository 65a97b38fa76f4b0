import { connect } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ServerEvent } from '../../src/api/views.js';
import { TokensStore } from '../../src/store/access/tokens.store.js';
import { announce, Changes } from '../../src/store/changes.js';
import { startApi } from '../support/api.js';
import { EventStream } from '../support/event-stream.js';

const api = await startApi({ heartbeatMs: 30 });
const { make, database } = api;
const open: EventStream[] = [];
async function listen(headers: Record<string, string>): Promise<EventStream> {
  const stream = await EventStream.open(`${api.url}/api/v1/events`, headers);
  open.push(stream);
  return stream;
}
afterEach(() => open.splice(0).forEach((stream) => stream.close()));
/** Open streams. */
const listeners = (): number => api.app.get(Changes).listenerCount('change');
const within = { timeout: 10_000, interval: 10 };

describe('the event stream', () => {
  it('tells of a change that somebody makes, as an event of that name', async () => {
    const [listener, worker] = [await api.as('read-only'), await api.as('manager')];
    const stream = await listen(listener.headers());
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    await vi.waitFor(() => expect(stream.text).toContain(': listening'), within);
    const monitor = await make.monitor();
    const source = await make.source();
    const { id } = await make.mention({ sourceId: source.id, monitorIds: [monitor.id] });
    const body = { status: 'done', version: 1 };
    expect((await worker.send('PATCH', `/api/v1/mentions/${id}`, { body })).status).toBe(200);
    await vi.waitFor(() => {
      const [event] = stream.events('change');
      expect(ServerEvent.parse(event)).toEqual({ kind: 'mentions', ids: [id] });
    }, within);
  });

  it('tells of what another process announces, and says "everything" when it is too much', async () => {
    const stream = await listen((await api.as('on-call')).headers());
    await vi.waitFor(() => expect(stream.text).toContain(': listening'), within);
    await announce(database, 'tasks', ['7']);
    await announce(
      database,
      'sources',
      Array.from({ length: 1_000 }, (_, n) => String(n)),
    );
    await vi.waitFor(
      () =>
        expect(stream.events('change')).toEqual([
          { kind: 'tasks', ids: ['7'] },
          { kind: 'sources', ids: [] },
        ]),
      within,
    );
  });

  it('shows signs of life', async () => {
    const stream = await listen((await api.as('on-call')).headers());
    await vi.waitFor(() => expect(stream.text).toContain(': still here'), within);
  });

  it('ends when the session does', async () => {
    const person = await api.as('on-call');
    const stream = await listen(person.headers());
    await vi.waitFor(() => expect(stream.text).toContain(': still here'), within);
    await person.send('DELETE', '/api/v1/session');
    await vi.waitFor(() => expect(stream.ended).toBe(true), within);
  });

  it('ends when the token is revoked', async () => {
    const person = await api.as('on-call');
    const tokens = new TokensStore(database);
    const { id, token } = await tokens.create(person.user.id, 'listener');
    const stream = await listen({ Authorization: `Bearer ${token}` });
    await vi.waitFor(() => expect(stream.text).toContain(': still here'), within);
    await tokens.revoke(person.user.id, id);
    await vi.waitFor(() => expect(stream.ended).toBe(true), within);
  });

  it('is for people who are signed in', async () => {
    expect((await listen({})).status).toBe(401);
  });

  it('cuts off a window that does not read, instead of keeping for it what it misses', async () => {
    const { hostname, port } = new URL(api.url);
    const { Cookie = '' } = (await api.as('on-call')).headers();
    const socket = connect({ host: hostname, port: Number(port) });
    const cut = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    socket.write(`GET /api/v1/events HTTP/1.1\r\nHost: ${hostname}\r\nCookie: ${Cookie}\r\n\r\n`);
    await new Promise((resolve) => socket.once('readable', resolve));
    // From here on it reads no more.
    await database.query(
      `SELECT pg_notify('earshot_change', json_build_object('kind', 'mentions', 'ids',
                (SELECT array_agg((n * 1000 + m)::text) FROM generate_series(1, 300) m))::text)
         FROM generate_series(1, 5000) n`,
    );
    await vi.waitFor(async () => {
      await announce(database, 'tasks', ['1']);
      expect(listeners()).toBe(0);
    }, within);
    socket.resume();
    await cut;
    expect(socket.bytesRead).toBeLessThan(20_000_000);
  });

  it('lets the program stop though somebody listens', async () => {
    const stream = await listen((await api.as('on-call')).headers());
    await vi.waitFor(() => expect(stream.text).toContain(': listening'), within);
    await api.app.close();
    expect(stream.ended).toBe(true);
  });
});
