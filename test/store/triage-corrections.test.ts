import { describe, expect, it } from 'vitest';
import { TriageWorld } from './triage.world.js';

const world = await TriageWorld.open();

describe('a correction', () => {
  async function opened(): Promise<{ id: string; taskId: string }> {
    const [id = ''] = await world.read(world.post('angry #delivery'));
    await world.decide([id]);
    return { id, taskId: (await world.mention(id)).taskId ?? '' };
  }

  it('to "other" closes the task, and says why', async () => {
    const { id, taskId } = await opened();
    await world.people.correct(id, { complaint: 'other' }, world.userId);
    await world.decide([id]);
    expect(await world.mention(id)).toMatchObject({ taskId: null, priority: 0, stage: 'triaged' });
    expect(await world.tasks()).toMatchObject([
      { status: 'resolved', outcome: 'not-a-complaint', version: 2 },
    ]);
    expect(await world.history(taskId)).toEqual([
      'opened the task',
      'closed the task: no complaint is left in it',
    ]);
  });

  it('to "other" leaves the task open while another complaint is in it that is worth one, and lowers it', async () => {
    const { id, taskId } = await opened();
    const more = await world.read(world.post('angry again #delivery'));
    await world.decide(more);
    expect(await world.tasks()).toMatchObject([{ priority: 65 }]);
    await world.people.correct(id, { complaint: 'other' }, world.userId);
    await world.decide([id]);
    expect(await world.tasks()).toMatchObject([{ id: taskId, status: 'open', priority: 50 }]);
    expect(await world.taskIds([id, ...more])).toEqual([null, taskId]);
  });

  it('to "other" closes the task too when what is left in it would have opened none, and says so', async () => {
    const { id, taskId } = await opened();
    const more = await world.read(world.post('cross #delivery'));
    await world.decide(more);
    await world.people.correct(id, { complaint: 'other' }, world.userId);
    await world.decide([id]);
    expect(await world.taskIds([id, ...more])).toEqual([null, null]);
    expect(await world.tasks()).toMatchObject([{ status: 'resolved', outcome: 'not-a-complaint' }]);
    expect((await world.history(taskId)).at(-1)).toMatch(/^closed the task/);
  });

  it('that is taken back opens the same task again', async () => {
    const { id, taskId } = await opened();
    await world.people.correct(id, { complaint: 'other' }, world.userId);
    await world.decide([id]);
    await world.people.correct(id, {}, world.userId);
    await world.decide([id]);
    expect(await world.tasks()).toMatchObject([
      { id: taskId, status: 'open', outcome: null, resolvedAt: null, priority: 50 },
    ]);
    expect(await world.taskIds([id])).toEqual([taskId]);
    expect(await world.history(taskId)).toEqual([
      'opened the task',
      'closed the task: no complaint is left in it',
      'opened the task again',
    ]);
  });

  it('to "other" leaves a claimed task to its owner', async () => {
    const { id, taskId } = await opened();
    await world.work.claim({ taskId, userId: world.userId, version: 1 });
    await world.people.correct(id, { complaint: 'other' }, world.userId);
    await world.decide([id]);
    expect(await world.taskIds([id])).toEqual([taskId]);
    expect(await world.tasks()).toMatchObject([{ status: 'claimed' }]);
  });

  it('to another topic moves the complaint to the task of that', async () => {
    const { id, taskId } = await opened();
    await world.people.correct(id, { topics: ['billing'] }, world.userId);
    await world.decide([id]);
    const all = await world.tasks();
    expect(all).toMatchObject([
      { id: taskId, status: 'resolved' },
      { topic: 'billing', status: 'open' },
    ]);
    expect(await world.taskIds([id])).toEqual([all[1]?.id]);
  });

  it('to "complaint" is sure, and opens a task', async () => {
    const [id = ''] = await world.read(world.post('fine'));
    await world.decide([id]);
    expect(await world.tasks()).toEqual([]);
    await world.people.correct(id, { complaint: 'complaint' }, world.userId);
    await world.decide([id]);
    expect(await world.mention(id)).toMatchObject({
      priority: 50,
      reasons: [{ text: 'a complaint (100 % sure)' }],
    });
    expect(await world.tasks()).toHaveLength(1);
  });

  it('wins over every reading, now and after an edit; what it does not name is read', async () => {
    const { id } = await opened();
    await world.people.correct(
      id,
      { complaint: 'other', topics: ['billing', 'invoice'] },
      world.userId,
    );
    await world.decide([id]);
    expect(await world.mention(id)).toMatchObject({
      complaint: 'other',
      topics: ['billing', 'invoice'],
    });
    await world.read(world.post('angry #shop, edited', 'ann', { externalId: 'post-0' }));
    await world.decide([id]);
    expect(await world.mention(id)).toMatchObject({
      stage: 'triaged',
      text: 'angry #shop, edited',
      complaint: 'other',
      topics: ['billing', 'invoice'],
    });
    await world.people.correct(id, { topics: [] }, world.userId);
    await world.decide([id]);
    expect(await world.mention(id)).toMatchObject({ complaint: 'complaint', topics: [] });
  });

  it('of the moment in which the mention is decided is not written over', async () => {
    for (let round = 0; round < 15; round++) {
      const [id = ''] = await world.read(world.post(`angry, ${round}`, `corrected-${round}`));
      await Promise.all([
        world.decide([id]),
        world.people.correct(id, { complaint: 'other' }, world.userId),
      ]);
      expect((await world.mention(id)).complaint).toBe('other');
      await world.decide([id]);
      expect(await world.mention(id)).toMatchObject({
        complaint: 'other',
        priority: 0,
        taskId: null,
        stage: 'triaged',
      });
    }
  });

  it('of an earlier complaint takes its weight from the later ones', async () => {
    const [first = '', second = ''] = await world.read(
      world.post('cross'),
      world.post('cross again'),
    );
    await world.people.correct(first, { topics: ['billing'] }, world.userId);
    await world.decide([first, second]);
    expect((await world.mention(second)).priority).toBe(46);
    await world.people.correct(first, { topics: [] }, world.userId);
    await world.decide([first]);
    expect((await world.mention(second)).priority).toBe(61);
    await world.people.correct(first, { complaint: 'other' }, world.userId);
    await world.decide([first]);
    expect((await world.mention(second)).priority).toBe(46);
  });
});
