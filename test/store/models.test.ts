import { beforeEach, describe, expect, it } from 'vitest';
import { Conflict, UnknownReference } from '../../src/store/conflict.js';
import { ModelsStore, type NewModel } from '../../src/store/models.store.js';
import { TeachingRunsStore, type Claim } from '../../src/store/teaching-runs.store.js';
import { openDatabase, truncate } from '../support/database.js';
import { addUser } from '../support/makers.js';
import { aModel } from '../support/teaching.js';

const { database } = await openDatabase();
const models = new ModelsStore(database);
const runs = new TeachingRunsStore(database);
const userId = await addUser(database);
let claim: Claim;

beforeEach(async () => {
  await truncate(database, 'model, teaching_run, rereading, audit_entry');
  await runs.ask(userId);
  claim = (await runs.claim(60)) as Claim;
});

async function keep(given: Partial<NewModel> = {}): Promise<string> {
  expect(await models.keep(claim, aModel(given))).toBe(true);
  return (await models.all()).find(({ task }) => task === (given.task ?? 'complaint'))?.id ?? '';
}
const states = async () => (await models.all()).map(({ version, state }) => `${version} ${state}`);
const deeds = async (): Promise<string[]> =>
  (
    await database.query<{ action: string }[]>(
      `SELECT action FROM audit_entry WHERE subject_kind = 'reading' AND subject_id = 'complaint' ORDER BY id`,
    )
  ).map(({ action }) => action);

describe('a model that was made', () => {
  it('serves when the gate says so, and is read as it was written', async () => {
    const bytes = Buffer.from([0, 1, 254, 255]);
    const id = await keep({ bytes });
    expect(await models.serving()).toEqual([{ id, task: 'complaint' }]);
    expect(await models.bytes(id)).toEqual(bytes);
    expect(await models.all()).toMatchObject([
      { version: 1, state: 'serving', by: 'Mia', lessons: 40, parentId: null },
    ]);
    expect(await deeds()).toEqual(['version 1 for complaint serves: better']);
    expect((await runs.latest())?.outcome).toMatchObject([{ task: 'complaint', modelId: id }]);
  });

  it('takes the place of the one before it', async () => {
    const first = await keep();
    await keep({ parentId: first });
    await keep({ task: 'urgency' });
    expect(await states()).toEqual(['2 serving', '1 retired', '1 serving']);
    expect((await models.serving()).map(({ task }) => task)).toEqual(['complaint', 'urgency']);
  });

  it('that was refused is kept with the reason, and changes nothing', async () => {
    await keep({ serves: false, reason: 'no better' });
    expect(await models.serving()).toEqual([]);
    expect(await models.all()).toMatchObject([{ state: 'refused', reason: 'no better' }]);
    expect(await database.query('SELECT FROM rereading')).toEqual([]);
  });

  it('does not serve when a person has chosen another one meanwhile', async () => {
    const first = await keep();
    await models.serve('complaint', null, first, userId);
    await keep({ parentId: first });
    expect(await states()).toEqual(['2 refused', '1 retired']);
    expect((await models.all())[0]?.reason).toContain('another model serves by now');
  });

  it('comes to nothing when the claim was lost', async () => {
    await database.query('UPDATE teaching_run SET claims = claims + 1');
    expect(await models.keep(claim, aModel())).toBe(false);
    expect(await models.all()).toEqual([]);
  });

  it('leaves nothing when the process dies while it is written', async () => {
    await database.query('ALTER TABLE rereading ADD CONSTRAINT dies CHECK (false) NOT VALID');
    await expect(models.keep(claim, aModel())).rejects.toThrow('dies');
    await database.query('ALTER TABLE rereading DROP CONSTRAINT dies');
    expect(await models.all()).toEqual([]);
    expect(await deeds()).toEqual([]);
    expect((await runs.latest())?.outcome).toEqual([]);
  });
});

describe('another model', () => {
  it('is put in the place of the one that serves, and back again', async () => {
    const first = await keep();
    const second = await keep({ parentId: first });
    await models.serve('complaint', first, second, userId);
    expect(await states()).toEqual(['2 retired', '1 serving']);
    await models.serve('complaint', second, first, userId);
    expect(await states()).toEqual(['2 serving', '1 retired']);
    await models.serve('complaint', null, second, userId);
    expect(await models.serving()).toEqual([]);
    await models.serve('complaint', second, null, userId);
    expect(await models.serving()).toEqual([{ id: second, task: 'complaint' }]);
    expect((await deeds()).slice(2)).toEqual([
      'had complaint read by version 1',
      'had complaint read by version 2',
      'had complaint read by the shipped model',
      'had complaint read by version 2',
    ]);
  });

  it('is not put in the place of one that the person did not see', async () => {
    const first = await keep();
    const second = await keep({ parentId: first });
    const late = models.serve('complaint', null, first, userId);
    await expect(late).rejects.toThrow(Conflict);
    await expect(late).rejects.toThrow('Another model reads this by now: version 2.');
    expect(await models.serving()).toEqual([{ id: second, task: 'complaint' }]);
  });

  it('must have served once, and be of the task', async () => {
    const refused = await keep({ serves: false });
    await expect(models.serve('complaint', refused, null, userId)).rejects.toThrow('was refused');
    await expect(models.serve('urgency', refused, null, userId)).rejects.toThrow(UnknownReference);
    await expect(models.bytes('999')).rejects.toThrow(UnknownReference);
  });

  it('is one at a time when two people choose at once', async () => {
    const first = await keep();
    const done = await Promise.allSettled([
      models.serve('complaint', null, first, userId),
      models.serve('complaint', null, first, userId),
    ]);
    expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});
