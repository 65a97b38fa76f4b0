import { beforeEach, describe, expect, it } from 'vitest';
import type { Item } from '../../src/domain/mention.js';
import { triage } from '../../src/domain/triage.js';
import { MentionEntity } from '../../src/store/entities/mention.entity.js';
import { MonitorEntity } from '../../src/store/entities/monitor.entity.js';
import { TaskEntity } from '../../src/store/entities/task.entity.js';
import { MentionChangesStore } from '../../src/store/inbox/mention-changes.store.js';
import { TaskChangesStore } from '../../src/store/tasks/task-changes.store.js';
import { TriageStore } from '../../src/store/triage.store.js';
import { addMonitor, addSource, addUser, Dice, hearAndRead, makeItem } from '../support/makers.js';
import { openDatabase } from '../support/database.js';

const { database } = await openDatabase();
const store = new TriageStore(database);
const people = new MentionChangesStore(database);
const work = new TaskChangesStore(database);
const userId = await addUser(database);
const monitor = await addMonitor(database, { ownAccounts: ['apex_care'] });

let origin: { id: string; place: string; ownedByMonitorId: string };
let posts = 0;
beforeEach(async () => {
  await database.query('TRUNCATE mention, task, author, audit_entry CASCADE');
  origin = {
    id: (await addSource(database)).id,
    place: 'feed:forum.example',
    ownedByMonitorId: monitor.id,
  };
  posts = 0;
});

/** A post that WordReader understands; each is an hour later than the one before. */
function post(text: string, handle: string | null = 'ann', given: Partial<Item> = {}): Item {
  const n = posts++;
  const author = handle === null ? null : { name: null, handle, url: null };
  const publishedAt = new Date(Date.UTC(2026, 2, 1, n)).toISOString();
  return makeItem({ externalId: `post-${n}`, text, author, publishedAt, ...given });
}
const read = (...items: Item[]): Promise<string[]> => hearAndRead(database, origin, items);
const decide = (ids: readonly string[]): Promise<string[]> =>
  store.decide(ids, (candidates) => triage(candidates, 50));
const mention = (id = ''): Promise<MentionEntity> =>
  database.getRepository(MentionEntity).findOneByOrFail({ id });
const tasks = (): Promise<TaskEntity[]> =>
  database.getRepository(TaskEntity).find({ order: { id: 'ASC' } });
const taskIds = async (ids: readonly string[]): Promise<(string | null)[]> =>
  Promise.all(ids.map(async (id) => (await mention(id)).taskId));
const history = async (taskId = ''): Promise<string[]> => {
  const lines = await database.query<{ action: string }[]>(
    `SELECT action FROM audit_entry WHERE subject_kind = 'task' AND subject_id = $1 ORDER BY id`,
    [taskId],
  );
  return lines.map(({ action }) => action);
};

