import { beforeEach, describe, expect, it } from 'vitest';
import { creditOf, type Credit } from '../../src/domain/coverage.js';
import { CoverageStore, creditPoll, type Covered } from '../../src/store/coverage.store.js';
import type { SourceEntity } from '../../src/store/entities/source.entity.js';
import { addSource } from '../support/makers.js';
import { openDatabase } from '../support/database.js';

const { database } = await openDatabase();
const coverage = new CoverageStore(database);
const HOUR_MS = 3_600_000;
/** The present hour; everything is told from its beginning, in minutes. */
const start = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
const at = (minutes: number): Date => new Date(start + minutes * 60_000);

let source: SourceEntity;
beforeEach(async () => {
  await database.query('TRUNCATE source CASCADE');
  source = await addSource(database, { coveredUntil: at(-90) });
});

const NOTHING: Credit = { kind: 'observed', hours: [] };
const covered = (given: Partial<Covered>): Covered => ({
  since: at(-90),
  until: null,
  credit: NOTHING,
  audit: null,
  ...given,
});
const credit = (from: number, to: number, declaredSeconds = 9_999): Credit =>
  creditOf({ coveredUntil: at(from), at: at(to), declaredSeconds, onlyBackTo: null });
const poll = (minutes: number, given: Covered | null): Promise<void> =>
  creditPoll(database, { sourceId: source.id, generation: 0, startedAt: at(minutes) }, given);
const hours = async (): Promise<unknown[]> =>
  (await coverage.hours([source.id], 24)).map(({ hour, sourceId, ...rest }) => {
    expect(sourceId).toBe(source.id);
    return [(hour.getTime() - start) / HOUR_MS, ...Object.values(rest)];
  });

describe('a poll', () => {
  it('that was answered is counted in its hour, and credits every hour that it covers', async () => {
    await poll(-30, covered({ credit: credit(-90, -30) }));
    expect(await hours()).toEqual([
      [-2, 1_800, 0, 0, 0, null, null],
      [-1, 1_800, 0, 1, 0, null, null],
    ]);
  });

  it('that came late credits what it recovered', async () => {
    await poll(-30, covered({ credit: credit(-90, -30, 60) }));
    expect(await hours()).toEqual([
      [-2, 0, 1_800, 0, 0, null, null],
      [-1, 0, 1_800, 1, 0, null, null],
    ]);
  });

  it('that failed covers nothing, and is counted', async () => {
    await poll(-30, null);
    await poll(-20, null);
    expect(await hours()).toEqual([[-1, 0, 0, 2, 2, null, null]]);
  });

  it('adds to what is there', async () => {
    await poll(-45, covered({ credit: credit(-60, -45) }));
    await database.query('UPDATE source SET covered_until = $1', [at(-45)]);
    await poll(-30, covered({ since: at(-45), credit: credit(-45, -30) }));
    expect(await hours()).toEqual([[-1, 1_800, 0, 2, 0, null, null]]);
  });

  it('gives what the place tells of itself, the last word of the hour', async () => {
    await poll(-40, covered({ audit: { told: 20, seen: 18 } }));
    await poll(-30, covered({ audit: { told: 9, seen: 9 } }));
    await poll(-20, covered({}));
    expect(await hours()).toEqual([[-1, 0, 0, 3, 0, 9, 9]]);
  });

  it('credits nothing again that another poll was quicker to credit', async () => {
    await poll(-30, covered({ credit: credit(-90, -30) }));
    await database.query('UPDATE source SET covered_until = $1', [at(-30)]);
    await poll(-30, covered({ credit: credit(-90, -30) }));
    expect(await hours()).toEqual([
      [-2, 1_800, 0, 0, 0, null, null],
      [-1, 1_800, 0, 2, 0, null, null],
    ]);
  });

  it('of two at the same moment, one credits', async () => {
    const both = [1, 2].map(() =>
      database.transaction(async (transaction) => {
        await creditPoll(
          transaction,
          { sourceId: source.id, generation: 0, startedAt: at(-30) },
          covered({ credit: credit(-60, -30) }),
        );
        await transaction.query('UPDATE source SET covered_until = $1', [at(-30)]);
      }),
    );
    await Promise.all(both);
    expect(await hours()).toEqual([[-1, 1_800, 0, 2, 0, null, null]]);
  });

  it('of a source that is gone meanwhile leaves nothing', async () => {
    await database.query('DELETE FROM source');
    await poll(-30, covered({ credit: credit(-90, -30) }));
    expect(await hours()).toEqual([]);
  });
});

it('tells the hours of the sources asked for, not older than asked for', async () => {
  const other = await addSource(database, { coveredUntil: at(-90) });
  await poll(-400, covered({}));
  await poll(-30, covered({}));
  await creditPoll(
    database,
    { sourceId: other.id, generation: 0, startedAt: at(-30) },
    covered({}),
  );
  expect(await hours()).toHaveLength(2);
  expect(await coverage.hours([source.id], 2)).toHaveLength(1);
  expect(await coverage.hours([source.id, other.id], 2)).toHaveLength(2);
  expect(await coverage.hours([], 1)).toEqual([]);
});
