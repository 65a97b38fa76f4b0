import { beforeEach, describe, expect, it } from 'vitest';
import { MentionDetail, NoteList, NoteView } from '../../src/api/views.js';
import type { MentionEntity } from '../../src/store/entities/mention.entity.js';
import { RechecksStore } from '../../src/store/rechecks.store.js';
import { startApi } from '../support/api.js';

const api = await startApi();
const { make, database } = api;
const ann = await api.as('community-manager');
const ben = await api.as('community-manager');
const boss = await api.as('manager');
const reader = await api.as('read-only');
const monitor = await make.monitor({ name: 'Apex' });
const source = await make.source({ eraseWhenGone: true });

let mention: MentionEntity;
beforeEach(async () => {
  await database.query('TRUNCATE mention, idempotency_key CASCADE');
  mention = await make.mention({
    sourceId: source.id,
    monitorIds: [monitor.id],
    externalId: 'p1',
    text: 'My name is Jane Roe and my apex is broken.',
  });
});

const path = (): string => `/mentions/${mention.id}/notes`;
const write = (by: typeof ann, text: string, calls: readonly string[] = []) =>
  by.ask(NoteView, 'POST', path(), { body: { text, calls } });
const notes = async () => (await ann.get(NoteList, path())).items;

describe('a note', () => {
  it('stands beside the mention, by whom and when, and in its history', async () => {
    await write(ann, ' Called her. ');
    await write(ben, 'She waits.');
    expect(await notes()).toMatchObject([
      { text: 'Called her.', by: { name: ann.user.name }, editedAt: null, version: 1 },
      { text: 'She waits.', by: { name: ben.user.name } },
    ]);
    const detail = await ann.get(MentionDetail, `/mentions/${mention.id}`);
    expect(detail.notes).toBe(2);
    expect(detail.version).toBe(mention.version);
    expect(detail.history.map(({ by, what }) => [by, what])).toEqual([
      [ann.user.name, 'wrote a note'],
      [ben.user.name, 'wrote a note'],
    ]);
  });

  it('is text, whatever stands in it, and its addresses are attachments by link only', async () => {
    const hostile =
      '<script>alert(1)</script> https://files.example/a(1).pdf, javascript:alert(2) data:text/html,x ' +
      'https://bank.example@evil.example/ (see http://аpple.example/x) https://files.example/a(1).pdf';
    const note = await write(ann, hostile);
    expect(note.text).toBe(hostile);
    expect(note.links).toEqual([
      { url: 'https://files.example/a(1).pdf', host: 'files.example' },
      { url: 'http://аpple.example/x', host: 'xn--pple-43d.example' },
    ]);
  });

  it('is refused when it is empty, too long, or calls nobody we know', async () => {
    const refused = async (body: object) =>
      (await ann.send('POST', `/api/v1${path()}`, { body })).status;
    expect(await refused({ text: '  ' })).toBe(400);
    expect(await refused({ text: 'x'.repeat(5001) })).toBe(400);
    expect(await refused({ text: 'hello', html: '<b>' })).toBe(400);
    expect(await refused({ text: '@Nobody', calls: ['999999999'] })).toBe(400);
    expect(await notes()).toEqual([]);
  });

  it('survives a byte that the database cannot hold', async () => {
    const answer = await ann.send('POST', `/api/v1${path()}`, { body: { text: 'a\u0000b' } });
    expect(answer.status).toBeLessThan(500);
  });
});

describe('calling people', () => {
  it('tells those whose name stands in it, once, and nobody of what they did themselves', async () => {
    const calls = [ben.user.id, boss.user.id, ann.user.id];
    const note = await write(ann, `@${ben.user.name}, look. So do I, @${ann.user.name}`, calls);
    expect(note.calls.map(({ id }) => id)).toEqual([ben.user.id, ann.user.id]);
    const told = async () => {
      const rows = await database.query<{ userId: string }[]>(
        `SELECT user_id AS "userId" FROM notification WHERE mention_id = $1 ORDER BY id`,
        [mention.id],
      );
      return rows.map(({ userId }) => userId);
    };
    expect(await told()).toEqual([ben.user.id]);
    const body = { text: `@${ben.user.name} and @${boss.user.name}`, calls, version: 1 };
    await ann.ask(NoteView, 'PATCH', `/notes/${note.id}`, { body });
    expect(await told()).toEqual([ben.user.id, boss.user.id]);
  });
});