describe('a page', () => {
  it('gets its priorities with their reasons, and a task where one is due', async () => {
    const ids = await read(
      post('angry #delivery'),
      post('cross', 'bob'),
      post('fine', 'cy'),
      post('angry', 'Apex_Care'),
    );
    expect(await decide(ids)).toEqual(ids);
    const mentions = await Promise.all(ids.map(mention));
    expect(mentions.map(({ priority }) => priority)).toEqual([50, 46, 0, 0]);
    expect(mentions[0]).toMatchObject({
      stage: 'triaged',
      reasons: [{ text: 'a complaint (95 % sure)', points: 50 }],
    });
    expect(mentions[3]?.reasons).toEqual([
      { text: 'written by one of our own accounts', points: 0 },
    ]);
    expect(mentions.every(({ actionableAt }) => actionableAt !== null)).toBe(true);
    const [task, ...more] = await tasks();
    expect(more).toEqual([]);
    expect(task).toMatchObject({
      monitorId: monitor.id,
      subject: `author:${mentions[0]?.authorId}:delivery`,
      authorId: mentions[0]?.authorId,
      topic: 'delivery',
      status: 'open',
      ownerId: null,
      priority: 50,
      reasons: mentions[0]?.reasons,
    });
    expect(await taskIds(ids)).toEqual([task?.id, null, null, null]);
    expect(await history(task?.id)).toEqual(['opened the task']);
  });

  it('gets its labels from its readings; what was not read stays empty', async () => {
    const ids = await read(post('angry #a #b', null), post('fine', null), post('angry', null));
    await database.query(
      `UPDATE reading SET reading = reading || '{"complaint": null, "topics": null}' WHERE mention_id = $1`,
      [ids[2]],
    );
    await decide(ids);
    const labels = (await Promise.all(ids.map(mention))).map(({ complaint, sentiment, topics }) => [
      complaint,
      sentiment,
      topics,
    ]);
    expect(labels).toEqual([
      ['complaint', null, ['a', 'b']],
      ['other', null, []],
      [null, null, []],
    ]);
  });

  it('leaves for later what has no reading of its present text', async () => {
    const ids = await read(post('angry', 'ann'), post('angry', 'bob'), post('angry', 'cy'));
    await database.query(`UPDATE reading SET content_hash = 'older' WHERE mention_id = $1`, [
      ids[0],
    ]);
    await database.query('DELETE FROM reading WHERE mention_id = $1', [ids[1]]);
    expect(await decide(ids)).toEqual([ids[2]]);
    expect((await mention(ids[0])).stage).toBe('new');
    expect(await tasks()).toHaveLength(1);
  });

  it('changes nothing when it is decided twice', async () => {
    const ids = await read(post('angry'), post('cross'));
    await decide(ids);
    const before = [await Promise.all(ids.map(mention)), await tasks()];
    expect(await decide(ids)).toEqual([]);
    expect([await Promise.all(ids.map(mention)), await tasks()]).toEqual(before);
  });

  it('leaves nothing half done when it fails', async () => {
    const ids = await read(post('angry'));
    const failing = store.decide(ids, (candidates) => {
      const decided = triage(candidates, 50);
      return { ...decided, priorities: new Map([[ids[0] ?? '', { score: 1e9, reasons: [] }]]) };
    });
    await expect(failing).rejects.toThrow('out of range');
    expect(await mention(ids[0])).toMatchObject({ stage: 'new', complaint: null, taskId: null });
    expect(await tasks()).toEqual([]);
    await decide(ids);
    expect(await tasks()).toHaveLength(1);
  });

  it('is not held up by a monitor that is gone', async () => {
    const gone = await addMonitor(database, { name: 'Zen', any: ['zen'] });
    const ids = await read(post('angry zen'), post('angry apex', 'bob'));
    await database.query('UPDATE mention SET monitor_ids = $2 WHERE id = $1', [ids[0], [gone.id]]);
    await database.getRepository(MonitorEntity).delete({ id: gone.id });
    expect(await decide(ids)).toHaveLength(2);
    expect(await mention(ids[0])).toMatchObject({ stage: 'triaged', priority: 50, taskId: null });
    expect(await tasks()).toHaveLength(1);
  });
});

describe('a second complaint', () => {
  it('of the same author on the same topic joins the task, and raises it', async () => {
    const first = await read(post('angry #delivery'));
    await decide(first);
    const more = await read(
      post('cross #delivery'),
      post('angry #billing'),
      post('angry #delivery', 'bob'),
    );
    await decide(more);
    const [joined, , billing, other] = await taskIds([...first, ...more]);
    expect(await taskIds(more)).toEqual([joined, billing, other]);
    expect(new Set([joined, billing, other]).size).toBe(3);
    const delivery = (await tasks()).find(({ id }) => id === joined);
    expect(delivery).toMatchObject({
      priority: 61,
      reasons: [{ points: 46 }, { text: 'complained about this once before', points: 15 }],
    });
  });

  it('joins a claimed task too, and leaves it with its owner', async () => {
    const ids = await read(post('angry'));
    await decide(ids);
    const [open] = await tasks();
    await work.claim({ taskId: open?.id ?? '', userId, version: 1 });
    const more = await read(post('angry'));
    await decide(more);
    expect(await taskIds(more)).toEqual([open?.id]);
    expect(await tasks()).toMatchObject([{ status: 'claimed', ownerId: userId, priority: 65 }]);
  });

  it('opens a new task when the first is resolved, and leaves that as it was', async () => {
    const ids = await read(post('angry'));
    await decide(ids);
    const [first] = await tasks();
    await work.resolve({ taskId: first?.id ?? '', userId, version: 1 }, 'solved', null);
    const more = await read(post('cross'));
    await decide(more);
    expect(await tasks()).toMatchObject([
      { id: first?.id, status: 'resolved', outcome: 'solved', priority: 50 },
      { status: 'open', priority: 61 },
    ]);
    expect(await taskIds([...ids, ...more])).toEqual([first?.id, (await tasks())[1]?.id]);
  });

  it('takes the first along when that was too small for a task', async () => {
    const [first = '', second = ''] = await read(post('cross'), post('cross'));
    await decide([second]);
    expect(await tasks()).toEqual([]);
    await decide([first]);
    const [task] = await tasks();
    expect(await taskIds([first, second])).toEqual([task?.id, task?.id]);
    expect((await mention(second)).priority).toBe(61);
  });

  it('without an author is a problem of its own', async () => {
    const ids = await read(post('angry', null), post('angry', null), post('cross', null));
    await decide(ids);
    expect((await tasks()).map(({ subject, authorId }) => [subject, authorId])).toEqual([
      [`mention:${ids[0]}`, null],
      [`mention:${ids[1]}`, null],
    ]);
    expect((await taskIds(ids))[2]).toBeNull();
  });
});

