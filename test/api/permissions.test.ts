import { describe, expect, it } from 'vitest';
import { mayDo, PERMISSIONS } from '../../src/api/permissions.js';
import { PermissionList, Problem } from '../../src/api/views.js';
import {
  GRANTED,
  permissionsOf,
  PERMISSIONS as NAMES,
  TOKEN_SCOPES,
  type Permission,
} from '../../src/domain/permission.js';
import { ROLES, type Role } from '../../src/domain/work.js';
import { TokensStore } from '../../src/store/access/tokens.store.js';
import { startApi } from '../support/api.js';
import { routesOf } from '../support/routes.js';

const api = await startApi();
const tokens = new TokensStore(api.database);

/** Written down a second time, so that no role gains or loses anything unseen. */
const MATRIX: Record<Permission, string> = {
  account: 'admin manager community-manager product-owner on-call read-only',
  read: 'admin manager community-manager product-owner on-call read-only',
  work: 'admin manager community-manager product-owner on-call',
  topics: 'admin manager product-owner',
  operate: 'admin manager on-call',
  configure: 'admin manager',
  tokens: 'admin manager community-manager product-owner on-call',
  people: 'admin',
  audit: 'admin',
};

const routes = Object.entries(PERMISSIONS).map(([route, access]) => {
  const [method = '', pattern = ''] = route.split(' ');
  const path = pattern.replace(':queue', 'poll').replace(':key', 'late').replaceAll(/:\w+/g, '999');
  return { route, method, pattern, path, access };
});
const closed = routes.filter(({ access }) => access !== 'everyone');

/** What the door said: streams and files are left as soon as they begin. */
async function ask(
  { method, path }: { method: string; path: string },
  headers: Record<string, string>,
): Promise<{ status: number; refused: boolean; headers: Headers; text: string }> {
  const hasBody = method !== 'GET' && method !== 'DELETE';
  const leave = new AbortController();
  const answer = await fetch(api.url + path, {
    method,
    signal: leave.signal,
    redirect: 'manual',
    headers: { ...headers, ...(hasBody ? { 'Content-Type': 'application/json' } : {}) },
    ...(hasBody ? { body: '{}' } : {}),
  });
  const isProblem = answer.headers.get('content-type')?.includes('problem+json') ?? false;
  const text = isProblem ? await answer.text() : '';
  if (!isProblem) leave.abort();
  const { status } = answer;
  const byDoor = /This is not for the role|This token does not have the permission/.test(text);
  return {
    status,
    refused: status === 401 || (status === 403 && byDoor),
    headers: answer.headers,
    text,
  };
}

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

  it('gives each role what is written down here', () => {
    const given = NAMES.map((name) => [name, GRANTED[name].roles.join(' ')]);
    expect(Object.fromEntries(given)).toEqual(MATRIX);
  });

  it('is closed for a route that it does not have', () => {
    for (const path of ['/api/v1/nothing', 'constructor', '__proto__', ''])
      expect(mayDo('admin', 'GET', path)).toBe(false);
  });

  it('is shown whole, with words, to whoever may read', async () => {
    const shown = await (await api.as('read-only')).get(PermissionList, '/permissions');
    expect(shown.items.map(({ permission }) => permission)).toEqual([...NAMES]);
    for (const { words, roles } of shown.items) {
      expect(words).toMatch(/^[A-Z].{20,}/);
      expect(roles).toContain('admin');
    }
    const all = [...shown.items.flatMap((it) => it.routes), ...shown.signedIn, ...shown.open];
    expect(all.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(
      Object.keys(PERMISSIONS).sort(),
    );
  });
});

const clients = new Map<Role, ReturnType<typeof api.as>>();
function shared(role: Role): ReturnType<typeof api.as> {
  const client = clients.get(role) ?? api.as(role);
  clients.set(role, client);
  return client;
}

