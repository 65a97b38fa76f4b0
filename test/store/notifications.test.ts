import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Changes, type Change } from '../../src/store/changes.js';
import { notify, tellLater } from '../../src/store/notifications/notify.js';
import { NotificationRulesStore } from '../../src/store/notifications/notification-rules.store.js';
import { NotificationsStore } from '../../src/store/notifications/notifications.store.js';
import { TellingStore } from '../../src/store/notifications/telling.store.js';
import { NoticesStore } from '../../src/store/notices.store.js';
import { Dice } from '../support/makers.js';
import { openDatabase } from '../support/database.js';
import { choose, personally, rulesOf, toldOf } from '../support/notifications.js';
import { Records } from '../support/records.js';
import { Fate, mortalDatabase } from '../pipeline/mortal.js';

const { database, url } = await openDatabase();
const make = new Records(database);
const changes = new Changes(url);
await changes.open();
afterAll(() => changes.close());
const heard: Change[] = [];
changes.on('change', (change) => heard.push(change));

let source: { id: string };
let monitor: { id: string };
beforeEach(async () => {
  await database.query('TRUNCATE source, monitor, author, notice CASCADE');
  await database.query('DELETE FROM app_user');
  source = await make.source();
  monitor = await make.monitor({ ownAccounts: ['apex_care'] });
});

/** A mention that was triaged just now. */
async function triaged(given: Partial<Parameters<Records['mention']>[0]> = {}): Promise<string> {
  const { id } = await make.mention({
    sourceId: source.id,
    monitorIds: [monitor.id],
    complaint: 'complaint',
    priority: 80,
    ...given,
  });
  await tellLater(database, [id]);
  return id;
}
const tell = (): Promise<number> => new TellingStore(database).tell(200);
const events = async (): Promise<string[]> => (await toldOf(database)).map(({ event }) => event);

describe('new mentions', () => {
  it('are told to each person by the ways that they chose, once', async () => {
    const [ann, bob, usual] = [await make.user(), await make.user(), await make.user()];
    await choose(database, ann.id, rulesOf({ high: ['app', 'mail'] }));
    await choose(database, bob.id, rulesOf({ high: ['digest'], middle: ['push'] }));
    const high = await triaged({ topics: ['refund'] });
    const middle = await triaged({ priority: 50 });
    expect(await tell()).toBe(2);
    expect(await toldOf(database)).toEqual([
      { userId: ann.id, event: `mention:${high}`, inApp: true, ways: ['mail'] },
      { userId: bob.id, event: `mention:${high}`, inApp: false, ways: ['digest'] },
      { userId: bob.id, event: `mention:${middle}`, inApp: false, ways: ['push'] },
    ]);
    expect(usual.id).not.toBe(ann.id);
    await tellLater(database, [high, middle]);
    expect(await tell()).toBe(2);
    expect(await toldOf(database)).toHaveLength(3);
    expect(await tell()).toBe(0);
  });

  it('are urgent when harm is near, by the reading or by a person', async () => {
    const ann = await make.user();
    const urgent = await triaged({ priority: 10 });
    await make.reading(urgent, {
      urgency: { level: 'now', best: 'now', reason: null, probability: 0.9 },
    });
    await tell();
    expect(await toldOf(database)).toEqual([
      { userId: ann.id, event: `mention:${urgent}`, inApp: true, ways: [] },
    ]);
  });

  it('are no news when they are old, handled, gone, copies, or our own words', async () => {
    const ann = await make.user();
    await choose(database, ann.id, rulesOf({ high: ['app'] }));
    const days = (count: number): Date => new Date(Date.now() - count * 86_400_000);
    const ours = await make.author({ handle: 'Apex_Care' });
    const first = await triaged();
    await triaged({ publishedAt: days(4) });
    await triaged({ status: 'done' });
    await triaged({ goneAt: new Date() });
    await triaged({ copyOf: first });
    await triaged({ authorId: ours.id });
    await triaged({ stage: 'read' });
    expect(await tell()).toBe(7);
    expect(await events()).toEqual([`mention:${first}`]);
  });

  it('are not told to who may not sign in any more', async () => {
    const ann = await make.user();
    await choose(database, ann.id, rulesOf({ high: ['app'] }));
    await database.query('UPDATE app_user SET deactivated_at = now()');
    await triaged();
    await tell();
    expect(await events()).toEqual([]);
  });

  it('are announced to those who are told in the page, and to them only', async () => {
    const [ann, bob] = [await make.user(), await make.user()];
    await choose(database, ann.id, rulesOf({ high: ['app'] }));
    await choose(database, bob.id, rulesOf({ high: ['digest'] }));
    heard.length = 0;
    await triaged();
    await tell();
    await vi.waitFor(
      () => expect(heard).toContainEqual({ kind: 'notifications', ids: [ann.id] }),
      5_000,
    );
    expect(heard.filter(({ kind }) => kind === 'notifications')).toHaveLength(1);
  });

  it('are told once and without exception by many who are killed anywhere', async () => {
    const people = await Promise.all([1, 2, 3].map(() => make.user()));
    for (const { id } of people) await choose(database, id, rulesOf({ high: ['app', 'push'] }));
    const ids: string[] = [];
    for (let n = 0; n < 60; n++) ids.push(await triaged());
    const fate = new Fate(new Dice(5), 0.15);
    const mortal = new TellingStore(mortalDatabase(database, fate));
    const work = async (): Promise<void> => {
      for (let left = 1; left > 0;) left = await mortal.tell(7).catch(() => 1);
    };
    await Promise.all([work(), work(), work()]);
    expect(fate.deaths).toBeGreaterThan(5);
    const told = await toldOf(database);
    expect(told).toHaveLength(ids.length * people.length);
    expect(told.every(({ inApp, ways }) => inApp && ways.join() === 'push')).toBe(true);
    expect(await database.query('SELECT FROM mention_untold')).toEqual([]);
  });
});

