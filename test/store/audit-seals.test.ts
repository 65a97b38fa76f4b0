import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AuditSealsStore } from '../../src/store/access/audit-seals.store.js';
import { record } from '../../src/store/audit.store.js';
import { openDatabase, truncate, unlocked } from '../support/database.js';

const { database } = await openDatabase();
const seals = new AuditSealsStore(database, () => Promise.resolve(Buffer.from('a key')));

const write = (action: string, where: Pick<typeof database, 'query'> = database) =>
  record(where, { userId: null, action, subjectKind: 'queue', subjectId: '1', detail: { n: 1 } });
const change = (statement: string) => unlocked(database, statement);
const middle = '(SELECT id FROM audit_entry ORDER BY id OFFSET 1 LIMIT 1)';

beforeEach(async () => {
  await truncate(database, 'audit_entry');
  await database.query('ALTER TABLE audit_seal DISABLE TRIGGER audit_seal_stays');
  await database.query('TRUNCATE audit_seal');
  await database.query('ALTER TABLE audit_seal ENABLE ALWAYS TRIGGER audit_seal_stays');
});

async function sealed(): Promise<void> {
  for (const action of ['one', 'two', 'three']) await write(action);
  expect(await seals.seal(0)).toBe(3);
  await write('four');
  expect(await seals.seal(0)).toBe(1);
}

describe('a sealed audit log', () => {
  it('is sound as long as it is as it was written', async () => {
    await sealed();
    await write('five');
    expect(await seals.verify()).toMatchObject({ sound: true, entries: 4, unsealed: 1 });
    expect(await seals.seal(0)).toBe(1);
    expect(await seals.seal(0)).toBe(0);
    expect(await seals.verify()).toMatchObject({ sound: true, entries: 5, unsealed: 0 });
  });

  it.each([
    ['other words', `UPDATE audit_entry SET action = 'nothing' WHERE id = ${middle}`],
    ['another person', `UPDATE audit_entry SET subject_id = '2' WHERE id = ${middle}`],
    ['another detail', `UPDATE audit_entry SET detail = '{"n":2}' WHERE id = ${middle}`],
    [
      'another time',
      `UPDATE audit_entry SET at = at + interval '1 microsecond' WHERE id = ${middle}`,
    ],
    ['one less', `DELETE FROM audit_entry WHERE id = ${middle}`],
    [
      'one more',
      `INSERT INTO audit_entry (id, action, subject_kind, subject_id)
       SELECT min(id) - 1, 'never', 'queue', '1' FROM audit_entry`,
    ],
  ])('shows %s', async (_what, statement) => {
    await sealed();
    await change(statement);
    expect((await seals.verify()).sound).toBe(false);
  });

  it('shows a seal that was taken out, and one made under another key', async () => {
    await sealed();
    const other = new AuditSealsStore(database, () => Promise.resolve(Buffer.from('another')));
    expect((await other.verify()).sound).toBe(false);
    await database.query('ALTER TABLE audit_seal DISABLE TRIGGER audit_seal_stays');
    await database.query('DELETE FROM audit_seal WHERE id = (SELECT min(id) FROM audit_seal)');
    await database.query('ALTER TABLE audit_seal ENABLE ALWAYS TRIGGER audit_seal_stays');
    expect((await seals.verify()).sound).toBe(false);
  });

  it('is sealed once by processes that seal together', async () => {
    for (let n = 0; n < 20; n++) await write(`number ${n}`);
    await Promise.all([1, 2, 3].map(() => seals.seal(0)));
    expect(await seals.verify()).toMatchObject({ sound: true, entries: 20, unsealed: 0 });
  });
});

describe('sealing', () => {
  it('waits for who is still writing, and makes nobody wait', async () => {
    const writing = database.createQueryRunner();
    await writing.startTransaction();
    await write('early', writing);
    await write('late');
    // An entry with a smaller number is still on its way: sealed now, it would come too late.
    expect(await seals.seal(0)).toBeNull();
    await write('meanwhile');
    const patient = seals.seal(20_000);
    await vi.waitFor(() => write('while it waits'));
    await writing.commitTransaction();
    await writing.release();
    expect(await patient).toBeGreaterThanOrEqual(3);
    expect((await seals.verify()).sound).toBe(true);
  });
});
