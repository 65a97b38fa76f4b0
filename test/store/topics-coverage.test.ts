import { beforeEach, expect, it } from 'vitest';
import type { SourceEntity } from '../../src/store/entities/source.entity.js';
import { TopicsStore } from '../../src/store/topics.store.js';
import { addSource } from '../support/makers.js';
import { openDatabase } from '../support/database.js';

const { database } = await openDatabase();
const topics = new TopicsStore(database);
const HOUR_MS = 3_600_000;
const ago = (hours: number): Date => new Date(Date.now() - hours * HOUR_MS);

beforeEach(() => database.query('TRUNCATE source CASCADE'));

/** A source of so many hours, of whose time since all was observed but the hours `missed` ago. */
async function add(
  ageHours: number,
  missed: readonly number[],
  given: Partial<SourceEntity> = {},
): Promise<void> {
  const polled = {
    createdAt: ago(ageHours),
    lastPolledAt: ago(0.1),
    lastAnsweredAt: ago(0.1),
    nextPollAt: ago(-0.1),
  };
  const { id } = await addSource(database, { ...polled, ...given });
  await database.query(
    `INSERT INTO coverage (source_id, hour, observed_seconds)
     SELECT $1, hour, 3600 FROM generate_series(date_trunc('hour', $2::timestamptz), now(), interval '1 hour') AS hour`,
    [id, ago(ageHours)],
  );
  await database.query(
    `DELETE FROM coverage WHERE source_id = $1 AND hour = ANY($2::timestamptz[])`,
    [id, missed.map((hours) => new Date(Math.floor(ago(hours).getTime() / HOUR_MS) * HOUR_MS))],
  );
}
/** Of the last five weeks together, as a week may begin at any moment of this test. */
async function missing(): Promise<number> {
  const weeks = await topics.coverage({ weeks: 5 });
  expect(weeks).toHaveLength(5);
  return weeks.reduce((sum, { share }) => sum + (1 - (share ?? 1)), 0);
}

it('is all where nothing is missing, though the last poll is minutes old', async () => {
  await add(300, []);
  await add(30, []);
  expect(await missing()).toBe(0);
});

it('has a gap where a source was not observed', async () => {
  await add(300, [50, 51, 52]);
  const gap = await missing();
  expect(gap).toBeGreaterThan(0.01);
  await add(300, []);
  expect(await missing()).toBeCloseTo(gap / 2, 3);
});

it('counts the time since the last answer of a source that fails, or that nobody asks', async () => {
  const old = { lastAnsweredAt: ago(40), lastPolledAt: ago(40) };
  const lost = [...Array(40).keys()];
  await add(300, lost, { ...old, failures: 9 });
  expect(await missing()).toBeGreaterThan(0.1);
  await database.query('TRUNCATE source CASCADE');
  await add(300, lost, { ...old, nextPollAt: ago(39) });
  expect(await missing()).toBeGreaterThan(0.1);
});

it('asks nothing of a source before it was tried, while it is paused, or when it never was', async () => {
  await add(300, [...Array(40).keys()], {
    enabled: false,
    lastPolledAt: ago(40.5),
    lastAnsweredAt: ago(40.5),
  });
  await addSource(database, { createdAt: ago(900), nextPollAt: ago(800) });
  expect(await missing()).toBeLessThan(0.01);
  await database.query('TRUNCATE source CASCADE');
  const weeks = await topics.coverage({ weeks: 3 });
  expect(weeks.map(({ share }) => share)).toEqual([null, null, null]);
});
