import { describe, expect, it } from 'vitest';
import { MonitorView } from '../../src/api/views.js';
import { IdempotencyStore } from '../../src/store/idempotency.store.js';
import { startApi } from '../support/api.js';

const api = await startApi();
const admin = await api.as('admin');
const add = (key: string, name: string, who = admin) =>
  who.send('POST', '/api/v1/monitors', {
    body: { name, any: ['apex'] },
    headers: { 'Idempotency-Key': key },
  });
const monitorsNamed = async (name: string): Promise<number> => {
  const [{ count }] = await api.database.query<[{ count: number }]>(
    'SELECT count(*)::int AS count FROM monitor WHERE name = $1',
    [name],
  );
  return count;
};

describe('a write that is sent again under its key', () => {
  it('is answered as before and done once', async () => {
    const first = await add('key-1', 'Once');
    const again = await add('key-1', 'Once');
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.json).toEqual(first.json);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await monitorsNamed('Once')).toBe(1);
  });

  it('is done once when all come at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => add('key-2', 'At once')));
    const statuses = new Set(answers.map(({ status }) => status));
    expect(statuses).toContain(201);
    expect([...statuses].every((status) => status === 201 || status === 409)).toBe(true);
    expect(await monitorsNamed('At once')).toBe(1);
  });

  it('has no body when it had none', async () => {
    const { id } = MonitorView.parse((await add('key-3', 'To go')).json);
    const remove = () =>
      admin.send('DELETE', `/api/v1/monitors/${id}`, { headers: { 'Idempotency-Key': 'key-4' } });
    expect(await remove()).toMatchObject({ status: 204, text: '' });
    expect(await remove()).toMatchObject({ status: 204, text: '' });
  });

  it('may try again when it failed: nothing was done', async () => {
    await add('key-5', 'Taken');
    expect((await add('key-6', 'Taken')).status).toBe(409);
    await api.database.query(`DELETE FROM monitor WHERE name = 'Taken'`);
    expect((await add('key-6', 'Taken')).status).toBe(201);
  });
});

describe('a key', () => {
  it('is for one request', async () => {
    await add('key-7', 'Seven');
    const other = await add('key-7', 'Not seven');
    expect(other.status).toBe(422);
    expect(other.text).toContain('used for another request');
  });

  it('is of one person', async () => {
    await add('key-8', 'Mine');
    const other = await api.as('admin');
    expect((await add('key-8', 'Theirs', other)).status).toBe(201);
  });

  it.each([
    ['', 'nothing'],
    ['a b', 'a space'],
    ['k'.repeat(201), '201 characters'],
  ])('cannot be %j (%s)', async (key) => {
    expect((await add(key, 'Bad key')).status).toBe(400);
  });

  it('of a process that died is free again after a while', async () => {
    const answers = new IdempotencyStore(api.database);
    const attempt = { userId: admin.user.id, key: 'key-9', request: 'r' };
    expect(await answers.begin(attempt)).toEqual({ kind: 'first' });
    expect(await answers.begin(attempt)).toEqual({ kind: 'running' });
    await api.database.query(
      `UPDATE idempotency_key SET at = now() - interval '3 minutes' WHERE key = 'key-9'`,
    );
    expect(await answers.begin(attempt)).toEqual({ kind: 'first' });
  });
});

it('an answer with a secret is not kept, and not given twice', async () => {
  const create = () =>
    admin.send('POST', '/api/v1/tokens', {
      body: { name: 'secret' },
      headers: { 'Idempotency-Key': 'key-10' },
    });
  const first = await create();
  const { token } = first.json as { token: string };
  expect(token).toMatch(/^earshot_[\w-]{43}$/);
  const again = await create();
  expect(again.status).toBe(409);
  const rows = await api.database.query<{ kept: string }[]>(
    'SELECT row_to_json(k)::text AS kept FROM idempotency_key k',
  );
  expect(rows.map(({ kept }) => kept).join()).not.toContain(token);
});
