import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HostGate, Lesson, Turn } from '../../src/connectors/http/host-gate.js';
import { MemoryGate } from '../../src/connectors/http/memory-gate.js';
import { describeDatabase } from '../../src/store/database.js';
import { HostsStore } from '../../src/store/hosts.store.js';
import { openDatabase } from '../support/database.js';

const { database, url } = await openDatabase();
const other = await describeDatabase({ url, poolSize: 4 }).initialize();
afterAll(() => other.destroy());
beforeEach(() => database.query('TRUNCATE host'));

const LEASE_MS = 60_000;
const NOTHING: Lesson = { restMs: 0, pauseMs: null, spacingMs: null };

async function begun(gate: HostGate, host: string, leaseMs = LEASE_MS): Promise<Turn> {
  const turn = await gate.begin(host, leaseMs);
  if (!turn.begun) throw new Error(`it is not our turn at ${host} for ${turn.waitMs} ms`);
  return turn;
}

async function waitMs(gate: HostGate, host: string): Promise<number> {
  const answer = await gate.begin(host, LEASE_MS);
  if (answer.begun) throw new Error(`it was our turn at ${host}`);
  return answer.waitMs;
}

describe.each([
  [
    'in memory',
    (): HostGate[] => {
      const gate = new MemoryGate();
      return [gate, gate];
    },
  ],
  [
    'in the database, from two processes',
    (): HostGate[] => [new HostsStore(database), new HostsStore(other)],
  ],
])('the gate %s', (_name, open) => {
  const gates = (): [HostGate, HostGate] => open() as [HostGate, HostGate];

  it('lets one in at a time, and each host for itself', async () => {
    const [one, two] = gates();
    const turn = await begun(one, 'a.example');
    expect(await waitMs(two, 'a.example')).toBe(0);
    await begun(two, 'a.example:8080');
    await one.end('a.example', turn, NOTHING);
    await begun(two, 'a.example');
  });

  it('lets exactly one in of many who come at once', async () => {
    const [one, two] = gates();
    for (const host of ['new.example', 'known.example']) {
      if (host === 'known.example') await one.end(host, await begun(one, host), NOTHING);
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, n) => (n % 2 ? one : two).begin(host, LEASE_MS)),
      );
      expect(answers.filter((answer) => answer.begun)).toHaveLength(1);
    }
  });

  it('lets nobody in while the host rests', async () => {
    const [one, two] = gates();
    await one.end('a.example', await begun(one, 'a.example'), { ...NOTHING, restMs: 30_000 });
    const wait = await waitMs(two, 'a.example');
    expect(wait).toBeGreaterThan(20_000);
    expect(wait).toBeLessThanOrEqual(30_000);
  });

  it('lets nobody in while the host is paused, and a shorter pause does not end a longer one', async () => {
    const [one, two] = gates();
    const long = await begun(one, 'a.example', 1);
    const short = await vi.waitFor(() => begun(two, 'a.example'));
    await two.end('a.example', short, { ...NOTHING, pauseMs: 600_000, spacingMs: 2_000 });
    await one.end('a.example', long, { ...NOTHING, pauseMs: 1_000 });
    expect(await waitMs(one, 'a.example')).toBeGreaterThan(500_000);
  });

  it('gives back what was learned, with how long ago the pause was', async () => {
    const [one, two] = gates();
    const first = await begun(one, 'a.example');
    expect(first).toMatchObject({ spacingMs: 0, pausedAgoMs: null });
    await one.end('a.example', first, { restMs: 0, pauseMs: 0, spacingMs: 2_000 });
    const second = await vi.waitFor(() => begun(two, 'a.example'));
    expect(second.spacingMs).toBe(2_000);
    expect(second.pausedAgoMs).toBeGreaterThanOrEqual(0);
    expect(second.pausedAgoMs).toBeLessThan(20_000);
  });

  it('frees a host whose asker died when the lease is over, and not by its late return', async () => {
    const [one, two] = gates();
    const died = await begun(one, 'a.example', 1);
    const next = await vi.waitFor(() => begun(two, 'a.example'));
    await one.end('a.example', died, NOTHING);
    expect(await waitMs(one, 'a.example')).toBe(0);
    await two.end('a.example', next, NOTHING);
    await begun(one, 'a.example');
  });
});

describe('hosts in the database', () => {
  it('take two statements a request', async () => {
    const statements: string[] = [];
    const gate = new HostsStore({
      query: <Rows>(sql: string, values?: unknown[]): Promise<Rows> => {
        statements.push(sql);
        return database.query<Rows>(sql, values);
      },
    });
    await gate.end('a.example', await begun(gate, 'a.example'), NOTHING);
    const before = statements.length;
    await gate.end('a.example', await begun(gate, 'a.example'), NOTHING);
    expect(statements.length - before).toBe(2);
  });

  it('are forgotten a week after they were asked', async () => {
    await database.query(
      `INSERT INTO host (host, next_at, paused_until, spacing_ms) VALUES
         ('old.example', now() - interval '8 days', NULL, 0),
         ('paused.example', now() - interval '8 days', now() + interval '1 hour', 0),
         ('new.example', now() - interval '6 days', NULL, 0)`,
    );
    await new HostsStore(database).begin('a.example', LEASE_MS);
    const rows = await database.query<{ host: string }[]>('SELECT host FROM host ORDER BY host');
    expect(rows.map(({ host }) => host)).toEqual(['a.example', 'new.example', 'paused.example']);
  });

  it('are not kept waiting by a clock that was set back', async () => {
    const gate = new HostsStore(database);
    await database.query(
      `INSERT INTO host (host, next_at, held_until, spacing_ms)
       VALUES ('a.example', now() + interval '1 hour', now() + interval '1 hour', 0)`,
    );
    await gate.end('a.example', await begun(gate, 'a.example'), { ...NOTHING, restMs: 10_000 });
    expect(await waitMs(gate, 'a.example')).toBeLessThanOrEqual(10_000);
  });

  it('let nobody in when the database does not answer', async () => {
    const closed = await describeDatabase({ url, poolSize: 1 }).initialize();
    await closed.destroy();
    await expect(new HostsStore(closed).begin('a.example', LEASE_MS)).rejects.toThrow(
      /does not tell whose turn.*nothing is asked/,
    );
  });
});
