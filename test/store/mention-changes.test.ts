import { beforeEach, describe, expect, it } from 'vitest';
import { ClaimsStore } from '../../src/store/inbox/claims.store.js';
import { MentionChangesStore } from '../../src/store/inbox/mention-changes.store.js';
import { MentionDetailStore } from '../../src/store/inbox/mention-detail.store.js';
import { Superseded } from '../../src/store/inbox/refusal.js';
import { ReturnsStore } from '../../src/store/inbox/returns.store.js';
import { openDatabase } from '../support/database.js';
import { addUser } from '../support/makers.js';
import { Records } from '../support/records.js';

const { database } = await openDatabase();
const make = new Records(database);
const changes = new MentionChangesStore(database);
const claims = new ClaimsStore(database);
const returns = new ReturnsStore(database);
const monitor = await make.monitor();
const source = await make.source();
const base = { sourceId: source.id, monitorIds: [monitor.id] };
const ann = { userId: await addUser(database, 'Ann'), claimSeconds: 600 };
const ben = { userId: await addUser(database, 'Ben'), claimSeconds: 600 };
const later = new Date(Date.now() + 86_400_000).toISOString();

const now = async (id: string) => {
  const found = await new MentionDetailStore(database).find(id);
  if (found === null) throw new Error('it is gone');
  return found;
};
const said = async (id: string): Promise<string[]> =>
  (await now(id)).history.map(({ by, what }) => `${by} ${what}`);

/** Who was notified of this mention. */
const told = (id: string) =>
  database.query(
    'SELECT user_id AS "userId", kind FROM notification WHERE mention_id = $1 ORDER BY id',
    [id],
  );

beforeEach(() => database.query('TRUNCATE mention CASCADE'));

describe('two people', () => {
  it('who change different parts both have their way, and the later is told', async () => {
    const { id } = await make.mention(base);
    await changes.change(id, { status: 'done' }, 1, ben);
    const made = await changes.change(id, { addLabels: ['vip'] }, 1, ann);
    expect(made?.meanwhile).toMatchObject([{ by: 'Ben', what: 'marked it as done' }]);
    expect(await now(id)).toMatchObject({ status: 'done', ownLabels: ['vip'], version: 3 });
  });

  it('who change the same are not merged: the later is told who was faster', async () => {
    const { id } = await make.mention(base);
    await changes.change(id, { status: 'done', addLabels: ['vip'] }, 1, ben);
    const refused = changes.change(id, { status: 'doing', ownerId: ann.userId }, 1, ann);
    await expect(refused).rejects.toThrow('it is done now (Ben marked it as done; added the label');
    await expect(refused).rejects.toBeInstanceOf(Superseded);
    // Nothing of it was done, not even what would not have clashed.
    expect(await now(id)).toMatchObject({ status: 'done', owner: null, version: 2 });
  });

  it('who want the same are at one', async () => {
    const { id } = await make.mention(base);
    await changes.change(id, { status: 'done' }, 1, ben);
    expect(await changes.change(id, { status: 'done' }, 1, ann)).toMatchObject({ made: null });
    expect((await now(id)).version).toBe(2);
  });

  it('are not deceived by what was changed there and back', async () => {
    const { id } = await make.mention(base);
    await changes.change(id, { status: 'done' }, 1, ben);
    await changes.change(id, { status: 'new' }, 2, ben);
    await expect(changes.change(id, { status: 'dismissed' }, 1, ann)).rejects.toThrow('it is new');
    await expect(changes.change(id, { status: 'dismissed' }, 9, ann)).rejects.toThrow('changed');
  });
});

