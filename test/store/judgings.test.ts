import { beforeEach, describe, expect, it } from 'vitest';
import type { Reading } from '../../src/domain/reading.js';
import type { MentionEntity } from '../../src/store/entities/mention.entity.js';
import { MentionChangesStore } from '../../src/store/inbox/mention-changes.store.js';
import { JudgingsStore } from '../../src/store/judgings.store.js';
import { openDatabase } from '../support/database.js';
import { addUser, complaintOf, Dice } from '../support/makers.js';
import { Records } from '../support/records.js';

const { database } = await openDatabase();
const make = new Records(database);
const judgings = new JudgingsStore(database);
const people = new MentionChangesStore(database);
const mia = await addUser(database, 'Mia');
const jo = await addUser(database, 'Jo');
const monitor = await make.monitor({ ownAccounts: ['apex_care'] });
const source = await make.source();

beforeEach(() => database.query('TRUNCATE mention, author CASCADE'));

/** Of which only the complaint was read. */
async function read(
  probability: number,
  given: Partial<MentionEntity> = {},
  reading: Partial<Reading> = {},
): Promise<string> {
  const { id } = await make.mention({ sourceId: source.id, monitorIds: [monitor.id], ...given });
  await make.reading(id, { complaint: complaintOf(probability), sentiment: null, ...reading });
  return id;
}
const today = (userId: string, seed = 1) => {
  const dice = new Dice(seed);
  return judgings.today(userId, () => dice.next());
};
const idsOf = (all: readonly { mentionId: string }[]) => all.map(({ mentionId }) => mentionId);
const corrections = () =>
  database.query<{ mentionId: string; label: string; value: string; drawn: string }[]>(
    `SELECT mention_id AS "mentionId", label, value, drawn FROM correction ORDER BY mention_id, label`,
  );

describe('the texts of a day', () => {
  it('are ten, and stay the same for the day', async () => {
    for (let n = 0; n < 25; n++) await read(0.5 + n / 60);
    const first = await today(mia);
    expect(first).toHaveLength(10);
    expect(first.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(idsOf(await today(mia, 2))).toEqual(idsOf(first));
    expect(first.every(({ state, read: said }) => state === 'waiting' && said === null)).toBe(true);
  });

  it('are others for another person, also when both ask at once', async () => {
    for (let n = 0; n < 25; n++) await read(0.6);
    const [one, two] = await Promise.all([today(mia), today(jo), today(mia)]);
    expect(idsOf(one).filter((id) => idsOf(two).includes(id))).toEqual([]);
    expect(two).toHaveLength(10);
  });

  it('are none that was judged, erased, deleted, too old, of our own, or not read', async () => {
    const judged = await read(0.5);
    await people.correct(judged, { complaint: 'other' }, jo);
    await read(0.5, { erasedAt: new Date() });
    await read(0.5, { goneAt: new Date() });
    await read(0.5, { publishedAt: new Date(Date.now() - 31 * 86_400_000) });
    const us = await make.author({ handle: 'Apex_Care' });
    await read(0.5, { authorId: us.id });
    await make.mention({ sourceId: source.id, monitorIds: [monitor.id] });
    await read(0.5, {}, { complaint: null });
    const wanted = await read(0.5);
    expect(idsOf(await today(mia))).toEqual([wanted]);
  });

  it('are none that the person was asked before, on another day', async () => {
    const asked = await read(0.5);
    expect(idsOf(await today(mia))).toEqual([asked]);
    await database.query(`UPDATE judging SET day = day - 1`);
    const fresh = await read(0.9);
    expect(idsOf(await today(mia))).toEqual([fresh]);
  });

  it('that were drawn by lot and judged already count to the sample', async () => {
    const judged = await read(0.9);
    await people.correct(judged, { complaint: 'other' }, jo);
    await today(mia);
    expect(await corrections()).toMatchObject([{ mentionId: judged, drawn: 'sample' }]);
  });

  it('that say much the same by their vectors are asked for once', async () => {
    const vector = Buffer.from(Int8Array.from({ length: 512 }, (_, at) => (at % 9) - 4).buffer);
    for (let n = 0; n < 8; n++) await read(0.5);
    await database.query('UPDATE reading SET vector = $1', [vector]);
    // Three by lot; none of the others is news.
    expect(await today(mia)).toHaveLength(3);
  });
});

describe('an answer', () => {
  it('counts as a correction, also when it is what was read; then that is shown', async () => {
    const id = await read(0.9);
    await today(mia);
    expect(await judgings.answer(mia, 1, 'complaint')).toMatchObject({ mentionIds: [id] });
    expect(await corrections()).toMatchObject([
      { mentionId: id, label: 'complaint', value: 'complaint', drawn: 'sample' },
    ]);
    expect(await today(mia)).toMatchObject([
      { state: 'judged', answer: 'complaint', read: { label: 'complaint', probability: 0.9 } },
    ]);
  });

  it('adds to what was said of the text before', async () => {
    const id = await read(0.9);
    await today(mia);
    await people.correct(id, { sentiment: 'neutral' }, jo);
    await judgings.answer(mia, 1, 'other');
    expect(await corrections()).toMatchObject([
      { label: 'complaint', value: 'other' },
      { label: 'sentiment', value: 'neutral' },
    ]);
  });

  it('can be taken back, and only it is', async () => {
    const id = await read(0.9);
    await today(mia);
    await people.correct(id, { sentiment: 'neutral' }, jo);
    await judgings.answer(mia, 1, 'other');
    await judgings.takeBack(mia, 1);
    expect(await corrections()).toMatchObject([{ label: 'sentiment' }]);
    expect(await today(mia)).toMatchObject([{ state: 'waiting', answer: null, read: null }]);
  });

  it('can be none, and can be changed', async () => {
    await read(0.9);
    await today(mia);
    expect(await judgings.answer(mia, 1, null)).toBeNull();
    expect(await today(mia)).toMatchObject([{ state: 'skipped' }]);
    expect(await corrections()).toEqual([]);
    await judgings.answer(mia, 1, 'other');
    await judgings.answer(mia, 1, 'complaint');
    expect(await corrections()).toMatchObject([{ value: 'complaint' }]);
    await judgings.answer(mia, 1, null);
    expect(await corrections()).toEqual([]);
  });

  it('is to one of one’s own texts of today', async () => {
    await read(0.9);
    await today(mia);
    await expect(judgings.answer(jo, 1, 'other')).rejects.toThrow('none of your texts');
    await expect(judgings.answer(mia, 2, 'other')).rejects.toThrow('none of your texts');
  });
});
