import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { AllowanceSpent, type Allowance } from '../../src/domain/allowance.js';
import { BudgetsStore } from '../../src/store/budgets.store.js';
import { describeDatabase } from '../../src/store/database.js';
import { openDatabase } from '../support/database.js';

const { database, url } = await openDatabase();
const other = await describeDatabase({ url, poolSize: 4 }).initialize();
afterAll(() => other.destroy());
beforeEach(() => database.query('TRUNCATE budget'));

const [one, two] = [new BudgetsStore(database), new BudgetsStore(other)];
const TEN: Allowance = { most: 10, per: 'day' };

async function used(name: string): Promise<number | undefined> {
  const [row] = await database.query<{ used: number }[]>(
    'SELECT used FROM budget WHERE name = $1',
    [name],
  );
  return row?.used;
}

async function spent(taking: Promise<void>): Promise<AllowanceSpent> {
  const error = await taking.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AllowanceSpent) return error;
  throw new Error('the allowance was not spent', { cause: error });
}

/** The clock of a place, as it stands on its wall. */
function wall(moment: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(moment);
}

/** The store in a world where the present is another: only `now()` is set, all else is the same. */
function storeAt(now: string): BudgetsStore {
  return new BudgetsStore({
    query: <Rows>(sql: string, values: unknown[] = []): Promise<Rows> =>
      database.query<Rows>(sql.replaceAll('now()', `timestamptz '${now}'`), values),
  });
}

describe('an allowance', () => {
  it('is used up by all of its users together, and no further', async () => {
    await one.take('a', 6, TEN);
    await two.take('a', 4, TEN);
    await spent(one.take('a', 1, TEN));
    await one.take('b', 10, TEN);
    expect(await used('a')).toBe(10);
  });

  it('gives nothing to one who wants more than is left, and the rest to one who wants less', async () => {
    await one.take('a', 8, TEN);
    await spent(two.take('a', 3, TEN));
    await two.take('a', 2, TEN);
    await spent(one.take('fresh', 11, TEN));
    expect(await used('fresh')).toBeUndefined();
  });

  it('never goes beyond its end when two connections race', async () => {
    for (const name of ['a', 'b', 'c']) {
      const takings = Array.from({ length: 60 }, (_, n) => (n % 2 ? one : two).take(name, 1, TEN));
      const ends = await Promise.allSettled(takings);
      expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
      expect(await used(name)).toBe(10);
    }
  });

  it('counts money to the last unit', async () => {
    for (let post = 0; post < 200; post++)
      await one.take('x.spend', 0.005, { most: 1, per: 'month' });
    const { allowance } = await spent(one.take('x.spend', 0.005, { most: 1, per: 'month' }));
    expect(allowance).toBe('x.spend');
  });

  it('gets back what was not used, and never more than was taken', async () => {
    await one.take('a', 10, TEN);
    await one.giveBack('a', 4);
    await two.take('a', 4, TEN);
    await spent(two.take('a', 1, TEN));
    await one.giveBack('a', 100);
    expect(await used('a')).toBe(0);
    await two.giveBack('never-taken', 1);
    expect(await used('never-taken')).toBeUndefined();
  });
});

describe('a new period', () => {
  const california: Allowance = { most: 10, per: 'day', timeZone: 'America/Los_Angeles' };

  it.each([
    ['in winter', '2026-01-15T07:59:59Z', '2026-01-15T08:00:00.000Z'],
    ['in summer', '2026-07-15T06:59:59Z', '2026-07-15T07:00:00.000Z'],
    ['after a day of 23 hours', '2026-03-08T08:00:00Z', '2026-03-09T07:00:00.000Z'],
    ['after a day of 25 hours', '2026-11-01T07:00:00Z', '2026-11-02T08:00:00.000Z'],
  ])('of a day begins at midnight of the place, %s', async (_name, now, midnight) => {
    await storeAt(now).take('youtube', 10, california);
    const { until } = await spent(storeAt(now).take('youtube', 1, california));
    expect(until.toISOString()).toBe(midnight);
    expect(wall(until, 'America/Los_Angeles')).toMatch(/ 00:00:00$/);
    const justBefore = new Date(until.getTime() - 1).toISOString();
    await spent(storeAt(justBefore).take('youtube', 1, california));
    await storeAt(midnight).take('youtube', 10, california);
    expect(await used('youtube')).toBe(10);
  });

  it.each([
    ['hour', '2026-11-01T08:30:00Z', '2026-11-01T09:00:00.000Z'],
    // The hour from one to two comes twice that night, and is two hours.
    ['hour', '2026-11-01T09:30:00Z', '2026-11-01T10:00:00.000Z'],
    ['month', '2026-02-01T07:59:59Z', '2026-02-01T08:00:00.000Z'],
    ['month', '2026-12-31T12:00:00Z', '2027-01-01T08:00:00.000Z'],
  ] as const)('of a %s ends where it should (%s)', async (per, now, end) => {
    const allowance: Allowance = { ...california, most: 1, per };
    await storeAt(now).take('a', 1, allowance);
    const { until } = await spent(storeAt(now).take('a', 1, allowance));
    expect(until.toISOString()).toBe(end);
    await storeAt(end).take('a', 1, allowance);
  });

  it('is not undone by a statement that waited since the old one', async () => {
    await storeAt('2026-01-02T00:00:01Z').take('a', 9, TEN);
    await storeAt('2026-01-01T23:59:59Z').take('a', 1, TEN);
    const { until } = await spent(storeAt('2026-01-02T00:00:02Z').take('a', 1, TEN));
    expect(until.toISOString()).toBe('2026-01-03T00:00:00.000Z');
  });

  it('gets nothing back of what was taken in the old one', async () => {
    const early = storeAt('2026-01-01T23:59:59Z');
    await early.take('a', 5, TEN);
    await storeAt('2026-01-02T00:00:01Z').take('a', 10, TEN);
    await early.giveBack('a', 5);
    expect(await used('a')).toBe(10);
  });
});
