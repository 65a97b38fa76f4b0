import { beforeEach, describe, expect, it } from 'vitest';
import type { MentionEntity } from '../../src/store/entities/mention.entity.js';
import { MentionChangesStore } from '../../src/store/inbox/mention-changes.store.js';
import { MentionsStore } from '../../src/store/mentions.store.js';
import { ReadingsStore } from '../../src/store/readings.store.js';
import { beginRereading, RereadingsStore } from '../../src/store/rereadings.store.js';
import { openDatabase } from '../support/database.js';
import { addUser, complaintOf, makeReading } from '../support/makers.js';
import { Records } from '../support/records.js';

const { database } = await openDatabase();
const make = new Records(database);
const rereadings = new RereadingsStore(database);
const mentions = new MentionsStore(database);
const userId = await addUser(database);
const monitor = await make.monitor();
const source = await make.source();
const DAY_MS = 86_400_000;

beforeEach(() => database.query('TRUNCATE mention, rereading CASCADE'));

async function read(given: Partial<MentionEntity> = {}): Promise<string> {
  const { id } = await make.mention({ sourceId: source.id, monitorIds: [monitor.id], ...given });
  await make.reading(id);
  return id;
}
/** As some time after all readers knew of the change. */
async function begin(because = 'a new model'): Promise<void> {
  await database.transaction((transaction) => beginRereading(transaction, because));
  await database.query(`UPDATE reading SET read_at = now() - interval '1 hour'`);
  await database.query(`UPDATE rereading SET start_at = now() - interval '1 minute'`);
}
async function readAgain(ids: readonly string[]): Promise<void> {
  const unread = await mentions.unread(ids);
  await new ReadingsStore(database).save(
    unread.map(({ id, contentHash }) => ({
      mentionId: id,
      contentHash,
      vector: null,
      reading: makeReading({ complaint: complaintOf(0.7), model: 'newer' }),
    })),
  );
  await database.query(`UPDATE mention SET stage = 'triaged' WHERE id = ANY($1::bigint[])`, [ids]);
}

describe('when another model serves', () => {
  it('the open mentions of the last 30 days are read again, newest first', async () => {
    const old = await read({ publishedAt: new Date(Date.now() - 31 * DAY_MS) });
    const done = await read({ status: 'done' });
    const gone = await read({ goneAt: new Date() });
    const first = await read();
    const second = await read({ status: 'doing' });
    await begin();
    expect(await rereadings.latest()).toMatchObject({ total: 2, done: 0, endedAt: null });
    expect(await rereadings.next(10, 10)).toEqual([second, first]);
    expect((await mentions.unread([old, done, gone, first, second])).map(({ id }) => id)).toEqual([
      first,
      second,
    ]);
  });

  it('waits until all readers know of it', async () => {
    await read();
    await database.transaction((transaction) => beginRereading(transaction, 'a new model'));
    expect(await rereadings.next(10, 10)).toEqual([]);
    expect(await rereadings.latest()).toMatchObject({ total: 1, endedAt: null });
  });

  it('goes on page by page, tells how far it is, and ends', async () => {
    const ids = [await read(), await read(), await read()];
    await begin();
    await readAgain(await rereadings.next(2, 10));
    expect(await rereadings.latest()).toMatchObject({ total: 3, done: 2 });
    const last = await rereadings.next(2, 10);
    expect(last).toEqual([ids[0]]);
    expect(await rereadings.latest()).toMatchObject({ done: 2 });
    await readAgain(last);
    for (let round = 0; round < 3; round++) expect(await rereadings.next(2, 10)).toEqual([]);
    const latest = await rereadings.latest();
    expect(latest).toMatchObject({ total: 3, done: 3 });
    expect(latest?.endedAt).not.toBeNull();
    const models = await database.query('SELECT DISTINCT model FROM reading');
    expect(models).toEqual([{ model: 'newer' }]);
  });

  it('lets new mentions go first', async () => {
    await read();
    await make.mention({ sourceId: source.id, monitorIds: [monitor.id], stage: 'new' });
    await begin();
    expect(await rereadings.next(10, 1)).toEqual([]);
    expect(await rereadings.next(10, 2)).toHaveLength(1);
  });

  it('takes what was being written at that moment in its next round', async () => {
    const [free, busy] = [await read(), await read()];
    await begin();
    await database.transaction(async (transaction) => {
      await transaction.query('SELECT FROM mention WHERE id = $1 FOR UPDATE', [busy]);
      expect(await rereadings.next(10, 10)).toEqual([free]);
    });
    await readAgain([free]);
    expect(await rereadings.next(10, 10)).toEqual([]);
    expect(await rereadings.next(10, 10)).toEqual([busy]);
  });

  it('people’s corrections stay, and so does the reading until there is another', async () => {
    const id = await read();
    await new MentionChangesStore(database).correct(id, { complaint: 'other' }, userId);
    await begin();
    await rereadings.next(10, 10);
    const show = () =>
      database.query<{ complaint: string; model: string }[]>(
        'SELECT complaint, model FROM mention JOIN reading ON mention_id = id WHERE id = $1',
        [id],
      );
    expect(await show()).toEqual([{ complaint: 'other', model: 'test-1' }]);
    await readAgain([id]);
    expect(await show()).toEqual([{ complaint: 'other', model: 'newer' }]);
  });

  it('ends the one before: each mention is sent once by the later one', async () => {
    await read();
    await begin('version 1');
    await begin('version 2');
    expect(await database.query('SELECT because FROM rereading WHERE ended_at IS NULL')).toEqual([
      { because: 'version 2' },
    ]);
    expect(await rereadings.next(10, 10)).toHaveLength(1);
  });

  it('is worked on by one process at a time, and twice changes nothing', async () => {
    const ids = [await read(), await read(), await read(), await read()];
    await begin();
    const pages = await Promise.all(Array.from({ length: 4 }, () => rereadings.next(2, 10)));
    const sent = pages.flat();
    expect(new Set(sent).size).toBe(sent.length);
    expect(ids).toEqual(expect.arrayContaining(sent));
  });
});