describe('undo', () => {
  it('puts back what this change changed, and leaves what came after it', async () => {
    const { id } = await make.mention(base);
    await changes.change(id, { status: 'waiting', waitingUntil: later, addLabels: ['a'] }, 1, ann);
    await changes.change(id, { ownerId: ben.userId }, 2, ben);
    await changes.undo(id, 2, ann);
    expect(await now(id)).toMatchObject({
      status: 'new',
      waitingUntil: null,
      ownLabels: [],
      owner: { name: 'Ben' },
    });
    expect((await said(id)).at(-1)).toContain('Ann took a change back: marked it as new');
  });

  it('is for the one who made the change, and refused where another has gone on from it', async () => {
    const { id } = await make.mention(base);
    await changes.change(id, { status: 'done' }, 1, ann);
    await expect(changes.undo(id, 2, ben)).rejects.toThrow('no change of yours');
    await changes.change(id, { status: 'doing' }, 2, ben);
    await expect(changes.undo(id, 2, ann)).rejects.toThrow('it is doing now (Ben');
  });
});

describe('exact copies that are folded under a mention', () => {
  it('go along with it and come back with it, each as it was', async () => {
    const lead = await make.mention(base);
    const [plain, dealt] = await Promise.all([
      make.mention({ ...base, copyOf: lead.id, ownLabels: ['old'] }),
      make.mention({ ...base, copyOf: lead.id, status: 'dismissed', dismissedBecause: 'spam' }),
    ]);
    const made = await changes.change(lead.id, { status: 'done', addLabels: ['a'] }, 1, ann);
    expect(made?.made?.copies).toHaveLength(2);
    expect(await now(plain.id)).toMatchObject({ status: 'done', ownLabels: ['a', 'old'] });
    expect(await now(dealt.id)).toMatchObject({ status: 'dismissed', ownLabels: ['a'] });
    expect(await said(plain.id)).toEqual([
      'Ann marked it as done; added the label "a" (with the mention it is a copy of)',
    ]);
    await changes.undo(lead.id, 2, ann);
    expect(await now(plain.id)).toMatchObject({ status: 'new', ownLabels: ['old'] });
    expect(await now(dealt.id)).toMatchObject({ dismissedBecause: 'spam', ownLabels: [] });
  });

  it('stay when somebody has changed them by themselves since', async () => {
    const lead = await make.mention(base);
    const copy = await make.mention({ ...base, copyOf: lead.id });
    await changes.change(lead.id, { status: 'done' }, 1, ann);
    await changes.change(copy.id, { status: 'doing' }, 2, ben);
    await changes.undo(lead.id, 2, ann);
    expect((await now(lead.id)).status).toBe('new');
    expect((await now(copy.id)).status).toBe('doing');
  });

  it('are locked without a circle, whoever comes from where', async () => {
    const author = await make.author();
    const lead = await make.mention({ ...base, authorId: author.id });
    const copies = await Promise.all(
      Array.from({ length: 5 }, () => make.mention({ ...base, copyOf: lead.id })),
    );
    const all = [lead, ...copies];
    const done = await Promise.allSettled(
      Array.from({ length: 60 }, (_, n) =>
        changes.change(all[n % all.length]?.id ?? '', { addLabels: [`l${n}`] }, 1, ann),
      ),
    );
    expect(done.filter(({ status }) => status === 'rejected')).toEqual([]);
    expect((await now(lead.id)).ownLabels).toHaveLength(10);
  });
});

