import { describe, expect, it } from 'vitest';
import { LEAST_TELLING } from '../../src/domain/fold.js';
import { eraseMentions } from '../../src/store/erasure.js';
import { foldedUnder } from '../../src/store/inbox/folds.js';
import { InboxCounts } from '../../src/store/inbox/counts.js';
import { TriageStore } from '../../src/store/triage.store.js';
import { triage } from '../../src/domain/triage.js';
import { AdminSourcesStore } from '../../src/store/admin-sources.store.js';
import { addSource, Dice } from '../support/makers.js';
import { TriageWorld } from './triage.world.js';

const world = await TriageWorld.open();
const counts = new InboxCounts(world.database);
const long = (text: string): string => text.padEnd(LEAST_TELLING, ' It never arrived.');

const leads = async (ids: readonly string[]): Promise<(string | null)[]> =>
  Promise.all(ids.map(async (id) => (await world.mention(id)).copyOf));
const [asSet, heard] = [
  (id: string, set: string) =>
    world.database.query(`UPDATE mention SET ${set} WHERE id = $1`, [id]),
  async (...items: ReturnType<TriageWorld['post']>[]) => {
    const ids = await world.read(...items);
    await world.decide(ids);
    return ids;
  },
];
/** Has them decided again, as after a change. */
async function again(ids: readonly string[]): Promise<void> {
  await world.database.query(`UPDATE mention SET stage = 'read' WHERE id = ANY($1::bigint[])`, [
    ids,
  ]);
  await world.decide(ids);
}

describe('exact copies', () => {
  it('are folded by triage, under the first, wherever they came', async () => {
    const [a = '', b = '', c = ''] = await heard(
      world.post(long('angry Apex'), 'ann', { title: null }),
      world.post(long('angry Apex'), 'bob', { title: null }),
      world.post(long('cross Apex'), 'bob', { title: null }),
    );
    const [d = ''] = await heard(world.post(long('angry Apex'), 'dan', { title: null }));
    expect(await leads([a, b, c, d])).toEqual([null, a, null, a]);
    expect(await foldedUnder(world.database, a)).toEqual([b, d]);
    expect(await counts.differences()).toEqual([]);
    expect((await counts.counts(null)).byStatus.new).toBe(2);
  });

  it('of few words are each a person', async () => {
    const [a = '', b = '', c = ''] = await heard(
      world.post('angry Apex', 'ann', { title: null }),
      world.post('angry Apex', 'bob', { title: null }),
      world.post('angry Apex', 'ann', { title: null }),
    );
    expect(await leads([a, b, c])).toEqual([null, null, a]);
  });

  it('stand as their lead does when they come, and for themselves when it was done', async () => {
    const text = long('angry Apex');
    const [a = ''] = await heard(world.post(text, 'ann', { title: null }));
    await asSet(a, `status = 'dismissed', dismissed_because = 'spam', owner_id = ${world.userId}`);
    const [b = ''] = await heard(world.post(text, 'bob', { title: null }));
    expect(await world.mention(b)).toMatchObject({
      copyOf: a,
      status: 'dismissed',
      dismissedBecause: 'spam',
      ownerId: world.userId,
    });
    await asSet(a, `status = 'done', dismissed_because = NULL`);
    const [c = '', d = ''] = await heard(
      world.post(text, 'cleo', { title: null }),
      world.post(text, 'dan', { title: null }),
    );
    expect(await leads([b, c, d])).toEqual([a, null, c]);
  });

  it('get another lead when theirs is gone, edited or erased', async () => {
    const text = long('angry Apex');
    const posts = ['ann', 'bob', 'cleo', 'dan', 'eve'].map((by) =>
      world.post(text, by, { title: null }),
    );
    const [a = '', b = '', c = '', d = '', e = ''] = await heard(...posts);
    await asSet(a, 'gone_at = now()');
    await again([a]);
    expect(await leads([a, b, c, d, e])).toEqual([null, null, b, b, b]);
    const edited = { ...posts[1], text: long('cross Apex') } as (typeof posts)[number];
    await world.decide(await world.read(edited));
    expect(await leads([b, c, d, e])).toEqual([null, null, c, c]);
    await world.database.transaction((transaction) => eraseMentions(transaction, [c, d]));
    expect(await leads([e])).toEqual([null]);
    expect(await foldedUnder(world.database, c)).toEqual([]);
    expect(await counts.differences()).toEqual([]);
  });

  it('get another lead when the place of theirs is removed', async () => {
    const text = long('angry Apex');
    const [a = '', b = '', c = '', d = ''] = await heard(
      ...['ann', 'bob', 'cleo', 'dan'].map((by) => world.post(text, by, { title: null })),
    );
    const { id } = await addSource(world.database);
    await world.database.query('UPDATE mention SET source_id = $1 WHERE id = ANY($2)', [
      id,
      [c, d],
    ]);
    const { sourceId } = await world.mention(b);
    await new AdminSourcesStore(world.database).remove(sourceId, world.userId);
    expect(await leads([c, d])).toEqual([null, c]);
    expect(a).not.toBe('');
    expect(await counts.differences()).toEqual([]);
  });

  it('stay folded when they are decided again', async () => {
    const text = long('angry Apex');
    const ids = await heard(
      ...['ann', 'bob', 'cleo'].map((by) => world.post(text, by, { title: null })),
    );
    const before = await leads(ids);
    for (const page of [[ids[1] as string], [...ids].toReversed(), ids]) await again(page);
    expect(await leads(ids)).toEqual(before);
  });

  it('decided by several at once have one lead, and nobody waits in a circle', async () => {
    const dice = new Dice(7);
    const texts = Array.from({ length: 6 }, (_, n) => long(`angry Apex number ${n}`));
    const posts = Array.from({ length: 120 }, (_, n) =>
      world.post(dice.pick(texts), `person${n % 40}`, { title: null }),
    );
    const ids = await world.read(...posts);
    const pages = Array.from({ length: 12 }, (_, n) => ids.filter((_id, at) => at % 12 === n));
    const store = new TriageStore(world.database);
    await Promise.all(
      dice.shuffled(pages).map((page) => store.decide(page, (them) => triage(them, 50))),
    );
    const rows = await world.database.query<{ text: string; leads: number; below: number }[]>(
      `SELECT m.text, count(*) FILTER (WHERE m.copy_of IS NULL)::int AS leads,
              count(*) FILTER (WHERE lead.copy_of IS NOT NULL OR lead.content_hash <> m.content_hash)::int AS below
         FROM mention m LEFT JOIN mention lead ON lead.id = m.copy_of GROUP BY 1`,
    );
    expect(rows).toHaveLength(texts.length);
    for (const row of rows) expect(row).toMatchObject({ leads: 1, below: 0 });
    expect(await counts.differences()).toEqual([]);
  });
});

it('triage writes what is asked for, until when, and what it can be found by', async () => {
  const [id = ''] = await world.read(
    world.post('angry Apex. I want a refund.', 'ann', { title: null, rating: 2, language: 'en' }),
  );
  await world.store.decide([id], (them) => triage(them, 50), { now: 4, soon: 24, other: 72 });
  const { want, dueAt, actionableAt, marks } = await world.mention(id);
  expect(want).toEqual({ kind: 'refund', quote: 'I want a refund' });
  expect((dueAt?.getTime() ?? 0) - (actionableAt?.getTime() ?? 0)).toBe(72 * 3_600_000);
  expect(marks.toSorted()).toEqual(['lang:en', 'rating:2', 'want:refund']);
});
