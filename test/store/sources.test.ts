import { beforeEach, describe, expect, it } from 'vitest';
import { PollEntity } from '../../src/store/entities/poll.entity.js';
import { SourceEntity } from '../../src/store/entities/source.entity.js';
import { SourcesStore, type Answered, type ClaimLimits } from '../../src/store/sources.store.js';
import { addSource, Dice } from '../support/makers.js';
import { openDatabase } from '../support/database.js';

const { database } = await openDatabase();
const sources = new SourcesStore(database);
const LIMITS: ClaimLimits = { limit: 100, perHost: 2, leaseSeconds: 120 };

beforeEach(() => database.query('TRUNCATE source CASCADE'));

const ago = (seconds: number): Date => new Date(Date.now() - seconds * 1_000);
const claim = (given: Partial<ClaimLimits> = {}): Promise<string[]> =>
  sources.claimDue({ ...LIMITS, ...given });
const find = async (id: string): Promise<SourceEntity> => (await sources.find(id)) as SourceEntity;
/** Set so many seconds ahead of now, and however long a slow machine took since. */
function expectAhead(time: Date | null, seconds: number): void {
  const ahead = ((time?.getTime() ?? Number.NaN) - Date.now()) / 1_000;
  expect(ahead).toBeLessThanOrEqual(seconds + 1);
  expect(ahead).toBeGreaterThan(seconds - 60);
}
const polls = (sourceId: string): Promise<PollEntity[]> =>
  database.getRepository(PollEntity).find({ where: { sourceId }, order: { id: 'ASC' } });

async function addSources(
  count: number,
  given: (n: number) => Partial<SourceEntity> = () => ({}),
): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n++)
    ids.push(
      (await addSource(database, { host: `${n}.example`, nextPollAt: ago(count - n), ...given(n) }))
        .id,
    );
  return ids;
}

describe('claiming', () => {
  it('takes what is due, oldest first, and for a while', async () => {
    const ids = await addSources(5);
    expect((await claim({ limit: 2 })).sort()).toEqual(ids.slice(0, 2));
    expectAhead((await find(ids[0] ?? '')).claimedUntil, 120);
    expect((await claim({ limit: 2 })).sort()).toEqual(ids.slice(2, 4));
    expect(await claim()).toEqual(ids.slice(4));
    expect(await claim()).toEqual([]);
  });

  it.each<[string, Partial<SourceEntity>]>([
    ['not due yet', { nextPollAt: ago(-60) }],
    ['paused', { enabled: false }],
    ['claimed by another', { claimedUntil: ago(-60) }],
  ])('leaves what is %s', async (_case, given) => {
    await addSource(database, given);
    expect(await claim()).toEqual([]);
  });

  it('takes again what a dead process left behind', async () => {
    const { id } = await addSource(database, { claimedUntil: ago(1) });
    expect(await claim()).toEqual([id]);
  });

  it('takes only so many at one host, oldest first, and counts those under way', async () => {
    const ids = await addSources(5, () => ({ host: 'forum.example' }));
    const other = await addSource(database, { host: 'else.example' });
    expect((await claim()).sort()).toEqual([...ids.slice(0, 2), other.id].sort());
    expect(await claim()).toEqual([]);
    expect((await claim({ perHost: 3 })).sort()).toEqual(ids.slice(2, 3));
    await database.query(
      "UPDATE source SET claimed_until = NULL, next_poll_at = now() + interval '1 hour' WHERE id = $1",
      [ids[0]],
    );
    expect(await claim({ perHost: 3 })).toEqual(ids.slice(3, 4));
  });

  it('gives a full host no more than its share of the limit', async () => {
    await addSources(10, () => ({ host: 'busy.example' }));
    const other = await addSource(database, { host: 'else.example', nextPollAt: ago(0) });
    expect(await claim({ limit: 3 })).toContain(other.id);
  });

  it('never gives one source to two schedulers, nor more of a host than allowed', async () => {
    const dice = new Dice(4);
    for (let round = 0; round < 10; round++) {
      await database.query('TRUNCATE source CASCADE');
      // Added at one moment, as an import does: times cannot tell them apart.
      const at = ago(60);
      await addSources(30, () => ({ host: dice.pick(['a', 'b', 'c']), nextPollAt: at }));
      const claimed = (
        await Promise.all(Array.from({ length: 6 }, () => claim({ limit: 4 + dice.below(20) })))
      ).flat();
      expect(new Set(claimed).size).toBe(claimed.length);
      const perHost = await database.query<{ host: string; count: number }[]>(
        'SELECT host, count(*)::int AS count FROM source WHERE claimed_until > now() GROUP BY host',
      );
      for (const { count } of perHost) expect(count).toBeLessThanOrEqual(2);
    }
  });

  it('gives all of them in the end, each once, to any number of schedulers', async () => {
    const ids = await addSources(60, (n) => ({ host: `${n % 40}.example` }));
    const seen: string[] = [];
    for (let round = 0; seen.length < ids.length; round++) {
      expect(round).toBeLessThan(30);
      seen.push(
        ...(
          await Promise.all([claim({ limit: 7 }), claim({ limit: 7 }), claim({ limit: 7 })])
        ).flat(),
      );
    }
    expect(seen.sort()).toEqual(ids.sort());
  });
});

