import { describe, expect, it } from 'vitest';
import { PERMISSIONS } from '../../src/api/permissions.js';
import { Problem } from '../../src/api/views.js';
import { ROLES } from '../../src/domain/work.js';
import { TokensStore } from '../../src/store/access/tokens.store.js';
import { startApi } from '../support/api.js';
import { routesOf } from '../support/routes.js';

const api = await startApi();
const readOnly = await api.as('read-only');
const admin = await api.as('admin');

const filled = (path: string): string =>
  path.replace(':queue', 'poll').replace(':key', 'late').replaceAll(':id', '999');
const routes = Object.entries(PERMISSIONS).map(([route, allowed]) => {
  const [method = '', path = ''] = route.split(' ');
  return { route, method, path: filled(path), allowed };
});
const closed = routes.filter(({ allowed }) => allowed !== 'everyone');
const writes = closed.filter(
  ({ method, route }) => method !== 'GET' && route !== 'DELETE /api/v1/session',
);
const gets = closed.filter(({ method, path }) => method === 'GET' && !path.endsWith('/events'));
const reads = gets.filter(({ allowed }) => allowed.includes('read-only'));
const secrets = gets.filter(({ allowed }) => !allowed.includes('read-only'));

describe('the table of permissions', () => {
  it('has every route there is, and no other', () => {
    expect(routesOf(api.app)).toEqual(Object.keys(PERMISSIONS).sort());
  });

  it('is what the document of the API lists', async () => {
    const { json } = await api.anyone.send('GET', '/api/openapi.json');
    const { paths } = json as { paths: Record<string, Record<string, unknown>> };
    const listed = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map(
        (method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
      ),
    );
    expect(listed.sort()).toEqual(Object.keys(PERMISSIONS).sort());
  });
});

describe('whoever is not signed in', () => {
  it.each(closed)('gets 401 from $route', async ({ method, path }) => {
    const answer = await api.anyone.send(method, path);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
    expect(Problem.parse(answer.json).title).toBe('Unauthorized');
  });

  it.each([
    ['a token that was never made', { Authorization: 'Bearer earshot_nothing' }],
    ['an empty token', { Authorization: 'Bearer ' }],
    ['a cookie that was never made', { Cookie: 'earshot_session=nothing' }],
    ['a password', { Authorization: 'Basic YWRtaW46YWRtaW4=' }],
  ])('stays out with %s', async (_what, headers) => {
    expect((await api.anyone.send('GET', '/api/v1/mentions', { headers })).status).toBe(401);
  });
});

describe('someone who may only read', () => {
  it.each(writes)('gets 403 from $route', async ({ method, path }) => {
    const answer = await readOnly.send(method, path, { body: {} });
    expect(answer.status).toBe(403);
    expect(Problem.parse(answer.json).detail).toContain('read-only');
  });

  it.each(reads)('may $route', async ({ method, path }) => {
    expect([200, 404]).toContain((await readOnly.send(method, path)).status);
  });

  it('is not shown what others sign with, and not asked to judge', async () => {
    expect(secrets.map(({ route }) => route)).toEqual([
      'GET /api/v1/reading/ten',
      'GET /api/v1/sources/:id/intake',
    ]);
    for (const { method, path } of secrets)
      expect((await readOnly.send(method, path)).status).toBe(403);
  });
});

describe('roles', () => {
  it.each(ROLES.filter((role) => role !== 'admin'))('"%s" cannot add people', async (role) => {
    const body = { name: 'Eve', email: 'eve@example.org', role: 'admin' };
    expect((await (await api.as(role)).send('POST', '/api/v1/users', { body })).status).toBe(403);
  });

  it('an admin may do everything: no route refuses one', async () => {
    const refused: string[] = [];
    for (const { method, path, route } of writes)
      if ((await admin.send(method, path, { body: {} })).status === 403) refused.push(route);
    expect(refused).toEqual([]);
  });

  it('a role that is taken away is gone at once, with its tokens', async () => {
    const person = await api.as('community-manager');
    const { token } = await new TokensStore(api.database).create(person.user.id, 'script');
    await api.database.query(`UPDATE app_user SET role = 'read-only' WHERE id = $1`, [
      person.user.id,
    ]);
    const claim = '/api/v1/tasks/1/claim';
    expect((await person.send('POST', claim, { body: { version: 1 } })).status).toBe(403);
    const headers = { Authorization: `Bearer ${token}` };
    expect((await api.anyone.send('POST', claim, { body: { version: 1 }, headers })).status).toBe(
      403,
    );
  });
});