describe('a correction', () => {
  async function opened(): Promise<{ id: string; taskId: string }> {
    const [id = ''] = await read(post('angry #delivery'));
    await decide([id]);
    return { id, taskId: (await mention(id)).taskId ?? '' };
  }

  it('to "other" closes the task, and says why', async () => {
    const { id, taskId } = await opened();
    await people.correct(id, { complaint: 'other' }, userId);
    await decide([id]);
    expect(await mention(id)).toMatchObject({ taskId: null, priority: 0, stage: 'triaged' });
    expect(await tasks()).toMatchObject([
      { status: 'resolved', outcome: 'not-a-complaint', version: 2 },
    ]);
    expect(await history(taskId)).toEqual([
      'opened the task',
      'closed the task: no complaint is left in it',
    ]);
  });

  it('to "other" leaves the task open while another complaint is in it that is worth one, and lowers it', async () => {
    const { id, taskId } = await opened();
    const more = await read(post('angry #delivery'));
    await decide(more);
    expect(await tasks()).toMatchObject([{ priority: 65 }]);
    await people.correct(id, { complaint: 'other' }, userId);
    await decide([id]);
    expect(await tasks()).toMatchObject([{ id: taskId, status: 'open', priority: 50 }]);
    expect(await taskIds([id, ...more])).toEqual([null, taskId]);
  });

  it('to "other" closes the task too when what is left in it would have opened none, and says so', async () => {
    const { id, taskId } = await opened();
    const more = await read(post('cross #delivery'));
    await decide(more);
    await people.correct(id, { complaint: 'other' }, userId);
    await decide([id]);
    expect(await taskIds([id, ...more])).toEqual([null, null]);
    expect(await tasks()).toMatchObject([{ status: 'resolved', outcome: 'not-a-complaint' }]);
    expect((await history(taskId)).at(-1)).toMatch(/^closed the task/);
  });

  it('that is taken back opens the same task again', async () => {
    const { id, taskId } = await opened();
    await people.correct(id, { complaint: 'other' }, userId);
    await decide([id]);
    await people.correct(id, {}, userId);
    await decide([id]);
    expect(await tasks()).toMatchObject([
      { id: taskId, status: 'open', outcome: null, resolvedAt: null, priority: 50 },
    ]);
    expect(await taskIds([id])).toEqual([taskId]);
    expect(await history(taskId)).toEqual([
      'opened the task',
      'closed the task: no complaint is left in it',
      'opened the task again',
    ]);
  });

  it('to "other" leaves a claimed task to its owner', async () => {
    const { id, taskId } = await opened();
    await work.claim({ taskId, userId, version: 1 });
    await people.correct(id, { complaint: 'other' }, userId);
    await decide([id]);
    expect(await taskIds([id])).toEqual([taskId]);
    expect(await tasks()).toMatchObject([{ status: 'claimed' }]);
  });

  it('to another topic moves the complaint to the task of that', async () => {
    const { id, taskId } = await opened();
    await people.correct(id, { topics: ['billing'] }, userId);
    await decide([id]);
    const all = await tasks();
    expect(all).toMatchObject([
      { id: taskId, status: 'resolved' },
      { topic: 'billing', status: 'open' },
    ]);
    expect(await taskIds([id])).toEqual([all[1]?.id]);
  });

  it('to "complaint" is sure, and opens a task', async () => {
    const [id = ''] = await read(post('fine'));
    await decide([id]);
    expect(await tasks()).toEqual([]);
    await people.correct(id, { complaint: 'complaint' }, userId);
    await decide([id]);
    expect(await mention(id)).toMatchObject({
      priority: 50,
      reasons: [{ text: 'a complaint (100 % sure)' }],
    });
    expect(await tasks()).toHaveLength(1);
  });

  it('wins over every reading, now and after an edit; what it does not name is read', async () => {
    const { id } = await opened();
    await people.correct(id, { complaint: 'other', topics: ['billing', 'invoice'] }, userId);
    await decide([id]);
    expect(await mention(id)).toMatchObject({ complaint: 'other', topics: ['billing', 'invoice'] });
    await read(post('angry #shop, edited', 'ann', { externalId: 'post-0' }));
    await decide([id]);
    expect(await mention(id)).toMatchObject({
      stage: 'triaged',
      text: 'angry #shop, edited',
      complaint: 'other',
      topics: ['billing', 'invoice'],
    });
    await people.correct(id, { topics: [] }, userId);
    await decide([id]);
    expect(await mention(id)).toMatchObject({ complaint: 'complaint', topics: [] });
  });

  it('of the moment in which the mention is decided is not written over', async () => {
    for (let round = 0; round < 15; round++) {
      const [id = ''] = await read(post('angry', `corrected-${round}`));
      await Promise.all([decide([id]), people.correct(id, { complaint: 'other' }, userId)]);
      expect((await mention(id)).complaint).toBe('other');
      await decide([id]);
      expect(await mention(id)).toMatchObject({
        complaint: 'other',
        priority: 0,
        taskId: null,
        stage: 'triaged',
      });
    }
  });

  it('of an earlier complaint takes its weight from the later ones', async () => {
    const [first = '', second = ''] = await read(post('cross'), post('cross'));
    await people.correct(first, { topics: ['billing'] }, userId);
    await decide([first, second]);
    expect((await mention(second)).priority).toBe(46);
    await people.correct(first, { topics: [] }, userId);
    await decide([first]);
    expect((await mention(second)).priority).toBe(61);
    await people.correct(first, { complaint: 'other' }, userId);
    await decide([first]);
    expect((await mention(second)).priority).toBe(46);
  });
});