const answered = (sourceId: string, given: Partial<Answered> = {}): Answered => ({
  sourceId,
  startedAt: new Date('2026-03-02T08:00:00.000Z'),
  durationMs: 250,
  outcome: 'items',
  items: 10,
  matched: 3,
  stored: 2,
  validators: null,
  lastItemAt: null,
  gapHours: null,
  intervalSeconds: 600,
  delaySeconds: 660,
  ...given,
});

describe('an answer', () => {
  it('gives the source free, sets its schedule, and ends its failures', async () => {
    const { id } = await addSource(database, {
      claimedUntil: ago(-60),
      failures: 3,
      lastErrorCode: 'timed-out',
      lastError: 'slow',
    });
    await sources.recordAnswered(answered(id, { lastItemAt: ago(3_600) }));
    const source = await find(id);
    expect(source).toMatchObject({
      claimedUntil: null,
      lastPolledAt: new Date('2026-03-02T08:00:00Z'),
      lastAnsweredAt: new Date('2026-03-02T08:00:00Z'),
      intervalSeconds: 600,
      failures: 0,
      lastErrorCode: null,
      lastError: null,
    });
    expectAhead(source.nextPollAt, 660);
    expect(await polls(id)).toMatchObject([
      {
        at: new Date('2026-03-02T08:00:00Z'),
        durationMs: 250,
        outcome: 'items',
        items: 10,
        matched: 3,
        stored: 2,
        error: null,
      },
    ]);
  });

  it('brings its own validators; those of an earlier answer hold only as long as that is not modified', async () => {
    const { id } = await addSource(database);
    const after = async (given: Partial<Answered>): Promise<(string | null)[]> => {
      await sources.recordAnswered(answered(id, given));
      const { etag, lastModified } = await find(id);
      return [etag, lastModified];
    };
    expect(await after({ validators: { etag: '"a"', lastModified: 'Mon' } })).toEqual([
      '"a"',
      'Mon',
    ]);
    expect(await after({ outcome: 'not-modified', validators: null })).toEqual(['"a"', 'Mon']);
    expect(
      await after({ outcome: 'not-modified', validators: { etag: 'W/"b"', lastModified: null } }),
    ).toEqual(['W/"b"', 'Mon']);
    expect(await after({ validators: { etag: '"c"', lastModified: null } })).toEqual(['"c"', null]);
    expect(await after({ validators: null })).toEqual([null, null]);
  });

  it('moves the cursor when it has one, whatever is in it', async () => {
    const { id } = await addSource(database, { cursor: { page: 1 } });
    await sources.recordAnswered(answered(id, { outcome: 'not-modified' }));
    expect((await find(id)).cursor).toEqual({ page: 1 });
    const hostile = { after: 'a\u0000b\ud800', 'k\u0000': ["'", '"', '\\', null] };
    await sources.recordAnswered(answered(id, { cursor: hostile }));
    expect((await find(id)).cursor).toEqual({ after: 'ab\ufffd', k: ["'", '"', '\\', null] });
    await sources.recordAnswered(answered(id, { cursor: null }));
    expect((await find(id)).cursor).toBeNull();
  });

  it('keeps the newest post and the longest silence seen so far', async () => {
    const { id } = await addSource(database);
    const after = async (
      day: number | null,
      gapHours: number | null,
    ): Promise<(Date | number | null)[]> => {
      const lastItemAt = day === null ? null : new Date(Date.UTC(2026, 2, day));
      await sources.recordAnswered(answered(id, { lastItemAt, gapHours }));
      const source = await find(id);
      return [source.lastItemAt?.getUTCDate() ?? null, source.longestGapHours];
    };
    expect(await after(null, null)).toEqual([null, null]);
    expect(await after(5, null)).toEqual([5, null]);
    expect(await after(6, 24)).toEqual([6, 24]);
    expect(await after(4, 2.5)).toEqual([6, 24]);
    expect(await after(null, null)).toEqual([6, 24]);
    expect(await after(9, 72)).toEqual([9, 72]);
  });

  it('remembers which posts without a date it held', async () => {
    const { id } = await addSource(database);
    for (const [given, kept] of [
      [{ undatedDigest: 'a' }, 'a'],
      [{}, 'a'],
      [{ undatedDigest: null }, null],
    ] as const) {
      await sources.recordAnswered(answered(id, given));
      expect((await find(id)).undatedDigest).toBe(kept);
    }
  });

  it('is part of the transaction that stores its posts', async () => {
    const { id } = await addSource(database, { claimedUntil: ago(-60) });
    const before = await find(id);
    const broken = database.transaction(async (transaction) => {
      await sources.recordAnswered(answered(id), transaction);
      throw new Error('disk full');
    });
    await expect(broken).rejects.toThrow('disk full');
    expect(await find(id)).toEqual(before);
    expect(await polls(id)).toEqual([]);
  });
});

