import { describe, expect, it } from 'vitest';
import { cell } from '../../src/api/people/csv.js';
import { AuditEntry, AuditPage, Problem } from '../../src/api/views.js';
import { AuditStore } from '../../src/store/audit.store.js';
import { startApi } from '../support/api.js';

const api = await startApi();
const admin = await api.as('admin');
const audit = new AuditStore(api.database);
const tell = (userId: string | null, action: string, detail?: unknown) =>
  audit.record({ userId, action, subjectKind: 'team', subjectId: '1', detail });

describe('the audit log', () => {
  it('is read a page at a time, the newest first, by who, what kind, words and time', async () => {
    const ann = await api.make.user({ name: 'Ann' });
    for (let n = 1; n <= 5; n++) await tell(ann.id, `did number ${n}`);
    const ask = (query: string) => admin.get(AuditPage, `/audit?${query}`);
    const first = await ask(`who=${ann.id}&limit=2`);
    expect(first.items.map(({ what }) => what)).toEqual(['did number 5', 'did number 4']);
    expect(first.items[0]?.by).toEqual({ id: ann.id, name: 'Ann' });
    const second = await ask(`who=${ann.id}&limit=2&cursor=${first.next}`);
    expect(second.items.map(({ what }) => what)).toEqual(['did number 3', 'did number 2']);
    const third = await ask(`who=${ann.id}&limit=2&cursor=${second.next}`);
    expect([third.items.length, third.next]).toEqual([1, null]);
    expect((await ask('text=NUMBER%203')).items).toHaveLength(1);
    expect((await ask('text=num%25')).items).toEqual([]);
    expect((await ask('kind=sign-in')).items.map(({ what }) => what)).toContain('signed in');
    expect((await ask(`kind=team&who=${admin.user.id}`)).items).toEqual([]);
    const soon = encodeURIComponent(new Date(Date.now() + 60_000).toISOString());
    expect((await ask(`from=${soon}`)).items).toEqual([]);
    expect((await ask(`to=${soon}&limit=1`)).items).toHaveLength(1);
  });

  it('names what a line is about', async () => {
    const user = await api.make.user({ name: 'Ben' });
    await admin.send('PATCH', `/api/v1/users/${user.id}`, { body: { name: 'Benno' } });
    const { items } = await admin.get(AuditPage, '/audit?kind=user&limit=1');
    expect(items[0]).toMatchObject({
      what: 'renamed Ben to Benno',
      subject: { kind: 'user', id: user.id, name: 'Benno' },
    });
  });

  it.each(['limit=0', 'who=x', 'kind=king', 'from=yesterday', 'cursor=x', 'text='])(
    'refuses %s',
    async (query) => {
      const answer = await admin.send('GET', `/api/v1/audit?${query}`);
      expect(answer.status).toBe(400);
      expect(Problem.parse(answer.json).detail).toBeDefined();
    },
  );

  it.each([
    ['changed', `UPDATE audit_entry SET action = 'x'`],
    ['taken out', 'DELETE FROM audit_entry'],
    ['changed where there is nothing', `UPDATE audit_entry SET action = 'x' WHERE false`],
    ['emptied', 'TRUNCATE audit_entry'],
    ['emptied with all that it hangs on', 'TRUNCATE app_user CASCADE'],
    ['sealed anew', `UPDATE audit_seal SET digest = 'x'`],
    ['unsealed', 'DELETE FROM audit_seal'],
  ])('cannot be %s, by the owner of the tables either', async (_what, statement) => {
    await expect(api.database.query(statement)).rejects.toThrow('only ever added to');
  });

  it('keeps its lock for sessions that say they copy from another server, too', async () => {
    const triggers = await api.database.query<{ tgname: string; tgenabled: string }[]>(
      `SELECT tgname, tgenabled FROM pg_trigger WHERE tgname LIKE 'audit%stays' ORDER BY tgname`,
    );
    // A: always. The usual O would be passed over by session_replication_role = replica.
    expect(triggers).toEqual([
      { tgname: 'audit_entry_stays', tgenabled: 'A' },
      { tgname: 'audit_seal_stays', tgenabled: 'A' },
    ]);
  });

  it('keeps the people it names: they cannot be deleted', async () => {
    const user = await api.make.user();
    await tell(user.id, 'was here');
    const deleted = api.database.query('DELETE FROM app_user WHERE id = $1', [user.id]);
    await expect(deleted).rejects.toThrow('foreign key');
  });
});

describe('the export of the audit log', () => {
  it('is JSON Lines, every line of it, and is itself written down', async () => {
    const { text, headers } = await admin.send('GET', '/api/v1/audit/export?as=jsonl');
    expect(headers.get('content-type')).toContain('application/jsonl');
    expect(headers.get('content-disposition')).toBe('attachment; filename="earshot-audit.jsonl"');
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => AuditEntry.parse(JSON.parse(line)));
    const [{ all }] = await api.database.query<[{ all: number }]>(
      'SELECT count(*)::int AS all FROM audit_entry',
    );
    expect(lines).toHaveLength(all);
    expect(lines[0]?.what).toBe('exported the audit log');
  });

  it('goes on past what is read at once', async () => {
    await api.database.query(
      `INSERT INTO audit_entry (action, subject_kind, subject_id)
       SELECT 'counted ' || n, 'queue', 'x' FROM generate_series(1, 2500) n`,
    );
    const { text } = await admin.send('GET', '/api/v1/audit/export?as=jsonl&kind=queue');
    const told = text
      .trimEnd()
      .split('\n')
      .map((line) => AuditEntry.parse(JSON.parse(line)).what);
    expect(told).toHaveLength(2500);
    expect([told[0], told.at(-1)]).toEqual(['counted 2500', 'counted 1']);
  });

  it('is CSV that no spreadsheet takes for formulas', async () => {
    await tell(null, '=HYPERLINK("https://evil.example")', { said: 'a, "b"' });
    const { text } = await admin.send('GET', '/api/v1/audit/export?kind=team');
    const [head, line] = text.split('\r\n');
    expect(head).toBe('id,at,by_id,by,what,subject_kind,subject_id,subject,detail');
    expect(line).toContain(`,"'=HYPERLINK(""https://evil.example"")",team,1,,`);
    expect(line).toContain('"{""said"":""a, \\""b\\""""}"');
  });

  it.each([
    ['plain', 'plain'],
    ['a\nb', '"a\nb"'],
    ['@SUM(1)', "'@SUM(1)"],
    ['-1', "'-1"],
    ['\tx', "'\tx"],
  ])('writes %j as %j', (text, written) => {
    expect(cell(text)).toBe(written);
  });
});
