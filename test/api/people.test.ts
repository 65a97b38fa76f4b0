import { describe, expect, it } from 'vitest';
import {
  LinkCreated,
  Problem,
  SessionsEnded,
  SessionView,
  TeamList,
  TeamView,
  TokenCreated,
  TokenList,
  UserCreated,
  UserList,
} from '../../src/api/views.js';
import { SignInStore } from '../../src/store/access/sign-in.store.js';
import { startApi } from '../support/api.js';
import { Client } from '../support/client.js';

const api = await startApi();
const admin = await api.as('admin');
const startAlone = () => startApi();

describe('people', () => {
  it('are added with a link that signs them in', async () => {
    const body = { name: ' Ann Lee ', email: 'Ann@Example.org', role: 'on-call' };
    const added = await admin.ask(UserCreated, 'POST', '/users', { body });
    expect(added).toMatchObject({ name: 'Ann Lee', email: 'ann@example.org', role: 'on-call' });
    const link = new URL(added.signInLink);
    expect(link.origin).toBe(api.url);
    expect(link.pathname).toBe('/sign-in');
    const ann = new Client(api.url);
    await ann.signIn(new URLSearchParams(link.hash.slice(1)).get('token') ?? '');
    expect((await ann.get(SessionView, '/session')).user.id).toBe(added.id);
    const { items } = await ann.get(UserList, '/users');
    expect(items.map(({ name }) => name)).toContain('Ann Lee');
  });

  it('have one address each, in any case', async () => {
    const add = (email: string) =>
      admin.send('POST', '/api/v1/users', { body: { name: 'Bob', email, role: 'manager' } });
    expect((await add('bob@example.org')).status).toBe(201);
    const again = await add('BOB@example.org');
    expect(again.status).toBe(409);
    expect(Problem.parse(again.json).detail).toContain('bob@example.org');
  });

  it.each([
    { name: '', email: 'a@example.org', role: 'admin' },
    { name: 'A', email: 'nowhere', role: 'admin' },
    { name: 'A', email: 'a@example.org', role: 'king' },
    { name: 'A\u0000', email: 'a@example.org', role: 'admin' },
  ])('cannot be %j', async (body) => {
    expect((await admin.send('POST', '/api/v1/users', { body })).status).toBe(400);
  });
});

