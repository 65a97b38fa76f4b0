import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Changes, type Change } from '../../src/store/changes.js';
import { PresenceStore } from '../../src/store/presence.store.js';
import { openDatabase } from '../support/database.js';
import { addUser } from '../support/makers.js';

const { database, url } = await openDatabase();
const changes = new Changes(url);
await changes.open();
afterAll(() => changes.close());
const heard: Change[] = [];
changes.on('change', (change) => heard.push(change));
const [ann, bob] = [await addUser(database, 'Ann'), await addUser(database, 'Bob')];

let presence: PresenceStore;
beforeEach(async () => {
  await database.query('TRUNCATE presence');
  presence = new PresenceStore(database);
  heard.length = 0;
});

const sign = (client: string, mentionId: string | null, state = 'viewing' as const) => ({
  client: `window-${client}`,
  mentionId,
  state,
});
const told = (): string[] =>
  heard.filter(({ kind }) => kind === 'presence').flatMap(({ ids }) => ids);
const ago = (seconds: number, client: string): Promise<unknown> =>
  database.query(
    `UPDATE presence SET seen_at = now() - make_interval(secs => $1) WHERE client = $2`,
    [seconds, `window-${client}`],
  );

describe('presence', () => {
  it('says who has which mention open, and what they do', async () => {
    await presence.hear(ann, sign('a', '7'));
    await presence.hear(bob, { ...sign('b', '7'), state: 'writing' });
    await presence.hear(bob, { ...sign('c', '8'), state: 'idle' });
    expect(await presence.present()).toEqual([
      { mentionId: '7', person: { id: ann, name: 'Ann' }, state: 'viewing' },
      { mentionId: '7', person: { id: bob, name: 'Bob' }, state: 'writing' },
      { mentionId: '8', person: { id: bob, name: 'Bob' }, state: 'idle' },
    ]);
  });

  it('counts a person once for a mention, by what they do most', async () => {
    await presence.hear(ann, { ...sign('a', '7'), state: 'idle' });
    await presence.hear(ann, { ...sign('b', '7'), state: 'writing' });
    await presence.hear(ann, sign('c', '7'));
    expect(await presence.present()).toMatchObject([{ mentionId: '7', state: 'writing' }]);
  });

  it('has a window at one mention at a time, and nowhere when it leaves', async () => {
    await presence.hear(ann, sign('a', '7'));
    await presence.hear(ann, sign('a', '8'));
    expect(await presence.present()).toMatchObject([{ mentionId: '8' }]);
    await presence.hear(ann, sign('a', null));
    expect(await presence.present()).toEqual([]);
  });

  it('lets nobody speak for the window of another', async () => {
    await presence.hear(ann, sign('a', '7'));
    await presence.hear(bob, sign('a', '8'));
    await presence.hear(bob, sign('a', null));
    expect(await presence.present()).toMatchObject([{ mentionId: '7', person: { id: ann } }]);
  });

  it('forgets a window that gave no sign for 40 s, and says so', async () => {
    await presence.hear(ann, sign('a', '7'));
    await presence.hear(bob, sign('b', '7'));
    await ago(39, 'a');
    await ago(41, 'b');
    expect(await presence.present()).toMatchObject([{ person: { id: ann } }]);
    heard.length = 0;
    await new PresenceStore(database).sweep();
    await vi.waitFor(() => expect(told()).toEqual(['7']), 5_000);
    expect(await database.query('SELECT client FROM presence')).toEqual([{ client: 'window-a' }]);
  });

  it('tells of moves and states, and never of a mere sign of life', async () => {
    // What the tests before set going may still be told.
    const mine = (): string[] => told().filter((id) => id === '501' || id === '502');
    await presence.hear(ann, sign('a', '501'));
    await vi.waitFor(() => expect(mine()).toEqual(['501']), 5_000);
    for (let n = 0; n < 5; n++) await presence.hear(ann, sign('a', '501'));
    await presence.hear(ann, sign('a', '502'));
    await vi.waitFor(() => expect(mine().sort()).toEqual(['501', '501', '502']), 5_000);
    await presence.hear(ann, { ...sign('a', '502'), state: 'idle' });
    await vi.waitFor(() => expect(mine().sort()).toEqual(['501', '501', '502', '502']), 5_000);
  });

  it('tells many moves of many people in few announcements', async () => {
    for (let move = 0; move < 25; move++)
      await Promise.all(
        Array.from({ length: 10 }, (_, window) =>
          presence.hear(window % 2 ? ann : bob, sign(String(window), String(100 + move))),
        ),
      );
    await presence.hear(ann, sign('last', '999'));
    await vi.waitFor(() => expect(told()).toContain('999'), 10_000);
    expect(new Set(told()).size).toBe(26);
    // 250 moves: at once for the first, then once a second.
    expect(heard.length).toBeLessThan(25);
  });

  it('lets one person open so many windows and no more', async () => {
    for (let window = 0; window < 40; window++)
      await presence.hear(ann, sign(String(window), String(window)));
    expect(await presence.present()).toHaveLength(30);
    await presence.hear(ann, sign('3', '77'));
    expect((await presence.present()).map(({ mentionId }) => mentionId)).toContain('77');
  });
});