describe('changing a note', () => {
  it('is for who wrote it; what it said before is kept', async () => {
    const { id } = await write(ann, 'First words.');
    const body = { text: 'Better words.', version: 1 };
    expect((await ben.send('PATCH', `/api/v1/notes/${id}`, { body })).status).toBe(409);
    expect((await boss.send('PATCH', `/api/v1/notes/${id}`, { body })).status).toBe(409);
    const edited = await ann.ask(NoteView, 'PATCH', `/notes/${id}`, { body });
    expect(edited).toMatchObject({ text: 'Better words.', version: 2 });
    expect(edited.before.map(({ text }) => text)).toEqual(['First words.']);
    expect(edited.editedAt).not.toBeNull();
  });

  it('from two windows at once keeps one of them, and says so to the other', async () => {
    const { id } = await write(ann, 'First.');
    const answers = await Promise.all(
      ['Left.', 'Right.'].map((text) =>
        ann.send('PATCH', `/api/v1/notes/${id}`, { body: { text, version: 1 } }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const kept = answers.find(({ status }) => status === 200);
    const [now] = await notes();
    expect(now?.text).toBe(NoteView.parse(kept?.json).text);
    expect(now?.before).toHaveLength(1);
  });

  it('deletes what was said, before and now; who did it stays', async () => {
    const { id } = await write(ann, 'Secret.');
    await ann.ask(NoteView, 'PATCH', `/notes/${id}`, { body: { text: 'Secret too.', version: 1 } });
    expect((await ben.send('DELETE', `/api/v1/notes/${id}`)).status).toBe(409);
    const gone = await boss.ask(NoteView, 'DELETE', `/notes/${id}`);
    expect(gone).toMatchObject({ text: '', links: [], before: [] });
    expect(gone.deletedAt).not.toBeNull();
    const { history, notes: left } = await ann.get(MentionDetail, `/mentions/${mention.id}`);
    expect(history.at(-1)?.what).toBe(`deleted a note of ${ann.user.name}`);
    expect(left).toBe(0);
    const again = { text: 'Back.', version: 3 };
    expect((await ann.send('PATCH', `/api/v1/notes/${id}`, { body: again })).status).toBe(409);
    const [{ kept }] = await database.query<[{ kept: number }]>(
      'SELECT count(*)::int AS kept FROM mention_note_revision',
    );
    expect(kept).toBe(0);
  });

  it('and writing one is not for those who only read', async () => {
    const { id } = await write(ann, 'First.');
    const body = { text: 'x', version: 1 };
    expect((await reader.send('POST', `/api/v1${path()}`, { body: { text: 'x' } })).status).toBe(
      403,
    );
    expect((await reader.send('PATCH', `/api/v1/notes/${id}`, { body })).status).toBe(403);
    expect((await reader.send('DELETE', `/api/v1/notes/${id}`)).status).toBe(403);
    expect((await reader.get(NoteList, path())).items).toHaveLength(1);
    expect((await api.anyone.send('GET', `/api/v1${path()}`)).status).toBe(401);
    expect((await ann.send('GET', '/api/v1/mentions/999999/notes')).status).toBe(404);
    expect((await ann.send('DELETE', '/api/v1/notes/999999')).status).toBe(404);
  });
});

describe('erasing a mention', () => {
  it('takes with it what notes say of it, what they said, and answers that are kept', async () => {
    const headers = { 'Idempotency-Key': 'note-1' };
    const body = { text: 'Jane Roe called https://crm.example/jane' };
    const note = await ann.ask(NoteView, 'POST', path(), { body, headers });
    const edit = { text: 'Jane Roe called twice', version: 1 };
    await ann.ask(NoteView, 'PATCH', `/notes/${note.id}`, { body: edit });
    await database.transaction((transaction) =>
      new RechecksStore(database).markGone(transaction, source.id, ['p1']),
    );
    const [left] = await notes();
    expect(left).toMatchObject({ text: '', links: [], before: [], by: { name: ann.user.name } });
    expect(left?.erasedAt).not.toBeNull();
    const dump = await database.query<{ row: string }[]>(
      `SELECT note::text AS row FROM mention_note note UNION ALL SELECT r::text FROM mention_note_revision r
       UNION ALL SELECT k::text FROM idempotency_key k UNION ALL SELECT e::text FROM audit_entry e`,
    );
    expect(dump.filter(({ row }) => row.includes('Jane'))).toEqual([]);
    expect((await ann.send('POST', `/api/v1${path()}`, { body: { text: 'More' } })).status).toBe(
      409,
    );
    const more = { text: 'Jane', version: 3 };
    expect((await ann.send('PATCH', `/api/v1/notes/${note.id}`, { body: more })).status).toBe(409);
  });
});
