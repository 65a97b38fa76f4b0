import { describe, expect, it } from 'vitest';
import {
  Problem,
  SessionView,
  TokenCreated,
  TokenList,
  UserCreated,
  UserList,
} from '../../src/api/views.js';
import { startApi } from '../support/api.js';
import { Client } from '../support/client.js';

const api = await startApi();
const admin = await api.as('admin');

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

  it('end when they are revoked, by their own person only', async () => {
    const [person, other] = [await api.as('manager'), await api.as('admin')];
    const { id, token } = await create(person, 'to end');
    expect((await other.send('DELETE', `/api/v1/tokens/${id}`)).status).toBe(404);
    expect((await api.anyone.send('GET', '/api/v1/session', bearer(token))).status).toBe(200);
    expect((await person.send('DELETE', `/api/v1/tokens/${id}`)).status).toBe(204);
    expect((await api.anyone.send('GET', '/api/v1/session', bearer(token))).status).toBe(401);
    expect((await other.get(TokenList, '/tokens')).items).toEqual([]);
  });
});