describe('what happens to a person', () => {
  it('is told by the ways they chose, with the change or never', async () => {
    const [ann, bob] = [await make.user(), await make.user()];
    await choose(database, ann.id, rulesOf({}, { events: personally(['app', 'mail']) }));
    const mentionId = await triaged();
    const happening = {
      userId: ann.id,
      kind: 'assigned' as const,
      event: 'assigned:1',
      mentionId,
      byUserId: bob.id,
    };
    const failed = database.transaction(async (transaction) => {
      await notify(transaction, [happening]);
      throw new Error('rolled back');
    });
    await expect(failed).rejects.toThrow('rolled back');
    expect(await events()).toEqual([]);
    await notify(database, [happening, happening]);
    await notify(database, [happening]);
    expect(await toldOf(database)).toEqual([
      { userId: ann.id, event: 'assigned:1', inApp: true, ways: ['mail'] },
    ]);
  });

  it('is not told of what they did themselves', async () => {
    const ann = await make.user();
    const event = { userId: ann.id, kind: 'called' as const, event: 'note:1', byUserId: ann.id };
    await notify(database, [event]);
    expect(await events()).toEqual([]);
  });

  it('is told of a source that fails if they operate, not when it comes back', async () => {
    const operator = await make.user({ role: 'on-call' });
    await make.user({ role: 'community-manager' });
    const notices = new NoticesStore(database);
    const change = { sourceId: source.id, notable: true };
    await database.query(`UPDATE source SET state = 'answering'`);
    await notices.settle([{ ...change, from: 'answering', to: 'failing', reason: 'It is down.' }]);
    expect(await toldOf(database)).toMatchObject([{ userId: operator.id, inApp: true }]);
    await notices.settle([{ ...change, from: 'failing', to: 'answering', reason: 'Back.' }]);
    expect(await toldOf(database)).toHaveLength(1);
    const { items } = await new NotificationsStore(database).list(operator.id, ALL);
    expect(items).toMatchObject([
      { kind: 'source', source: { id: source.id }, detail: 'It is down.', mention: null },
    ]);
  });
});

const ALL = { limit: 50, before: null, unread: false };

describe('the list', () => {
  const store = new NotificationsStore(database);
  const read = async (userId: string): Promise<boolean[]> =>
    (await store.list(userId, ALL)).items.map(({ readAt }) => readAt !== null);

  it('is newest first, in pages, and each sees their own', async () => {
    const [ann, bob] = [await make.user(), await make.user()];
    for (const { id } of [ann, bob]) await choose(database, id, rulesOf({ high: ['app'] }));
    const ids = [await triaged({ title: 'One' }), await triaged(), await triaged()];
    await tell();
    const first = await store.list(ann.id, { ...ALL, limit: 2 });
    expect(first.items.map(({ mention }) => mention?.id)).toEqual([ids[2], ids[1]]);
    expect(first.unread).toBe(3);
    const second = await store.list(ann.id, { ...ALL, limit: 2, before: first.next });
    expect(second.items).toMatchObject([{ mention: { id: ids[0], title: 'One' }, by: null }]);
    expect(second.next).toBeNull();
    await store.mark(
      bob.id,
      first.items.map(({ id }) => id),
      true,
    );
    expect(await read(ann.id)).toEqual([false, false, false]);
  });

  it('is marked as read, one by one or all that were seen, and as unread again', async () => {
    const ann = await make.user();
    await choose(database, ann.id, rulesOf({ high: ['app'] }));
    await triaged();
    await triaged();
    await tell();
    const [newer, older] = (await store.list(ann.id, ALL)).items.map(({ id }) => id) as [
      string,
      string,
    ];
    await store.mark(ann.id, [older], true);
    expect(await read(ann.id)).toEqual([false, true]);
    expect((await store.list(ann.id, { ...ALL, unread: true })).items).toMatchObject([
      { id: newer },
    ]);
    await triaged();
    await tell();
    await store.readUpTo(ann.id, newer);
    expect(await read(ann.id)).toEqual([false, true, true]);
    await store.mark(ann.id, [older], false);
    expect(await read(ann.id)).toEqual([false, true, false]);
  });

  it('loses what was removed, and what is long past', async () => {
    const ann = await make.user();
    await choose(database, ann.id, rulesOf({ high: ['app', 'mail'] }));
    const [gone, old] = [await triaged(), await triaged()];
    const kept = await triaged();
    await tell();
    await database.query('DELETE FROM mention WHERE id = $1', [gone]);
    await database.query(
      `UPDATE notification SET at = now() - interval '91 days' WHERE mention_id = $1`,
      [old],
    );
    await store.forget(90);
    expect(await events()).toEqual([`mention:${kept}`]);
  });
});

describe('what a person chose', () => {
  it('is kept, and says when the next daily e-mail is due', async () => {
    const ann = await make.user();
    const store = new NotificationRulesStore(database);
    expect(await store.of(ann.id)).toBeNull();
    const rules = rulesOf({ low: ['digest'] }, { topics: { refund: rulesOf({}).every } });
    const digest = { at: '07:30', zone: 'Europe/Berlin', days: [1, 5] };
    await store.choose(ann.id, { rules, digest, language: 'de' });
    expect(await store.of(ann.id)).toEqual({
      ...{ rules, digest, language: 'de' },
      nextDigestAt: expect.any(Date) as Date,
    });
    await store.choose(ann.id, { rules: rulesOf({ low: ['app'] }), digest, language: 'de' });
    expect((await store.of(ann.id))?.nextDigestAt).toBeNull();
  });
});