describe('tokens', () => {
  const bearer = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });
  const create = (who: Client, name: string) =>
    who.ask(TokenCreated, 'POST', '/tokens', { body: { name } });

  it('do what their person may do, and remember when', async () => {
    const person = await api.as('product-owner');
    const { id, token } = await create(person, 'report');
    expect((await person.get(TokenList, '/tokens')).items).toMatchObject([
      { id, name: 'report', lastUsedAt: null },
    ]);
    const shown = await api.anyone.ask(SessionView, 'GET', '/session', bearer(token));
    expect(shown.user.id).toBe(person.user.id);
    const [used] = (await person.get(TokenList, '/tokens')).items;
    expect(used?.lastUsedAt).not.toBeNull();
    const refused = await api.anyone.send('POST', '/api/v1/monitors', {
      body: {},
      ...bearer(token),
    });
    expect(refused.status).toBe(403);
  });

  it('are shown once', async () => {
    const person = await api.as('manager');
    const { token } = await create(person, 'once');
    expect((await person.send('GET', '/api/v1/tokens')).text).not.toContain(token.slice(10));
  });

  it('end when they are revoked, by their own person or who manages people', async () => {
    const [person, other, admin] = await Promise.all([
      api.as('manager'),
      api.as('manager'),
      api.as('admin'),
    ]);
    const [first, second] = [await create(person, 'one'), await create(person, 'two')];
    const path = ({ id }: { id: string }) => `/api/v1/tokens/${id}`;
    expect((await other.send('DELETE', path(first))).status).toBe(404);
    expect((await api.anyone.send('GET', '/api/v1/session', bearer(first.token))).status).toBe(200);
    expect((await person.send('DELETE', path(first))).status).toBe(204);
    expect((await api.anyone.send('GET', '/api/v1/session', bearer(first.token))).status).toBe(401);
    expect((await other.send('GET', '/api/v1/tokens?of=everyone')).status).toBe(403);
    const all = await admin.get(TokenList, '/tokens?of=everyone');
    expect(all.items.find(({ id }) => id === second.id)?.user.id).toBe(person.user.id);
    expect((await admin.send('DELETE', path(second))).status).toBe(204);
    expect((await other.get(TokenList, '/tokens')).items).toEqual([]);
  });

  it('do what their scopes allow, and make none that may do more', async () => {
    const person = await api.as('manager');
    const make = (body: object, asked = {}) =>
      person.send('POST', '/api/v1/tokens', { body: { name: 'x', ...body }, ...asked });
    const { token, scopes } = TokenCreated.parse((await make({ scopes: ['read', 'tokens'] })).json);
    expect(scopes).toEqual(['read', 'tokens']);
    const session = await api.anyone.ask(SessionView, 'GET', '/session', bearer(token));
    expect(session.permissions.sort()).toEqual(['read', 'tokens']);
    const child = await api.anyone.ask(TokenCreated, 'POST', '/tokens', {
      body: { name: 'child' },
      ...bearer(token),
    });
    expect(child.scopes?.sort()).toEqual(['read', 'tokens']);
    const more = await api.anyone.send('POST', '/api/v1/tokens', {
      body: { name: 'more', scopes: ['configure'] },
      ...bearer(token),
    });
    expect(more.status).toBe(400);
    for (const scopes of [['people'], ['account'], ['king'], []])
      expect((await make({ scopes })).status, JSON.stringify(scopes)).toBe(400);
  });

  it('end at their time', async () => {
    const person = await api.as('manager');
    const body = { name: 'short', expiresAt: new Date(Date.now() + 60_000).toISOString() };
    const { id, token } = await person.ask(TokenCreated, 'POST', '/tokens', { body });
    expect((await api.anyone.send('GET', '/api/v1/session', bearer(token))).status).toBe(200);
    await api.database.query('UPDATE api_token SET expires_at = now() WHERE id = $1', [id]);
    expect((await api.anyone.send('GET', '/api/v1/session', bearer(token))).status).toBe(401);
    const past = { name: 'past', expiresAt: new Date(Date.now() - 1_000).toISOString() };
    expect((await person.send('POST', '/api/v1/tokens', { body: past })).status).toBe(400);
  });
});

describe('a person', () => {
  const change = (id: string, body: object) => admin.send('PATCH', `/api/v1/users/${id}`, { body });

  it('who is deactivated is out at once, with sessions, links and tokens, and can come again', async () => {
    const person = await api.as('manager');
    const { token } = await person.ask(TokenCreated, 'POST', '/tokens', { body: { name: 'x' } });
    const link = await new SignInStore(api.database).makeLink(person.user.id, 1);
    expect((await change(person.user.id, { deactivated: true })).status).toBe(200);
    expect((await person.send('GET', '/api/v1/session')).status).toBe(401);
    const headers = { Authorization: `Bearer ${token}` };
    expect((await api.anyone.send('GET', '/api/v1/session', { headers })).status).toBe(401);
    const again = await api.anyone.send('POST', '/api/v1/session', { body: { token: link } });
    expect(again.status).toBe(401);
    const listed = async (query: string) =>
      (await admin.get(UserList, `/users${query}`)).items.find(({ id }) => id === person.user.id);
    expect(await listed('')).toBeUndefined();
    expect((await listed('?deactivated=with'))?.deactivatedAt).not.toBeNull();
    expect((await admin.send('POST', `/api/v1/users/${person.user.id}/link`)).status).toBe(404);
    await change(person.user.id, { deactivated: false });
    const { signInLink } = await admin.ask(LinkCreated, 'POST', `/users/${person.user.id}/link`);
    await person.signIn(signInLink.split('#token=')[1] ?? '');
    expect((await person.send('GET', '/api/v1/session')).status).toBe(200);
  });

  it('who gets another role signs in again', async () => {
    const person = await api.as('read-only');
    await change(person.user.id, { role: 'manager' });
    expect((await person.send('GET', '/api/v1/session')).status).toBe(401);
  });

  it('cannot be changed into nothing, or into what there is not', async () => {
    const { id } = await api.make.user();
    for (const body of [{}, { role: 'king' }, { name: ' ' }, { email: 'x@example.org' }])
      expect((await change(id, body)).status, JSON.stringify(body)).toBe(400);
    expect((await change('999999', { name: 'X' })).status).toBe(404);
  });

  it('is listed with how they sign in for admins only', async () => {
    const reader = await api.as('read-only');
    const of = async (who: Client) =>
      (await who.get(UserList, '/users')).items.find(({ id }) => id === reader.user.id)?.account;
    expect(await of(reader)).toBeNull();
    expect(await of(admin)).toMatchObject({ sessions: 1, password: false, totp: false });
  });

  it('is signed out everywhere by an admin', async () => {
    const person = await api.as('on-call');
    const path = `/users/${person.user.id}/sessions`;
    expect(await admin.ask(SessionsEnded, 'DELETE', path)).toEqual({ ended: 1 });
    expect((await person.send('GET', '/api/v1/session')).status).toBe(401);
  });
});

