import { describe, expect, it } from 'vitest';
import { triage } from '../../src/domain/triage.js';
import { MonitorEntity } from '../../src/store/entities/monitor.entity.js';
import { addMonitor } from '../support/makers.js';
import { TriageWorld } from './triage.world.js';

const world = await TriageWorld.open();

describe('a page', () => {
  it('gets its priorities with their reasons, and a task where one is due', async () => {
    const ids = await world.read(
      world.post('angry #delivery'),
      world.post('cross', 'bob'),
      world.post('fine', 'cy'),
      world.post('angry', 'Apex_Care'),
    );
    expect(await world.decide(ids)).toEqual(ids);
    const mentions = await Promise.all(ids.map((it) => world.mention(it)));
    expect(mentions.map(({ priority }) => priority)).toEqual([50, 46, 0, 0]);
    expect(mentions[0]).toMatchObject({
      stage: 'triaged',
      reasons: [{ text: 'a complaint (95 % sure)', points: 50 }],
    });
    expect(mentions[3]?.reasons).toEqual([
      { text: 'written by one of our own accounts', points: 0 },
    ]);
    expect(mentions.every(({ actionableAt }) => actionableAt !== null)).toBe(true);
    const [task, ...more] = await world.tasks();
    expect(more).toEqual([]);
    expect(task).toMatchObject({
      monitorId: world.monitor.id,
      subject: `author:${mentions[0]?.authorId}:delivery`,
      authorId: mentions[0]?.authorId,
      topic: 'delivery',
      status: 'open',
      ownerId: null,
      priority: 50,
      reasons: mentions[0]?.reasons,
    });
    expect(await world.taskIds(ids)).toEqual([task?.id, null, null, null]);
    expect(await world.history(task?.id)).toEqual(['opened the task']);
  });

  it('gets its labels from its readings; what was not read stays empty', async () => {
    const ids = await world.read(
      world.post('angry #a #b', null),
      world.post('fine', null),
      world.post('angry', null),
    );
    await world.database.query(
      `UPDATE reading SET reading = reading || '{"complaint": null, "topics": null}' WHERE mention_id = $1`,
      [ids[2]],
    );
    await world.decide(ids);
    const labels = (await Promise.all(ids.map((it) => world.mention(it)))).map(
      ({ complaint, sentiment, topics }) => [complaint, sentiment, topics],
    );
    expect(labels).toEqual([
      ['complaint', null, ['a', 'b']],
      ['other', null, []],
      [null, null, []],
    ]);
  });

  it('leaves for later what has no reading of its present text', async () => {
    const ids = await world.read(
      world.post('angry', 'ann'),
      world.post('angry', 'bob'),
      world.post('angry', 'cy'),
    );
    await world.database.query(`UPDATE reading SET content_hash = 'older' WHERE mention_id = $1`, [
      ids[0],
    ]);
    await world.database.query('DELETE FROM reading WHERE mention_id = $1', [ids[1]]);
    expect(await world.decide(ids)).toEqual([ids[2]]);
    expect((await world.mention(ids[0])).stage).toBe('new');
    expect(await world.tasks()).toHaveLength(1);
  });

  it('changes nothing when it is decided twice', async () => {
    const ids = await world.read(world.post('angry'), world.post('cross'));
    await world.decide(ids);
    const before = [await Promise.all(ids.map((it) => world.mention(it))), await world.tasks()];
    expect(await world.decide(ids)).toEqual([]);
    expect([await Promise.all(ids.map((it) => world.mention(it))), await world.tasks()]).toEqual(
      before,
    );
  });

  it('leaves nothing half done when it fails', async () => {
    const ids = await world.read(world.post('angry'));
    const failing = world.store.decide(ids, (candidates) => {
      const decided = triage(candidates, 50);
      return { ...decided, priorities: new Map([[ids[0] ?? '', { score: 1e9, reasons: [] }]]) };
    });
    await expect(failing).rejects.toThrow('out of range');
    expect(await world.mention(ids[0])).toMatchObject({
      stage: 'new',
      complaint: null,
      taskId: null,
    });
    expect(await world.tasks()).toEqual([]);
    await world.decide(ids);
    expect(await world.tasks()).toHaveLength(1);
  });

  it('is not held up by a monitor that is gone', async () => {
    const gone = await addMonitor(world.database, { name: 'Zen', any: ['zen'] });
    const ids = await world.read(world.post('angry zen'), world.post('angry apex', 'bob'));
    await world.database.query('UPDATE mention SET monitor_ids = $2 WHERE id = $1', [
      ids[0],
      [gone.id],
    ]);
    await world.database.getRepository(MonitorEntity).delete({ id: gone.id });
    expect(await world.decide(ids)).toHaveLength(2);
    expect(await world.mention(ids[0])).toMatchObject({
      stage: 'triaged',
      priority: 50,
      taskId: null,
    });
    expect(await world.tasks()).toHaveLength(1);
  });
});

