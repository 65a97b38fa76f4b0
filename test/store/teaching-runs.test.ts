import { beforeEach, describe, expect, it } from 'vitest';
import { TeachingRunsStore, type Claim } from '../../src/store/teaching-runs.store.js';
import { openDatabase, truncate } from '../support/database.js';
import { addUser } from '../support/makers.js';

const { database } = await openDatabase();
const runs = new TeachingRunsStore(database);
const userId = await addUser(database);
beforeEach(() => truncate(database, 'teaching_run, audit_entry'));

const count = async (): Promise<number> =>
  (await database.query<unknown[]>('SELECT FROM teaching_run')).length;
const expire = () =>
  database.query(`UPDATE teaching_run SET claimed_until = now() - interval '1 second'`);

describe('a run', () => {
  it('is one a night, however many ask', async () => {
    await Promise.all(Array.from({ length: 5 }, () => runs.askForNight('2026-03-01')));
    expect(await count()).toBe(1);
    await runs.end((await runs.claim(60)) as Claim, null);
    await runs.askForNight('2026-03-01');
    expect(await count()).toBe(1);
    await runs.askForNight('2026-03-02');
    expect(await count()).toBe(2);
  });

  it('is the unfinished one, when a person asks', async () => {
    const [first, second] = [await runs.ask(userId), await runs.ask(userId)];
    expect(second).toBe(first);
    expect(await runs.latest()).toMatchObject({ id: first, by: 'Mia', running: false });
    await runs.end((await runs.claim(60)) as Claim, null);
    expect(await runs.ask(userId)).not.toBe(first);
    await runs.askForNight('2026-03-01');
    expect(await count()).toBe(2);
  });

  it('is worked on by one process, until that is not heard of any more', async () => {
    expect(await runs.claim(60)).toBeNull();
    await runs.ask(userId);
    const claims = await Promise.all(Array.from({ length: 4 }, () => runs.claim(60)));
    const [first, ...others] = claims.filter((claim) => claim !== null);
    expect(others).toEqual([]);
    expect(await runs.latest()).toMatchObject({ running: true });
    await expire();
    const second = await runs.claim(60);
    expect(second?.runId).toBe(first?.runId);
    expect(await runs.extend(first as Claim, 60, 0.9)).toBe(false);
    expect(await runs.extend(second as Claim, 60, 0.2)).toBe(true);
    expect((await runs.latest())?.progress).toBeCloseTo(0.2);
    await runs.end(first as Claim, 'too late');
    expect(await runs.latest()).toMatchObject({ endedAt: null, error: null });
  });

  it('that was given up is there for the next one at once', async () => {
    await runs.ask(userId);
    await runs.release((await runs.claim(60)) as Claim);
    expect(await runs.claim(60)).not.toBeNull();
  });

  it('keeps what came of each task once, also when a task is done again', async () => {
    await runs.ask(userId);
    const first = (await runs.claim(60)) as Claim;
    await runs.note(first, { task: 'complaint', what: 'too few', modelId: null });
    await runs.note(first, { task: 'urgency', what: 'too few', modelId: null });
    await expire();
    const second = (await runs.claim(60)) as Claim;
    expect(await runs.note(first, { task: 'complaint', what: 'late', modelId: null })).toBe(false);
    await runs.note(second, { task: 'complaint', what: 'still too few', modelId: null });
    expect((await runs.latest())?.outcome).toEqual([
      { task: 'urgency', what: 'too few', modelId: null },
      { task: 'complaint', what: 'still too few', modelId: null },
    ]);
  });

  it('that failed says why', async () => {
    await runs.ask(userId);
    await runs.end((await runs.claim(60)) as Claim, 'out of memory');
    expect(await runs.latest()).toMatchObject({ error: 'out of memory', running: false });
    expect(await runs.claim(60)).toBeNull();
  });
});