describe('the last admin', () => {
  it('stays one, also when two demote each other at once', async () => {
    const lone = await startAlone();
    const [one, two] = [await lone.as('admin'), await lone.as('admin')];
    const demote = (who: typeof one, whom: typeof one) =>
      who.send('PATCH', `/api/v1/users/${whom.user.id}`, { body: { role: 'manager' } });
    const answers = await Promise.all([demote(one, two), demote(two, one)]);
    const statuses = answers.map(({ status }) => status);
    expect(statuses).toContain(200);
    const [{ admins }] = await lone.database.query<[{ admins: number }]>(
      `SELECT count(*)::int AS admins FROM app_user WHERE role = 'admin'`,
    );
    expect(admins).toBe(1);
    const [left] = await lone.database.query<[{ id: string }]>(
      `SELECT id FROM app_user WHERE role = 'admin'`,
    );
    const last = left.id === one.user.id ? one : two;
    for (const body of [{ role: 'read-only' }, { deactivated: true }]) {
      const answer = await last.send('PATCH', `/api/v1/users/${left.id}`, { body });
      expect(answer.status).toBe(409);
      expect(Problem.parse(answer.json).detail).toContain('only admin');
    }
  });
});

describe('teams', () => {
  it('are added, renamed, filled and removed', async () => {
    const [one, two] = [await api.make.user(), await api.make.user()];
    const team = await admin.ask(TeamView, 'POST', '/teams', { body: { name: ' Care ' } });
    expect(team).toMatchObject({ name: 'Care', members: [] });
    const put = (userIds: string[]) =>
      admin.ask(TeamView, 'PUT', `/teams/${team.id}/members`, { body: { userIds } });
    expect((await put([one.id, two.id])).members).toHaveLength(2);
    expect((await put([two.id])).members.map(({ id }) => id)).toEqual([two.id]);
    const taken = await admin.send('POST', '/api/v1/teams', { body: { name: 'CARE' } });
    expect(taken.status).toBe(409);
    const unknown = { body: { userIds: ['999999'] } };
    expect((await admin.send('PUT', `/api/v1/teams/${team.id}/members`, unknown)).status).toBe(400);
    await admin.ask(TeamView, 'PATCH', `/teams/${team.id}`, { body: { name: 'Help' } });
    const reader = await api.as('read-only');
    const { items } = await reader.get(TeamList, '/teams');
    expect(items.find(({ id }) => id === team.id)?.name).toBe('Help');
    const listed = (await reader.get(UserList, '/users')).items.find(({ id }) => id === two.id);
    expect(listed?.teams).toEqual([{ id: team.id, name: 'Help' }]);
    expect((await admin.send('DELETE', `/api/v1/teams/${team.id}`)).status).toBe(204);
    expect((await admin.send('DELETE', `/api/v1/teams/${team.id}`)).status).toBe(404);
  });
});
