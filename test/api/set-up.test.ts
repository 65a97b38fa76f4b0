import { describe, expect, it } from 'vitest';
import { SessionView, SessionWays, TeamList } from '../../src/api/views.js';
import { PeopleStore } from '../../src/store/people.store.js';
import { startApi } from '../support/api.js';
import { Client } from '../support/client.js';

const body = {
  name: 'Ann Lee',
  email: 'Ann@Example.org',
  password: 'three odd geese at noon',
  team: 'Care',
};

describe('the first run', () => {
  it('turns the link of the first start into the first admin, once', async () => {
    const api = await startApi();
    const people = new PeopleStore(api.database);
    const link = (await people.firstRunLink(1)) ?? '';
    const ways = () => api.anyone.get(SessionWays, '/session/ways');
    expect((await ways()).firstRun).toBe(true);
    const visitor = new Client(api.url);
    await visitor.signIn(link);
    expect(await visitor.get(SessionView, '/session')).toMatchObject({
      firstRun: true,
      user: { email: 'admin@localhost' },
    });
    // Whoever closed the window too early gets another link at the next start.
    expect(await people.firstRunLink(1)).not.toBeNull();
    const before = visitor.headers()['Cookie'];

    const weak = { body: { ...body, password: 'ann@example.org' } };
    expect((await visitor.send('POST', '/api/v1/set-up', weak)).status).toBe(400);
    const done = await visitor.send('POST', '/api/v1/set-up', { body });
    expect(done.status).toBe(200);
    visitor.take(done);
    expect(SessionView.parse(done.json)).toMatchObject({
      firstRun: false,
      user: { name: 'Ann Lee', email: 'ann@example.org', role: 'admin' },
    });
    expect(visitor.headers()['Cookie']).not.toBe(before);
    expect((await visitor.get(TeamList, '/teams')).items).toMatchObject([
      { name: 'Care', members: [{ name: 'Ann Lee' }] },
    ]);

    expect((await ways()).firstRun).toBe(false);
    expect((await visitor.send('POST', '/api/v1/set-up', { body })).status).toBe(410);
    expect(await people.firstRunLink(1)).toBeNull();
    const { email, password } = body;
    const again = await api.anyone.send('POST', '/api/v1/session', { body: { email, password } });
    expect(again.status).toBe(201);
  });

  it('is nobody else’s: an admin who was added cannot take it', async () => {
    const api = await startApi();
    await new PeopleStore(api.database).firstRunLink(1);
    const admin = await api.as('admin');
    expect((await admin.send('POST', '/api/v1/set-up', { body })).status).toBe(410);
    expect((await api.anyone.send('POST', '/api/v1/set-up', { body })).status).toBe(401);
  });

  it('is over for an Earshot that people work with already', async () => {
    const api = await startApi();
    await api.as('admin');
    expect((await api.anyone.get(SessionWays, '/session/ways')).firstRun).toBe(false);
    expect(await new PeopleStore(api.database).firstRunLink(1)).toBeNull();
  });
});