describe('several at a time', () => {
  it('decide pages with the same customers without a circle, and open one task for each', async () => {
    const dice = new Dice(1);
    for (let round = 0; round < 6; round++) {
      const items = Array.from({ length: 120 }, (_, n) => post('angry', `r${round}-${n % 15}`));
      const ids = dice.shuffled(await read(...items));
      const pages = Array.from({ length: 6 }, (_, page) => ids.filter((_id, n) => n % 6 === page));
      const done = await Promise.all([...pages, ids.toReversed(), ids].map(decide));
      expect(done.flat().sort()).toEqual([...ids].sort());
    }
    const perSubject = await database.query<{ count: number }[]>(
      'SELECT count(*)::int AS count FROM task GROUP BY subject',
    );
    expect(perSubject).toEqual(Array(90).fill({ count: 1 }));
    expect(await database.getRepository(MentionEntity).countBy({ stage: 'triaged' })).toBe(720);
  });

  it('never take a mention from a task that is being claimed', async () => {
    for (let round = 0; round < 15; round++) {
      const [id = ''] = await read(post('angry', `claimed-${round}`));
      await decide([id]);
      const taskId = (await mention(id)).taskId ?? '';
      await people.correct(id, { complaint: 'other' }, userId);
      await Promise.allSettled([decide([id]), work.claim({ taskId, userId, version: 1 })]);
      const task = (await tasks()).find((it) => it.id === taskId);
      expect([task?.status, (await mention(id)).taskId]).toEqual(
        task?.status === 'claimed' ? ['claimed', taskId] : ['resolved', null],
      );
    }
  });
});

it('comes to the same whatever the pages and their order were', async () => {
  const dice = new Dice(6);
  const handles = ['ann', 'bob', null, 'apex_care'];
  const texts = ['angry #a', 'cross #a', 'cross #b', 'cross', 'fine #a', 'angry'];
  const items = Array.from({ length: 40 }, () => post(dice.pick(texts), dice.pick(handles)));
  const outcome = async (): Promise<unknown> =>
    database.query(
      `SELECT m.external_id, m.priority, m.reasons, m.stage, t.topic, t.priority AS task_priority, t.status,
              (SELECT min(other.external_id) FROM mention other WHERE other.task_id = t.id) AS task
         FROM mention m LEFT JOIN task t ON t.id = m.task_id ORDER BY m.external_id`,
    );
  let expected: unknown = null;
  for (let round = 0; round < 8; round++) {
    await database.query('TRUNCATE mention, task, author CASCADE');
    const ids = dice.shuffled(await read(...items));
    const size = round === 0 ? ids.length : 1 + dice.below(12);
    for (let start = 0; start < ids.length; start += size)
      await decide(ids.slice(start, start + size));
    expected ??= await outcome();
    expect(await outcome()).toEqual(expected);
    expect((await tasks()).every(({ status }) => status === 'open')).toBe(true);
  }
});
