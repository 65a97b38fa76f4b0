import { describe, expect, it } from 'vitest';
import { Problem, TaskDetail, TaskPage } from '../../src/api/views.js';
import { startApi } from '../support/api.js';

const api = await startApi();
const { make, database } = api;
const ann = await api.as('community-manager');
const bob = await api.as('community-manager');
const monitor = await make.monitor({ name: 'Apex' });

const step = (who: typeof ann, id: string, verb: string, body: unknown) =>
  who.ask(TaskDetail, 'POST', `/tasks/${id}/${verb}`, { body });
const tried = (who: typeof ann, id: string, verb: string, body: unknown) =>
  who.send('POST', `/api/v1/tasks/${id}/${verb}`, { body });
const detailOf = (answer: { json: unknown }) => Problem.parse(answer.json).detail;
const newTask = () => make.task({ monitorId: monitor.id });

describe('the life of a task', () => {
  it('is claimed, released, resolved and reopened, and remembers all of it', async () => {
    const { id } = await newTask();
    const claimed = await step(ann, id, 'claim', { version: 1 });
    expect(claimed).toMatchObject({
      status: 'claimed',
      owner: { name: ann.user.name },
      version: 2,
    });
    const released = await step(ann, id, 'release', { version: 2 });
    expect(released).toMatchObject({ status: 'open', owner: null });
    const resolved = await step(bob, id, 'resolve', {
      version: 3,
      outcome: 'solved',
      note: 'Sent a new one.',
    });
    expect(resolved).toMatchObject({
      status: 'resolved',
      owner: { name: bob.user.name },
      outcome: 'solved',
      note: 'Sent a new one.',
    });
    expect(resolved.resolvedAt).not.toBeNull();
    const reopened = await step(ann, id, 'reopen', { version: 4 });
    expect(reopened).toMatchObject({
      status: 'open',
      owner: null,
      outcome: null,
      resolvedAt: null,
    });
    expect(reopened.history.map(({ by, what }) => [by, what])).toEqual([
      [ann.user.name, 'claimed the task'],
      [ann.user.name, 'released the task'],
      [bob.user.name, 'resolved the task: solved (Sent a new one.)'],
      [ann.user.name, 'reopened the task'],
    ]);
  });

  it('gives a task to one of two who reach for it, and tells the other who has it', async () => {
    const { id } = await newTask();
    const answers = await Promise.all([
      tried(ann, id, 'claim', { version: 1 }),
      tried(bob, id, 'claim', { version: 1 }),
    ]);
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409]);
    const { owner } = await ann.get(TaskDetail, `/tasks/${id}`);
    const lost = answers.find(({ status }) => status === 409);
    expect(lost && detailOf(lost)).toContain(`${owner?.name} holds this task`);
  });

  it('leaves a task to whom it belongs', async () => {
    const { id } = await newTask();
    await step(ann, id, 'claim', { version: 1 });
    const resolve = { version: 2, outcome: 'solved' };
    expect(detailOf(await tried(bob, id, 'resolve', resolve))).toContain(ann.user.name);
    expect(detailOf(await tried(bob, id, 'release', { version: 2 }))).toContain(ann.user.name);
    expect((await step(ann, id, 'claim', { version: 1 })).version).toBe(2);
  });

  it('refuses what does not fit the state, in words', async () => {
    const { id } = await newTask();
    expect(detailOf(await tried(ann, id, 'release', { version: 1 }))).toContain('is open');
    expect(detailOf(await tried(ann, id, 'reopen', { version: 1 }))).toContain('is open');
    expect(detailOf(await tried(ann, id, 'claim', { version: 7 }))).toContain('has changed');
    await step(ann, id, 'resolve', { version: 1, outcome: 'answered' });
    expect(detailOf(await tried(bob, id, 'claim', { version: 2 }))).toContain('is resolved');
    expect((await tried(bob, id, 'resolve', { version: 2, outcome: 'solved' })).status).toBe(409);
    expect((await tried(ann, id, 'resolve', { version: 2, outcome: 'won' })).status).toBe(400);
    expect((await tried(ann, '999999', 'claim', { version: 1 })).status).toBe(404);
  });

  it('keeps one unfinished task per problem', async () => {
    const subject = 'author:1:late';
    const old = await make.task({ monitorId: monitor.id, subject, status: 'resolved' });
    const older = await make.task({ monitorId: monitor.id, subject, status: 'resolved' });
    const answers = await Promise.all([
      tried(ann, old.id, 'reopen', { version: 1 }),
      tried(bob, older.id, 'reopen', { version: 1 }),
    ]);
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409]);
    const open = answers[0]?.status === 200 ? old : older;
    const shut = open === old ? older : old;
    await step(ann, open.id, 'claim', { version: 2 });
    const refused = detailOf(await tried(bob, shut.id, 'reopen', { version: 1 }));
    expect(refused).toContain(`Task ${open.id} is open for the same problem`);
    expect(refused).toContain(ann.user.name);
  });
});

describe('the list of tasks', () => {
  it('says whose problem it is, with what, and in which mentions', async () => {
    const author = await make.author({ name: 'Jane Doe' });
    const task = await make.task({ monitorId: monitor.id, authorId: author.id, topic: 'late' });
    const source = await make.source();
    const mention = await make.mention({
      sourceId: source.id,
      monitorIds: [monitor.id],
      authorId: author.id,
      taskId: task.id,
    });
    const shown = await ann.get(TaskDetail, `/tasks/${task.id}`);
    expect(shown).toMatchObject({
      title: 'Jane Doe: Comes late',
      monitor: { name: 'Apex' },
      author: { name: 'Jane Doe', ours: false },
      mentionCount: 1,
      mentions: [{ id: mention.id }],
    });
  });

  it('is by priority, filtered by status and owner, and pages without gaps', async () => {
    await database.query('DELETE FROM task');
    for (let n = 0; n < 12; n++) await make.task({ monitorId: monitor.id, priority: 50 + (n % 3) });
    const mine = await make.task({
      monitorId: monitor.id,
      status: 'claimed',
      ownerId: ann.user.id,
    });
    const list = (query: string) => ann.get(TaskPage, `/tasks?${query}`);
    expect((await list('owner=me')).items.map(({ id }) => id)).toEqual([mine.id]);
    expect((await list('owner=none&limit=100')).items).toHaveLength(12);
    expect((await list(`owner=${ann.user.id}&status=open`)).items).toEqual([]);
    expect((await list('status=open,claimed&limit=100')).items).toHaveLength(13);
    const seen: { id: string; priority: number }[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page: { items: typeof seen; next: string | null } = await list(
        `status=open&limit=5${next && `&cursor=${next}`}`,
      );
      seen.push(...page.items);
      next = page.next;
    }
    expect(new Set(seen.map(({ id }) => id)).size).toBe(12);
    expect(seen.map(({ priority }) => priority)).toEqual(
      seen.map(({ priority }) => priority).toSorted((a, b) => b - a),
    );
  });
});