describe('a failure', () => {
  const failed = (sourceId: string) => ({
    sourceId,
    startedAt: new Date('2026-03-02T08:00:00.000Z'),
    durationMs: 20_000,
    items: 0,
    matched: 0,
    stored: 0,
    code: 'timed-out',
    message: 'No answer within 20 s.',
    delaySeconds: 1_200,
    stop: false,
  });

  it('gives the source free, is counted and kept with its reason; what was known stays', async () => {
    const { id } = await addSource(database, {
      claimedUntil: ago(-60),
      etag: '"a"',
      cursor: { page: 2 },
      lastAnsweredAt: ago(900),
    });
    const before = await find(id);
    await sources.recordFailed(failed(id));
    await sources.recordFailed(failed(id));
    const { nextPollAt, ...source } = await find(id);
    expect(source).toMatchObject({
      enabled: true,
      claimedUntil: null,
      failures: 2,
      lastErrorCode: 'timed-out',
      lastError: 'No answer within 20 s.',
      lastPolledAt: new Date('2026-03-02T08:00:00Z'),
      lastAnsweredAt: before.lastAnsweredAt,
      intervalSeconds: before.intervalSeconds,
      etag: '"a"',
      cursor: { page: 2 },
    });
    expectAhead(nextPollAt, 1_200);
    expect(await polls(id)).toMatchObject([
      { outcome: 'failed', error: 'No answer within 20 s.' },
      { outcome: 'failed' },
    ]);
  });

  it('may end the polling', async () => {
    const { id } = await addSource(database);
    await sources.recordFailed({ ...failed(id), code: 'gone', stop: true, delaySeconds: 0 });
    expect(await find(id)).toMatchObject({ enabled: false, lastErrorCode: 'gone' });
    expect(await claim()).toEqual([]);
  });

  it('keeps what the place said only as far as it can be stored', async () => {
    const { id } = await addSource(database);
    await sources.recordFailed({ ...failed(id), message: `\u0000it said ${'😀'.repeat(1_000)}` });
    expect((await find(id)).lastError).toMatch(/^it said (😀)+.?$/u);
  });
});

it('forgets polls that are too old, and no others', async () => {
  const { id } = await addSource(database);
  for (const days of [0, 89, 91, 400])
    await sources.recordAnswered(answered(id, { startedAt: ago(days * 86_400) }));
  expect(await sources.forgetPolls(90)).toBe(2);
  expect(await polls(id)).toHaveLength(2);
});
