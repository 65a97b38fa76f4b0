import { beforeEach, describe, expect, it } from 'vitest';
import { PollEntity } from '../../src/store/entities/poll.entity.js';
import { SourceEntity } from '../../src/store/entities/source.entity.js';
import { followMove } from '../../src/store/moves.js';
import type { Answered } from '../../src/store/poll-records.js';
import { SourcesStore, type ClaimLimits } from '../../src/store/sources.store.js';
import { addSource, Dice } from '../support/makers.js';
import { openDatabase } from '../support/database.js';

const { database } = await openDatabase();
const sources = new SourcesStore(database);
const LIMITS: ClaimLimits = {
  limit: 100,
  perHost: 2,
  leaseSeconds: 120,
  slow: 2,
  slowMs: 5_000,
};

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

  it('leaves a host alone that asked for a pause, until it ends', async () => {
    const [resting, other] = await addSources(2);
    await database.query(
      `INSERT INTO host (host, spacing_ms, paused_until)
       VALUES ('0.example', 0, now() + interval '1 minute'), ('1.example', 0, now() - interval '1 minute')`,
    );
    expect(await claim()).toEqual([other]);
    await database.query('DELETE FROM host');
    expect(await claim()).toEqual([resting]);
  });

  it('gives slow places only so many turns at a time, and never lets others wait for them', async () => {
    const ids = await addSources(6, (n) => ({
      lastDurationMs: n < 4 ? 5_000 : n === 4 ? 4_999 : null,
    }));
    expect((await claim()).sort()).toEqual([...ids.slice(0, 2), ...ids.slice(4)].sort());
    expect(await claim()).toEqual([]);
    await database.query('UPDATE source SET claimed_until = NULL, enabled = false WHERE id = $1', [
      ids[0],
    ]);
    expect(await claim()).toEqual(ids.slice(2, 3));
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
  generation: 0,
  startedAt: new Date('2026-03-02T08:00:00.000Z'),
  durationMs: 250,
  outcome: 'items',
  items: 10,
  matched: 3,
  stored: 2,
  validators: null,
  lastItemAt: null,
  rhythm: { count: 0, longestHours: null },
  windowSeconds: null,
  movedTo: null,
  coverage: {
    since: null,
    until: null,
    credit: { kind: 'observed', hours: [] },
    audit: null,
  },
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

  it('keeps the newest post, and the rhythm, window and duration of the last poll', async () => {
    const { id } = await addSource(database);
    for (const [day, kept] of [
      [null, null],
      [5, 5],
      [4, 5],
      [null, 5],
      [9, 9],
    ] as const) {
      const lastItemAt = day === null ? null : new Date(Date.UTC(2026, 2, day));
      await sources.recordAnswered(answered(id, { lastItemAt }));
      expect((await find(id)).lastItemAt?.getUTCDate() ?? null).toBe(kept);
    }
    const rhythm = { count: 12, longestHours: 2.5 };
    await sources.recordAnswered(answered(id, { rhythm, windowSeconds: 700, durationMs: 31 }));
    const known = { gapCount: 12, longestGapHours: 2.5, windowSeconds: 700, lastDurationMs: 31 };
    expect(await find(id)).toMatchObject(known);
  });

  it('counts how often in a row, and since when, it came from the same new address', async () => {
    const { id } = await addSource(database);
    const day = (n: number): Date => new Date(Date.UTC(2026, 2, n));
    for (const [on, movedTo, seen, since] of [
      [1, null, 0, null],
      [2, 'https://a.example/', 1, day(2)],
      [3, 'https://a.example/', 2, day(2)],
      [4, 'https://b.example/', 1, day(4)],
      [5, 'https://b.example/', 2, day(4)],
      [6, null, 0, null],
    ] as const) {
      await sources.recordAnswered(answered(id, { startedAt: day(on), movedTo }));
      expect(await find(id)).toMatchObject({ movedTo, movedSeen: seen, movedSince: since });
    }
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

describe('what was asked before something else is to be read there', () => {
  const changed = (given: Partial<SourceEntity> = {}): Promise<SourceEntity> =>
    addSource(database, {
      generation: 4,
      claimedUntil: ago(-60),
      nextPollAt: ago(5),
      minIntervalSeconds: 300,
      ...given,
    });

  it('leaves nothing but its entry in the log, and is asked anew when its pace allows', async () => {
    const before = await changed();
    const { id } = before;
    const hours = [{ hour: new Date('2026-03-02T08:00:00Z'), seconds: 60 }];
    const old = answered(id, {
      generation: 3,
      startedAt: ago(20),
      cursor: { page: 2 },
      validators: { etag: '"old"', lastModified: 'Mon' },
      lastItemAt: ago(60),
      coverage: { since: null, until: ago(0), credit: { kind: 'observed', hours }, audit: null },
    });
    expect(await sources.recordAnswered(old)).toBe(false);
    const { nextPollAt, ...after } = await find(id);
    const { nextPollAt: _due, ...same } = before;
    expect(after).toEqual({ ...same, claimedUntil: null });
    expectAhead(nextPollAt, 280);
    expect(await polls(id)).toMatchObject([{ outcome: 'items', stored: 2 }]);
    const credited = `SELECT sum(observed_seconds)::int AS seconds, sum(polls)::int AS polls FROM coverage`;
    expect(await database.query(credited)).toEqual([{ seconds: 0, polls: 1 }]);
    expect(await sources.recordAnswered({ ...old, generation: 4 })).toBe(true);
    expect(await find(id)).toMatchObject({ etag: '"old"', cursor: { page: 2 } });
  });

  it('is not followed to where it was said to have moved', async () => {
    const source = await changed();
    const moved = {
      params: {},
      locator: 'https://b.example/',
      host: 'b.example',
      url: 'https://b.example/',
    };
    const { id, kind, locator } = source;
    await followMove(database, { id, kind, locator, generation: 3 }, moved);
    expect(await find(id)).toMatchObject({ locator, generation: 4 });
    await followMove(database, source, moved);
    expect(await find(id)).toMatchObject({ locator: 'https://b.example/', generation: 5 });
  });

  it('does not end the polling of the new address', async () => {
    const { id } = await changed();
    const none = { items: 0, matched: 0, stored: 0, durationMs: 1, delaySeconds: 9_000 };
    const gone = { sourceId: id, generation: 3, startedAt: ago(1), code: 'gone', message: '410' };
    await sources.recordFailed({ ...none, ...gone, stop: true });
    const after = { enabled: true, failures: 0, lastErrorCode: null, claimedUntil: null };
    expect(await find(id)).toMatchObject(after);
    expect(await polls(id)).toMatchObject([{ outcome: 'failed', error: '410' }]);
  });
});

describe('a failure', () => {
  const failed = (sourceId: string) => ({
    sourceId,
    generation: 0,
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
      lastDurationMs: 20_000,
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

describe('a poll that was put off', () => {
  const postponed = (sourceId: string) => ({
    sourceId,
    generation: 0,
    startedAt: new Date('2026-03-02T08:00:00.000Z'),
    durationMs: 3,
    code: 'host-busy',
    message: 'The host rests.',
    delaySeconds: 300,
  });

  it('moves the schedule and gives the source free; what is known of the place stays', async () => {
    const { id } = await addSource(database, {
      claimedUntil: ago(-60),
      lastPolledAt: ago(900),
      lastDurationMs: 80,
    });
    const before = await find(id);
    await sources.recordPostponed(postponed(id));
    const { nextPollAt, ...source } = await find(id);
    expectAhead(nextPollAt, 300);
    const { nextPollAt: _before, ...same } = before;
    expect(source).toEqual({
      ...same,
      claimedUntil: null,
      lastErrorCode: 'host-busy',
      lastError: 'The host rests.',
    });
    expect(await polls(id)).toMatchObject([{ outcome: 'postponed', error: 'The host rests.' }]);
  });

  it('is slow when it waited long for its turn', async () => {
    const { id } = await addSource(database, { lastDurationMs: 80 });
    await sources.recordPostponed({ ...postponed(id), durationMs: 60_000 });
    expect((await find(id)).lastDurationMs).toBe(60_000);
  });

  it('hides no failure of the place', async () => {
    const failure = { failures: 3, lastErrorCode: 'blocked', lastError: '403' };
    const { id } = await addSource(database, failure);
    await sources.recordPostponed(postponed(id));
    expect(await find(id)).toMatchObject(failure);
  });
});

describe('a clock that jumps', () => {
  const HOUR = 3_600;
  const far = (hours: number): Date => ago(-hours * HOUR);
  const mended = async (given: Partial<SourceEntity>): Promise<[number, SourceEntity]> => {
    const { id } = await addSource(database, { intervalSeconds: 900, ...given });
    return [await sources.mendSchedules(120), await find(id)];
  };

  it('back leaves nothing unasked: what it left far ahead is due within one interval', async () => {
    const [count, source] = await mended({
      lastPolledAt: far(9_000),
      lastAnsweredAt: far(9_000),
      coveredUntil: far(9_000),
      nextPollAt: far(9_001),
    });
    expect(count).toBe(1);
    for (const time of [source.lastPolledAt, source.lastAnsweredAt, source.coveredUntil])
      expectAhead(time, 0);
    expect(source.nextPollAt.getTime()).toBeLessThan(Date.now() + 901_000);
    expect(await sources.mendSchedules(120)).toBe(0);
  });

  it('back frees what was claimed', async () => {
    const [count, source] = await mended({ claimedUntil: far(9_000) });
    expect([count, source.claimedUntil]).toEqual([1, null]);
  });

  it.each<[string, Partial<SourceEntity>]>([
    ['a place that asked for a week', { lastPolledAt: ago(9), nextPollAt: far(150) }],
    ['a poll under way', { claimedUntil: ago(-100) }],
    ['a scheduler whose clock is ahead', { lastPolledAt: far(3), nextPollAt: ago(-900) }],
    ['a new source', {}],
  ])('does not touch %s', async (_case, given) => {
    const [count, source] = await mended(given);
    expect(count).toBe(0);
    expect(source).toMatchObject(given);
  });

  it('forward makes all due at once, and still no host gets more than allowed', async () => {
    await addSources(30, (n) => ({ host: `${n % 3}.example`, nextPollAt: ago(9_000 * HOUR) }));
    expect(await claim()).toHaveLength(6);
    expect(await claim()).toEqual([]);
  });
});

it('forgets polls that are too old, and no others', async () => {
  const { id } = await addSource(database);
  for (const days of [0, 89, 91, 400])
    await sources.recordAnswered(answered(id, { startedAt: ago(days * 86_400) }));
  expect(await sources.forgetPolls(90)).toBe(2);
  expect(await polls(id)).toHaveLength(2);
});

it('forgets after a week the polls that told nothing', async () => {
  const { id } = await addSource(database);
  const tell = async (days: number): Promise<void> => {
    const poll = { startedAt: ago(days * 86_400), durationMs: 1, delaySeconds: 1 };
    await sources.recordAnswered(answered(id, { ...poll, outcome: 'not-modified' }));
    await sources.recordAnswered(answered(id, poll));
    const about = { sourceId: id, generation: 0, code: 'x', message: 'x', items: 0, matched: 0 };
    await sources.recordFailed({ ...poll, ...about, stored: 0, stop: false });
    await sources.recordPostponed({ ...poll, ...about });
  };
  for (const days of [8, 6]) await tell(days);
  expect(await sources.forgetPolls(90)).toBe(2);
  const kept = (await polls(id)).map(({ outcome }) => outcome);
  expect(kept).toEqual(['items', 'failed', 'not-modified', 'items', 'failed', 'postponed']);
});
