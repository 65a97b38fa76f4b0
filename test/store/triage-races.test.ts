import { describe, expect, it } from 'vitest';
import { Dice } from '../support/makers.js';
import { TriageWorld } from './triage.world.js';

const world = await TriageWorld.open();

describe('several at a time', () => {
  it('decide pages with the same customers without a circle, and as if one had decided all', async () => {
    const dice = new Dice(1);
    for (let round = 0; round < 6; round++) {
      // None of them opens a task by itself; those of one customer do together.
      const items = Array.from({ length: 120 }, (_, n) =>
        world.post('cross', `r${round}-${n % 15}`),
      );
      const ids = dice.shuffled(await world.read(...items));
      const pages = Array.from({ length: 6 }, (_, page) => ids.filter((_id, n) => n % 6 === page));
      const done = await Promise.all(
        [...pages, ids.toReversed(), ids].map((it) => world.decide(it)),
      );
      expect(done.flat().sort()).toEqual([...ids].sort());
    }
    const perCustomer = await world.database.query<unknown[]>(
      `SELECT count(DISTINCT task_id)::int AS tasks, count(task_id)::int AS attached,
              array_agg(priority ORDER BY occurred_at) AS priorities FROM mention GROUP BY author_id`,
    );
    const expected = { tasks: 1, attached: 8, priorities: [46, 61, 66, 66, 66, 66, 66, 66] };
    expect(perCustomer).toEqual(Array.from({ length: 90 }, () => expected));
    expect(await world.tasks()).toHaveLength(90);
  });

  it('decide mentions while these are edited, without a circle, and end with their present text', async () => {
    const dice = new Dice(2);
    const items = Array.from({ length: 60 }, (_, n) => world.post('angry', `h${n % 6}`));
    const ids = await world.read(...items);
    for (let round = 0; round < 12; round++) {
      const edited = dice.shuffled(items).map((it) => ({
        ...it,
        text: `${dice.pick(['angry', 'fine'])} ${round}`,
      }));
      const halves = [dice.shuffled(ids).slice(0, 40), dice.shuffled(ids).slice(0, 40)];
      await Promise.all([world.read(...edited), ...halves.map((it) => world.decide(it))]);
    }
    await world.decide(ids);
    const mentions = await Promise.all(ids.map((id) => world.mention(id)));
    for (const { text, complaint, stage } of mentions)
      expect([stage, complaint]).toEqual([
        'triaged',
        text.startsWith('angry') ? 'complaint' : 'other',
      ]);
  });

  it('never take a mention from a task that is being claimed', async () => {
    for (let round = 0; round < 15; round++) {
      const [id = ''] = await world.read(world.post(`angry, ${round}`, `claimed-${round}`));
      await world.decide([id]);
      const taskId = (await world.mention(id)).taskId ?? '';
      await world.people.correct(id, { complaint: 'other' }, world.userId);
      await Promise.allSettled([
        world.decide([id]),
        world.work.claim({ taskId, userId: world.userId, version: 1 }),
      ]);
      const task = (await world.tasks()).find((it) => it.id === taskId);
      expect([task?.status, (await world.mention(id)).taskId]).toEqual(
        task?.status === 'claimed' ? ['claimed', taskId] : ['resolved', null],
      );
    }
  });
});

it('comes to the same whatever the pages and their order were, also after edits', async () => {
  const dice = new Dice(6);
  const handles = ['ann', 'bob', null, 'apex_care'];
  const texts = ['angry #a', 'cross #a', 'cross #b', 'cross', 'fine #a', 'angry'];
  const posts = Array.from({ length: 40 }, () => world.post(dice.pick(texts), dice.pick(handles)));
  const [first, more] = [posts.slice(0, 30), posts.slice(30)];
  const edited = first
    .filter(() => dice.next() < 0.5)
    .map((it) => ({ ...it, text: `${dice.pick(texts)}, edited` }));
  const outcome = (): Promise<unknown> =>
    world.database.query(
      `SELECT t.subject LIKE 'author:%' AS customer, t.topic, t.status, t.outcome, t.priority, t.reasons,
              m.external_id, m.text, m.stage, m.priority AS own, m.reasons AS why
         FROM task t FULL JOIN mention m ON m.task_id = t.id
        ORDER BY m.external_id, t.topic, t.priority, t.reasons::text`,
    );
  const decideInPages = async (ids: readonly string[], size: number): Promise<void> => {
    for (let start = 0; start < ids.length; start += size)
      await world.decide(ids.slice(start, start + size));
  };
  let expected: unknown = null;
  for (let round = 0; round < 10; round++) {
    await world.database.query('TRUNCATE mention, task, author CASCADE');
    for (const answer of [first, [...edited, ...more]]) {
      const ids = dice.shuffled(await world.read(...answer));
      await decideInPages(ids, round === 0 ? ids.length : 1 + dice.below(9));
    }
    expected ??= await outcome();
    expect(await outcome()).toEqual(expected);
  }
});
