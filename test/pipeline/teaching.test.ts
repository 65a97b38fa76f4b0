import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ShippedModels } from '../../src/classify/teaching/shipped.js';
import { TeachModels } from '../../src/pipeline/teaching/teach-models.js';
import { MentionChangesStore } from '../../src/store/inbox/mention-changes.store.js';
import { LessonsStore } from '../../src/store/lessons.store.js';
import { ModelsStore } from '../../src/store/models.store.js';
import { TeachingRunsStore } from '../../src/store/teaching-runs.store.js';
import { openDatabase, truncate } from '../support/database.js';
import { addUser } from '../support/makers.js';
import { Records } from '../support/records.js';
import { testShipped } from '../support/shipped.js';
import { Corrections, ScriptedTeacher } from '../support/teaching.js';

const { database } = await openDatabase();
const make = new Records(database);
const models = new ModelsStore(database);
const runs = new TeachingRunsStore(database);
const userId = await addUser(database);
const monitor = await make.monitor();
const source = await make.source();
const base = { sourceId: source.id, monitorIds: [monitor.id], language: 'en' };

const shipped = (digest = 'shipped'): ShippedModels =>
  Object.fromEntries(
    Object.entries(testShipped()).map(([task, model]) => [task, model && { ...model, digest }]),
  ) as ShippedModels;

let teacher: ScriptedTeacher;
let corrections: Corrections;
beforeEach(async () => {
  await truncate(database, 'mention, model, teaching_run, rereading, audit_entry CASCADE');
  teacher = new ScriptedTeacher();
  corrections = new Corrections(database, make, base);
});

const makeTeaching = (digest?: string): TeachModels =>
  new TeachModels({
    models,
    lessons: new LessonsStore(database),
    runs,
    teacher,
    shipped: () => shipped(digest),
  });
const never = new AbortController().signal;
async function run(digest?: string): Promise<string[]> {
  await runs.ask(userId);
  expect(await makeTeaching(digest).run(never)).toBe(true);
  return ((await runs.latest())?.outcome ?? []).map(({ task, what }) => `${task}: ${what}`);
}

describe('a run', () => {
  it('is not there until somebody asks', async () => {
    expect(await makeTeaching().run(never)).toBe(false);
  });

  it('teaches nothing from a few corrections, and says how many are missing', async () => {
    const [id = ''] = await corrections.mentions(1);
    await new MentionChangesStore(database).correct(id, { complaint: 'other' }, userId);
    expect(await run()).toEqual([
      expect.stringMatching(
        /^complaint: about (35|39|40) more corrections until the first lesson$/,
      ),
      'sentiment: about 40 more corrections until the first lesson',
      'topic: no shipped model reads it, so there is none to teach',
      'leaving: no shipped model reads it, so there is none to teach',
      'urgency: about 40 more corrections until the first lesson',
    ]);
    expect(teacher.asked).toEqual([]);
    expect(await runs.latest()).toMatchObject({ progress: 1, error: null, running: false });
  });

  it('teaches with the corrections, without those that are held back, and has the better model serve', async () => {
    await corrections.enough(userId);
    const [first] = await run();
    expect(first).toMatch(/^complaint: version 1 for complaint serves: 8 instead of 0/);
    const [asked] = teacher.asked;
    expect(asked).toMatchObject({ task: 'complaint', serving: null });
    expect(asked?.learnt.length).toBeGreaterThanOrEqual(30);
    expect(asked?.heldBack.length).toBeGreaterThanOrEqual(8);
    const [{ id } = { id: '' }] = await models.serving();
    expect((await models.bytes(id)).toString()).toBe('model 1 of complaint');
    expect(await database.query('SELECT because FROM rereading')).toEqual([
      { because: 'complaint is read by version 1 now' },
    ]);
  });

  it('keeps a model that is no better as refused, with the reason', async () => {
    await corrections.enough(userId);
    teacher.mended = 2;
    expect((await run())[0]).toMatch(/version 1 for complaint was refused: .* may be luck/);
    expect(await models.serving()).toEqual([]);
    expect(await models.all()).toMatchObject([{ state: 'refused' }]);
  });

  it('learns nothing twice: not without a new correction, or another shipped model', async () => {
    await corrections.enough(userId);
    await run();
    expect((await run())[0]).toBe('complaint: nothing new since version 1');
    expect(teacher.asked).toHaveLength(1);
    const [id = ''] = await corrections.mentions(1);
    await new MentionChangesStore(database).correct(id, { complaint: 'other' }, userId);
    await run();
    expect(teacher.asked[1]?.serving).toEqual(Buffer.from('model 1 of complaint'));
    await run('of the next version of Earshot');
    expect(teacher.asked).toHaveLength(3);
  });

  it('does not bring back by itself what a person has taken away', async () => {
    await corrections.enough(userId);
    await run();
    const [{ id } = { id: '' }] = await models.serving();
    await models.serve('complaint', null, id, userId);
    expect((await run())[0]).toBe('complaint: nothing new since version 1');
    expect(await models.serving()).toEqual([]);
  });

  it('that fails says why', async () => {
    await corrections.enough(userId);
    teacher.before = () => Promise.reject(new Error('the process that learns ended too early'));
    await run();
    expect(await runs.latest()).toMatchObject({ error: 'the process that learns ended too early' });
    expect(await models.all()).toEqual([]);
  });
});

describe('a process that dies while a model learns', () => {
  it('leaves nothing half, and another one does it again, once', async () => {
    await corrections.enough(userId);
    await runs.ask(userId);
    let reach: () => void = () => undefined;
    const learning = new Promise<void>((resolve) => (reach = resolve));
    let die: (error: Error) => void = () => undefined;
    teacher.before = () =>
      new Promise((_resolve, reject) => {
        die = reject;
        reach();
      });
    const dying = makeTeaching().run(never);
    await learning;
    // Not heard of any more: its time is over, and another process takes the run over.
    await database.query(`UPDATE teaching_run SET claimed_until = now() - interval '1 second'`);
    teacher.before = () => Promise.resolve();
    expect(await makeTeaching().run(never)).toBe(true);
    const after = await runs.latest();
    expect(await models.all()).toMatchObject([{ version: 1, state: 'serving' }]);
    // Even should it come back to life.
    die(new Error('killed'));
    await dying;
    expect(await runs.latest()).toEqual(after);
    expect(await models.all()).toHaveLength(1);
  });

  it('that comes to its end late changes nothing', async () => {
    await corrections.enough(userId);
    await runs.ask(userId);
    let taken: Promise<unknown> = Promise.resolve();
    teacher.before = async () => {
      teacher.before = () => Promise.resolve();
      await database.query(`UPDATE teaching_run SET claimed_until = now() - interval '1 second'`);
      taken = makeTeaching().run(never);
      await taken;
    };
    await makeTeaching().run(never);
    await taken;
    expect(teacher.asked).toHaveLength(2);
    expect(await models.all()).toMatchObject([{ version: 1, state: 'serving' }]);
  });

  it('that is to end stops at once, and leaves the run to the next', async () => {
    await corrections.enough(userId);
    await runs.ask(userId);
    const ending = new AbortController();
    teacher.before = (signal) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(new Error('teaching was stopped'))),
      );
    const running = makeTeaching().run(ending.signal);
    await vi.waitFor(() => expect(teacher.asked).toHaveLength(1));
    ending.abort();
    await running;
    expect(await runs.latest()).toMatchObject({ error: null, endedAt: null, running: false });
    expect(await runs.claim(60)).not.toBeNull();
  });
});