describe('every route, asked by every role', () => {
  it.each(closed)('$route', async ({ method, pattern, path, access }) => {
    const answers = ROLES.map(async (role) => {
      // Some routes end the session that asks.
      const client = pattern.includes('session') ? await api.as(role) : await shared(role);
      const { status, refused } = await ask({ method, path }, client.headers());
      return { role, refused, failed: status >= 500 };
    });
    const may = (role: Role): boolean =>
      access === 'signed-in' || MATRIX[access as Permission].split(' ').includes(role);
    expect(await Promise.all(answers)).toEqual(
      ROLES.map((role) => ({ role, refused: !may(role), failed: false })),
    );
    expect(ROLES.filter((role) => mayDo(role, method, pattern))).toEqual(ROLES.filter(may));
  });
});

describe('every route, asked by nobody known', () => {
  it.each(closed)('$route gives 401', async (route) => {
    const { status, headers, text } = await ask(route, { Origin: api.url });
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toContain('Bearer');
    expect(Problem.parse(JSON.parse(text)).title).toBe('Unauthorized');
  });

  it.each([
    ['a token that was never made', { Authorization: 'Bearer earshot_nothing' }],
    ['an empty token', { Authorization: 'Bearer ' }],
    ['a cookie that was never made', { Cookie: 'earshot_session=nothing' }],
    ['a password', { Authorization: 'Basic YWRtaW46YWRtaW4=' }],
  ])('stays closed for %s', async (_what, headers) => {
    expect((await api.anyone.send('GET', '/api/v1/mentions', { headers })).status).toBe(401);
  });
});

describe('every route, asked with a token', async () => {
  const admin = await api.make.user({ role: 'admin' });
  const reader = await api.make.user({ role: 'read-only' });
  const made = async (userId: string, scopes: Permission[] | null) =>
    `Bearer ${(await tokens.create(userId, { name: 'x', scopes })).token}`;
  const scoped = new Map<Permission, string>();
  for (const scope of TOKEN_SCOPES) scoped.set(scope, await made(admin.id, [scope]));
  const old = await made(admin.id, null);
  const ofReader = await made(reader.id, [...TOKEN_SCOPES]);

  it.each(closed)('$route', async (route) => {
    const { access } = route;
    const answers = [...scoped].map(async ([scope, Authorization]) => ({
      scope,
      refused: (await ask(route, { Authorization })).refused,
    }));
    expect(await Promise.all(answers)).toEqual(
      TOKEN_SCOPES.map((scope) => ({
        scope,
        refused: access !== 'signed-in' && access !== scope,
      })),
    );
    // One made before there were scopes does what its person may and a token can.
    const isForTokens = access === 'signed-in' || GRANTED[access as Permission].forTokens;
    expect((await ask(route, { Authorization: old })).refused).toBe(!isForTokens);
    // All scopes give nothing that the person does not have.
    const readerMay =
      access === 'signed-in' ||
      (permissionsOf('read-only').includes(access as Permission) && isForTokens);
    expect((await ask(route, { Authorization: ofReader })).refused).toBe(!readerMay);
  });
});

describe('roles', () => {
  it('one that is taken away is gone at once, with its tokens', async () => {
    const person = await api.as('community-manager');
    const { token } = await tokens.create(person.user.id, 'script');
    await api.database.query(`UPDATE app_user SET role = 'read-only' WHERE id = $1`, [
      person.user.id,
    ]);
    const claim = '/api/v1/tasks/1/claim';
    expect((await person.send('POST', claim, { body: { version: 1 } })).status).toBe(403);
    const headers = { Authorization: `Bearer ${token}` };
    const refused = await api.anyone.send('POST', claim, { body: { version: 1 }, headers });
    expect(refused.status).toBe(403);
  });

  it('are told what they lack', async () => {
    const role: Role = 'on-call';
    const answer = await (await api.as(role)).send('GET', '/api/v1/audit');
    expect(Problem.parse(answer.json).detail).toBe('This is not for the role "on-call".');
    const admin = await api.make.user({ role: 'admin' });
    const { token } = await tokens.create(admin.id, { name: 'x', scopes: ['read'] });
    const headers = { Authorization: `Bearer ${token}` };
    const lacking = await api.anyone.send('GET', '/api/v1/audit', { headers });
    expect(Problem.parse(lacking.json).detail).toContain('does not have the permission "audit"');
  });
});
