import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { announce, Changes, type Change } from '../../src/store/changes.js';
import { openDatabase } from '../support/database.js';

const { database, url } = await openDatabase();
const wait = { timeout: 10_000, interval: 20 };

async function listening(): Promise<{ changes: Changes; heard: Change[] }> {
  const changes = new Changes(url);
  const heard: Change[] = [];
  changes.on('change', (change) => heard.push(change));
  await changes.open();
  return { changes, heard };
}

/** Ends the connections that listen, as a restarted server does. */
async function cutOff(): Promise<number> {
  const ended = await database.query<unknown[]>(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'earshot-changes' AND datname = current_database()`,
  );
  return ended.length;
}

describe('changes', () => {
  let changes: Changes;
  let heard: Change[];
  beforeAll(async () => {
    ({ changes, heard } = await listening());
  });
  afterAll(() => changes.close());

  it('are heard by everybody who listens', async () => {
    const other = await listening();
    await announce(database, 'tasks', ['7']);
    await vi.waitFor(() => {
      expect(heard).toContainEqual({ kind: 'tasks', ids: ['7'] });
      expect(other.heard).toEqual([{ kind: 'tasks', ids: ['7'] }]);
    }, wait);
    await other.changes.close();
  });

  it('are told on commit, or never', async () => {
    const failed = database.transaction(async (transaction) => {
      await announce(transaction, 'mentions', ['never']);
      throw new Error('rolled back');
    });
    await expect(failed).rejects.toThrow('rolled back');
    await database.transaction(async (transaction) => {
      await announce(transaction, 'mentions', ['committed']);
      expect(heard.flatMap(({ ids }) => ids)).not.toContain('committed');
    });
    await vi.waitFor(
      () => expect(heard).toContainEqual({ kind: 'mentions', ids: ['committed'] }),
      wait,
    );
    expect(heard.flatMap(({ ids }) => ids)).not.toContain('never');
  });

  it('name what changed as long as that fits, else say that it was much', async () => {
    const ids = (count: number): string[] =>
      Array.from({ length: count }, (_, id) => `9${String(id).padStart(18, '0')}`);
    await announce(database, 'sources', ids(300));
    await announce(database, 'sources', ids(301));
    await vi.waitFor(() => {
      expect(heard).toContainEqual({ kind: 'sources', ids: ids(300) });
      expect(heard).toContainEqual({ kind: 'sources', ids: [] });
    }, wait);
  });

  it('come back by themselves after the connection broke, and then say that everything may have changed', async () => {
    heard.length = 0;
    expect(await cutOff()).toBe(1);
    await vi.waitFor(() => {
      for (const kind of ['mentions', 'tasks', 'sources'] as const)
        expect(heard).toContainEqual({ kind, ids: [] });
    }, wait);
    await announce(database, 'mentions', ['after']);
    await vi.waitFor(
      () => expect(heard).toContainEqual({ kind: 'mentions', ids: ['after'] }),
      wait,
    );
    expect(await cutOff()).toBe(1);
  });
});

it('stays closed, at whatever moment of its way back it is closed', async () => {
  for (let round = 0; round < 40; round++) {
    const { changes } = await listening();
    await cutOff();
    for (let turn = 0; turn < round ** 2; turn++) await new Promise(setImmediate);
    await changes.close();
    await changes.close();
    await vi.waitFor(async () => {
      const [{ count }] = await database.query<[{ count: number }]>(
        `SELECT count(*)::int AS count FROM pg_stat_activity
          WHERE application_name = 'earshot-changes' AND datname = current_database()`,
      );
      expect(count).toBe(0);
    }, wait);
  }
});
