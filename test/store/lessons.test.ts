import { beforeEach, describe, expect, it } from 'vitest';
import { isHeldBack } from '../../src/domain/teaching.js';
import type { MentionEntity } from '../../src/store/entities/mention.entity.js';
import { eraseMentions } from '../../src/store/erasure.js';
import { MentionChangesStore } from '../../src/store/inbox/mention-changes.store.js';
import { LessonsStore } from '../../src/store/lessons.store.js';
import { openDatabase } from '../support/database.js';
import { addUser } from '../support/makers.js';
import { Records } from '../support/records.js';
import { testShipped } from '../support/shipped.js';

const { database } = await openDatabase();
const make = new Records(database);
const lessons = new LessonsStore(database);
const people = new MentionChangesStore(database);
const userId = await addUser(database);
const monitor = await make.monitor();
const source = await make.source();

beforeEach(() => database.query('TRUNCATE mention CASCADE'));

const mention = async (given: Partial<MentionEntity> = {}): Promise<string> => {
  const { id } = await make.mention({ sourceId: source.id, monitorIds: [monitor.id], ...given });
  await make.reading(id);
  return id;
};
const all = async (task: Parameters<LessonsStore['of']>[0]) => {
  const { learnt, heldBack } = await lessons.of(task);
  return [...learnt, ...heldBack];
};

describe('lessons', () => {
  it('are the texts that people judged, with what they said', async () => {
    const id = await mention({ title: 'Late', text: 'It came late.', language: 'en' });
    await people.correct(id, { complaint: 'complaint', topics: ['late', 'own'] }, userId);
    expect(await all('complaint')).toMatchObject([
      { title: 'Late', text: 'It came late.', language: 'en', labels: ['complaint'] },
    ]);
    expect(await all('topic')).toMatchObject([{ labels: ['late', 'own'] }]);
    expect(await all('sentiment')).toEqual([]);
  });

  it('hold a text once, however many copies of it there are', async () => {
    const ids = [await mention({ contentHash: 'same' }), await mention({ contentHash: 'same' })];
    for (const id of ids) await people.correct(id, { complaint: 'other' }, userId);
    expect(await all('complaint')).toHaveLength(1);
    expect((await lessons.counts(testShipped())).complaint).toMatchObject(
      isHeldBack('same') ? { heldBack: 1, learnt: 0 } : { heldBack: 0, learnt: 1 },
    );
  });

  it('are held back or not by their text alone', async () => {
    for (let n = 0; n < 20; n++) {
      const id = await mention({ contentHash: `text-${n}` });
      await people.correct(id, { complaint: 'other' }, userId);
    }
    const { learnt, heldBack } = await lessons.of('complaint');
    expect(heldBack.length).toBeGreaterThan(0);
    expect(heldBack.every(({ contentHash }) => isHeldBack(contentHash))).toBe(true);
    expect(learnt.some(({ contentHash }) => isHeldBack(contentHash))).toBe(false);
    const { complaint } = await lessons.counts(testShipped());
    expect(complaint).toEqual({ learnt: learnt.length, heldBack: heldBack.length });
  });

  it('are none of a text that was edited since, or erased', async () => {
    const [edited, erased] = [await mention(), await mention()];
    for (const id of [edited, erased]) await people.correct(id, { complaint: 'other' }, userId);
    await database.query(`UPDATE mention SET content_hash = 'edited' WHERE id = $1`, [edited]);
    await database.transaction((transaction) => eraseMentions(transaction, [erased]));
    expect(await all('complaint')).toEqual([]);
    // What was said of the mention still holds there.
    expect(await database.query('SELECT FROM correction')).toHaveLength(2);
    expect(await database.query('SELECT FROM correction WHERE content_hash IS NULL')).toHaveLength(
      1,
    );
  });

  it('of an erased text stay with the copies that stand', async () => {
    const ids = [await mention({ contentHash: 'same' }), await mention({ contentHash: 'same' })];
    await people.correct(ids[0] as string, { complaint: 'other' }, userId);
    await database.transaction((transaction) => eraseMentions(transaction, [ids[0] as string]));
    expect(await all('complaint')).toHaveLength(1);
  });

  it('are counted only where a model can learn them', async () => {
    const german = await mention({ language: 'de' });
    await people.correct(german, { complaint: 'other', leaving: 'left' }, userId);
    const counts = await lessons.counts(testShipped());
    expect(counts.complaint).toEqual({ learnt: 0, heldBack: 0 });
    expect(counts.leaving).toEqual({ learnt: 0, heldBack: 0 });
  });

  it('drawn by lot are never learnt from: they say how often a model is right', async () => {
    for (let n = 0; n < 6; n++) {
      const id = await mention({ contentHash: `lot-${n}` });
      await people.correct(id, { complaint: 'other' }, userId, n < 3 ? 'sample' : 'unsure');
    }
    const { learnt, heldBack } = await lessons.of('complaint');
    expect(heldBack.filter(({ byLot }) => byLot)).toHaveLength(3);
    expect(learnt.some(({ byLot }) => byLot)).toBe(false);
    const { complaint } = await lessons.counts(testShipped());
    expect(complaint).toEqual({ learnt: learnt.length, heldBack: heldBack.length });
  });
});

describe('texts that nobody has judged', () => {
  it('are each there once, without those that were judged, erased or deleted', async () => {
    await people.correct(await mention({ text: 'Judged.' }), { complaint: 'other' }, userId);
    await mention({ text: 'Gone.', goneAt: new Date() });
    await mention({ text: 'Erased.', erasedAt: new Date() });
    for (let copy = 0; copy < 2; copy++) await mention({ text: 'Left.', contentHash: 'left' });
    expect(await lessons.unjudged(10)).toMatchObject([{ title: null, text: 'Left.' }]);
    await mention({ text: 'Another.' });
    expect(await lessons.unjudged(1)).toHaveLength(1);
  });
});
