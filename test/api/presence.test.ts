import { afterEach, describe, expect, it, vi } from 'vitest';
import { PresenceList } from '../../src/api/views.js';
import { ClaimsStore } from '../../src/store/inbox/claims.store.js';
import { startApi } from '../support/api.js';
import type { Client } from '../support/client.js';
import { EventStream } from '../support/event-stream.js';

const api = await startApi();
const { make, database } = api;
const within = { timeout: 10_000, interval: 20 };
const open: EventStream[] = [];
afterEach(() => open.splice(0).forEach((stream) => stream.close()));

const say = async (who: Client, sign: object): Promise<number> =>
  (await who.send('PUT', '/api/v1/presence', { body: { client: 'window-1', ...sign } })).status;

describe('presence', () => {
  it('of people who may only read is seen by the others, at once', async () => {
    const [reader, worker] = [await api.as('read-only'), await api.as('community-manager')];
    const stream = await EventStream.open(`${api.url}/api/v1/events`, worker.headers());
    open.push(stream);
    await vi.waitFor(() => expect(stream.text).toContain(': listening'), within);
    expect(await say(reader, { mentionId: '7', state: 'viewing' })).toBe(204);
    await vi.waitFor(
      () => expect(stream.events('change')).toContainEqual({ kind: 'presence', ids: ['7'] }),
      within,
    );
    const { items } = await worker.get(PresenceList, '/presence');
    expect(items).toEqual([
      {
        mentionId: '7',
        person: { id: reader.user.id, name: reader.user.name },
        state: 'viewing',
      },
    ]);
    expect(await say(reader, { mentionId: null, state: 'viewing' })).toBe(204);
    await vi.waitFor(async () => {
      expect((await worker.get(PresenceList, '/presence')).items).toEqual([]);
    }, within);
  });

  it('is refused when it makes no sense, and to who is not signed in', async () => {
    const ann = await api.as('read-only');
    expect(await say(ann, { client: 'short', mentionId: '7', state: 'viewing' })).toBe(400);
    expect(await say(ann, { mentionId: '7', state: 'dancing' })).toBe(400);
    expect(await say(ann, { mentionId: 'seven', state: 'idle' })).toBe(400);
    expect(await say(api.anyone, { mentionId: '7', state: 'idle' })).toBe(401);
  });

  it('keeps a claim as long as its holder is not idle, and only that of the holder', async () => {
    const [ann, bob] = [await api.as('community-manager'), await api.as('community-manager')];
    const [source, monitor] = [await make.source(), await make.monitor()];
    const { id } = await make.mention({ sourceId: source.id, monitorIds: [monitor.id] });
    await new ClaimsStore(database).claim(id, { userId: ann.user.id, claimSeconds: 30 }, false);
    const left = async (): Promise<number> => {
      const [{ seconds }] = await database.query<[{ seconds: number }]>(
        'SELECT extract(epoch FROM claimed_until - now())::float8 AS seconds FROM mention WHERE id = $1',
        [id],
      );
      return seconds;
    };
    await say(bob, { client: 'window-b', mentionId: id, state: 'viewing' });
    await say(ann, { client: 'window-a', mentionId: id, state: 'idle' });
    expect(await left()).toBeLessThanOrEqual(30);
    await say(ann, { client: 'window-a', mentionId: id, state: 'writing' });
    expect(await left()).toBeGreaterThan(60);
  });

  it(
    'ends by itself when a window is killed, and the others hear of it',
    { timeout: 30_000 },
    async () => {
      const [gone, watcher] = [await api.as('on-call'), await api.as('on-call')];
      await say(gone, { client: 'window-killed', mentionId: '70', state: 'viewing' });
      const stream = await EventStream.open(`${api.url}/api/v1/events`, watcher.headers());
      open.push(stream);
      await vi.waitFor(() => expect(stream.text).toContain(': listening'), within);
      await database.query(
        `UPDATE presence SET seen_at = now() - interval '41 seconds' WHERE client = 'window-killed'`,
      );
      await vi.waitFor(
        () => expect(stream.events('change')).toContainEqual({ kind: 'presence', ids: ['70'] }),
        { timeout: 15_000, interval: 100 },
      );
    },
  );
});