describe('a second complaint', () => {
  it('of the same author on the same topic joins the task, and raises it', async () => {
    const first = await world.read(world.post('angry #delivery'));
    await world.decide(first);
    const more = await world.read(
      world.post('cross #delivery'),
      world.post('angry #billing'),
      world.post('angry #delivery', 'bob'),
    );
    await world.decide(more);
    const [joined, , billing, other] = await world.taskIds([...first, ...more]);
    expect(await world.taskIds(more)).toEqual([joined, billing, other]);
    expect(new Set([joined, billing, other]).size).toBe(3);
    const delivery = (await world.tasks()).find(({ id }) => id === joined);
    expect(delivery).toMatchObject({
      priority: 61,
      reasons: [{ points: 46 }, { text: 'complained about this once before', points: 15 }],
    });
  });

  it('joins a claimed task too, and leaves it with its owner', async () => {
    const ids = await world.read(world.post('angry'));
    await world.decide(ids);
    const [open] = await world.tasks();
    await world.work.claim({ taskId: open?.id ?? '', userId: world.userId, version: 1 });
    const more = await world.read(world.post('angry'));
    await world.decide(more);
    expect(await world.taskIds(more)).toEqual([open?.id]);
    expect(await world.tasks()).toMatchObject([
      { status: 'claimed', ownerId: world.userId, priority: 65 },
    ]);
  });

  it('opens a new task when the first is resolved, and leaves that as it was', async () => {
    const ids = await world.read(world.post('angry'));
    await world.decide(ids);
    const [first] = await world.tasks();
    await world.work.resolve(
      { taskId: first?.id ?? '', userId: world.userId, version: 1 },
      'solved',
      null,
    );
    const more = await world.read(world.post('cross'));
    await world.decide(more);
    expect(await world.tasks()).toMatchObject([
      { id: first?.id, status: 'resolved', outcome: 'solved', priority: 50 },
      { status: 'open', priority: 61 },
    ]);
    expect(await world.taskIds([...ids, ...more])).toEqual([
      first?.id,
      (await world.tasks())[1]?.id,
    ]);
  });

  it('takes the first along when that was too small for a task', async () => {
    const [first = '', second = ''] = await world.read(world.post('cross'), world.post('cross'));
    await world.decide([second]);
    expect(await world.tasks()).toEqual([]);
    await world.decide([first]);
    const [task] = await world.tasks();
    expect(await world.taskIds([first, second])).toEqual([task?.id, task?.id]);
    expect((await world.mention(second)).priority).toBe(61);
  });

  it('without an author is a problem of its own', async () => {
    const ids = await world.read(
      world.post('angry', null),
      world.post('angry', null),
      world.post('cross', null),
    );
    await world.decide(ids);
    expect((await world.tasks()).map(({ subject, authorId }) => [subject, authorId])).toEqual([
      [`mention:${ids[0]}`, null],
      [`mention:${ids[1]}`, null],
    ]);
    expect((await world.taskIds(ids))[2]).toBeNull();
  });
});
