import { describe, expect, it } from 'vitest';
import { MentionEntity } from '../../src/store/entities/mention.entity.js';
import { Dice } from '../support/makers.js';
import { TriageWorld } from './triage.world.js';

const world = await TriageWorld.open();

describe('several at a time', () => {
  it('decide pages with the same customers without a circle, and open one task for each', async () => {
    const dice = new Dice(1);
    for (let round = 0; round < 6; round++) {
      const items = Array.from({ length: 120 }, (_, n) =>
        world.post('angry', `r${round}-${n % 15}`),
      );
      const ids = dice.shuffled(await world.read(...items));
      const pages = Array.from({ length: 6 }, (_, page) => ids.filter((_id, n) => n % 6 === page));
      const done = await Promise.all(
        [...pages, ids.toReversed(), ids].map((it) => world.decide(it)),
      );
      expect(done.flat().sort()).toEqual([...ids].sort());
    }
    const perSubject = await world.database.query<{ count: number }[]>(
      'SELECT count(*)::int AS count FROM task GROUP BY subject',
    );
    expect(perSubject).toEqual(Array(90).fill({ count: 1 }));
    expect(await world.database.getRepository(MentionEntity).countBy({ stage: 'triaged' })).toBe(
      720,
    );
  });

  it('never take a mention from a task that is being claimed', async () => {
    for (let round = 0; round < 15; round++) {
      const [id = ''] = await world.read(world.post('angry', `claimed-${round}`));
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

it('comes to the same whatever the pages and their order were', async () => {
  const dice = new Dice(6);
  const handles = ['ann', 'bob', null, 'apex_care'];
  const texts = ['angry #a', 'cross #a', 'cross #b', 'cross', 'fine #a', 'angry'];
  const items = Array.from({ length: 40 }, () => world.post(dice.pick(texts), dice.pick(handles)));
  const outcome = async (): Promise<unknown> =>
    world.database.query(
      `SELECT m.external_id, m.priority, m.reasons, m.stage, t.topic, t.priority AS task_priority, t.status,
              (SELECT min(other.external_id) FROM mention other WHERE other.task_id = t.id) AS task
         FROM mention m LEFT JOIN task t ON t.id = m.task_id ORDER BY m.external_id`,
    );
  let expected: unknown = null;
  for (let round = 0; round < 8; round++) {
    await world.database.query('TRUNCATE mention, task, author CASCADE');
    const ids = dice.shuffled(await world.read(...items));
    const size = round === 0 ? ids.length : 1 + dice.below(12);
    for (let start = 0; start < ids.length; start += size)
      await world.decide(ids.slice(start, start + size));
    expected ??= await outcome();
    expect(await outcome()).toEqual(expected);
    expect((await world.tasks()).every(({ status }) => status === 'open')).toBe(true);
  }
});