describe('a claim', () => {
  it('comes with "doing", is renewed by acting, and ends with the work', async () => {
    const { id } = await make.mention(base);
    await changes.change(id, { status: 'doing' }, 1, { ...ann, claimSeconds: 5 });
    expect((await now(id)).claim).toMatchObject({ by: { name: 'Ann' } });
    await changes.change(id, { addLabels: ['a'] }, 2, ann);
    const until = Date.parse((await now(id)).claim?.until ?? '');
    expect(until - Date.now()).toBeGreaterThan(300_000);
    await changes.change(id, { status: 'done' }, 3, ann);
    expect((await now(id)).claim).toBeNull();
  });

  it('keeps others from beginning, until they take it over; and that is told', async () => {
    const { id } = await make.mention(base);
    await claims.claim(id, ann, false);
    await expect(claims.claim(id, ben, false)).rejects.toThrow('Ann is working on it right now');
    await expect(changes.change(id, { status: 'doing' }, 1, ben)).rejects.toThrow('Ann is working');
    expect(await claims.claim(id, ben, true)).toMatchObject({ from: { name: 'Ann' } });
    expect(await told(id)).toEqual([{ userId: ann.userId, kind: 'taken-over' }]);
    expect((await now(id)).claim).toMatchObject({ by: { name: 'Ben' } });
    await claims.release(id, ann.userId);
    expect((await now(id)).claim).toMatchObject({ by: { name: 'Ben' } });
    await claims.release(id, ben.userId);
    expect((await now(id)).claim).toBeNull();
    expect(await said(id)).toEqual([
      'Ann began to work on it',
      'Ben took it over from Ann',
      'Ben stopped working on it',
    ]);
  });

  it('runs out by itself, and lives on only with who has it', async () => {
    const { id } = await make.mention(base);
    await claims.claim(id, ann, false);
    await database.query(`UPDATE mention SET claimed_until = now() - interval '1 second'`);
    await claims.renew([id], ann.userId, 600);
    expect((await now(id)).claim).toBeNull();
    expect(await claims.claim(id, ben, false)).toEqual({ from: null });
    await claims.renew([id], ann.userId, 600);
    await database.query(`UPDATE mention SET claimed_until = now() + interval '9 seconds'`);
    await claims.renew([id], ben.userId, 600);
    const { claim } = await now(id);
    expect(claim?.by.name).toBe('Ben');
    expect(Date.parse(claim?.until ?? '') - Date.now()).toBeGreaterThan(300_000);
  });
});

describe('what waits', () => {
  const wait = async (): Promise<string> => {
    const { id } = await make.mention(base);
    await changes.change(id, { status: 'waiting', waitingUntil: later }, 1, ann);
    return id;
  };
  const due = (ids: readonly string[]) =>
    database.query(
      `UPDATE mention SET waiting_until = now() - interval '1 minute' WHERE id = ANY($1::bigint[])`,
      [ids],
    );

  it('comes back once, however many bring it back at once', async () => {
    const ids = await Promise.all(Array.from({ length: 40 }, wait));
    const stays = await wait();
    await changes.change(ids[0] ?? '', { ownerId: ben.userId }, 2, ann);
    await changes.change(ids[1] ?? '', { ownerId: ann.userId }, 2, ann);
    await due(ids);
    const back = await Promise.all(Array.from({ length: 8 }, () => returns.returnDue(10)));
    let count = back.reduce((sum, n) => sum + n, 0);
    for (let n = 1; n > 0; count += n) n = await returns.returnDue(10);
    expect(count).toBe(40);
    expect((await now(stays)).status).toBe('waiting');
    for (const id of ids) {
      expect(await now(id)).toMatchObject({ status: 'new' });
      expect((await now(id)).waitingUntil).not.toBeNull();
      const back = (await said(id)).filter((line) => line.startsWith('Earshot'));
      expect(back).toEqual(['Earshot brought it back from waiting']);
    }
    const cameBack = (userId: string) => ({ userId, kind: 'came-back' });
    const assigned = { userId: ben.userId, kind: 'assigned' };
    expect(await told(ids[0] ?? '')).toEqual([assigned, cameBack(ben.userId)]);
    expect(await told(ids[1] ?? '')).toEqual([cameBack(ann.userId)]);
    expect(await told(ids[2] ?? '')).toEqual([cameBack(ann.userId)]);
  });

  it('is not decided by whoever has not seen that it came back', async () => {
    const id = await wait();
    await due([id]);
    await returns.returnDue(10);
    await expect(changes.undo(id, 2, ann)).rejects.toThrow('it is new now (Earshot brought');
    await changes.change(id, { status: 'done' }, 3, ann);
    expect(await now(id)).toMatchObject({ status: 'done', waitingUntil: null });
  });
});
