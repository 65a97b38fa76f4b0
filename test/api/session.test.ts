import { describe, expect, it } from 'vitest';
import { SessionView } from '../../src/api/views.js';
import { SignInStore } from '../../src/store/access/sign-in.store.js';
import { startApi } from '../support/api.js';
import { Client } from '../support/client.js';

const api = await startApi();
const links = new SignInStore(api.database);
const linkFor = async (hours = 1): Promise<string> =>
  links.makeLink((await api.make.user({ role: 'manager' })).id, hours);
const signIn = (token: string) => api.anyone.send('POST', '/api/v1/session', { body: { token } });

describe('signing in', () => {
  it('turns a link into a cookie that no script and no other site can use', async () => {
    const answer = await signIn(await linkFor());
    expect(answer.status).toBe(201);
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^earshot_session=[\w-]{43}; /);
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Strict');
    expect(cookie).toContain('Path=/');
    expect(cookie).not.toContain('Secure');
    expect(answer.text).not.toContain(cookie.slice(16, 59));
    expect(SessionView.parse(answer.json).user.role).toBe('manager');
  });

  it('takes a link once, also when two use it at the same moment', async () => {
    const token = await linkFor();
    const answers = await Promise.all([signIn(token), signIn(token), signIn(token)]);
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 401, 401]);
  });

  it('refuses a link that is too old, and one that was never made', async () => {
    expect((await signIn(await linkFor(-1))).status).toBe(401);
    expect((await signIn('x'.repeat(43))).status).toBe(401);
  });

  it('keeps no secret in the database', async () => {
    const token = await linkFor();
    const cookie = (await signIn(token)).headers.get('set-cookie') ?? '';
    const rows = await api.database.query<{ row: string }[]>(
      `SELECT row_to_json(s)::text AS row FROM session s
       UNION ALL SELECT row_to_json(l)::text FROM sign_in_link l`,
    );
    const stored = rows.map(({ row }) => row).join('\n');
    expect(stored).not.toContain(token);
    expect(stored).not.toContain(cookie.slice(16, 59));
  });

  it('ends with the session, and with signing out', async () => {
    const person = await api.as('on-call');
    expect((await person.get(SessionView, '/session')).user.id).toBe(person.user.id);
    const left = await person.send('DELETE', '/api/v1/session');
    expect(left.status).toBe(204);
    expect(left.headers.get('set-cookie')).toMatch(/^earshot_session=; .*Expires=Thu, 01 Jan 1970/);
    expect((await person.send('GET', '/api/v1/session')).status).toBe(401);

    const other = await api.as('on-call');
    await api.database.query('UPDATE session SET expires_at = now() WHERE user_id = $1', [
      other.user.id,
    ]);
    expect((await other.send('GET', '/api/v1/session')).status).toBe(401);
  });

  it('ends when it lay idle, though an open event stream looks whether it still holds', async () => {
    const person = await api.as('on-call');
    const idle = (hours: number) =>
      api.database.query(
        `UPDATE session SET last_seen_at = now() - $2 * interval '1 hour' WHERE user_id = $1`,
        [person.user.id, hours],
      );
    await idle(71);
    expect((await person.send('GET', '/api/v1/session')).status).toBe(200);
    const [{ seen }] = await api.database.query<[{ seen: boolean }]>(
      `SELECT last_seen_at > now() - interval '1 minute' AS seen FROM session WHERE user_id = $1`,
      [person.user.id],
    );
    expect(seen).toBe(true);
    await idle(73);
    expect((await person.send('GET', '/api/v1/session')).status).toBe(401);
    expect((await person.send('GET', '/api/v1/me/sessions')).status).toBe(401);
  });

  it('begins under a new secret and ends the session that the browser had', async () => {
    const person = await api.as('on-call');
    const before = person.headers()['Cookie'] ?? '';
    await person.signIn(await linkFor());
    expect(person.headers()['Cookie']).not.toBe(before);
    const old = await fetch(`${api.url}/api/v1/session`, { headers: { Cookie: before } });
    expect(old.status).toBe(401);
  });

  it('takes no secret that somebody else chose', async () => {
    const chosen = 'a'.repeat(43);
    const headers = { Cookie: `earshot_session=${chosen}` };
    const body = { token: await linkFor() };
    const answer = await api.anyone.send('POST', '/api/v1/session', { body, headers });
    expect(answer.headers.get('set-cookie')).not.toContain(chosen);
    const { status } = await api.anyone.send('GET', '/api/v1/session', { headers });
    expect(status).toBe(401);
  });

  it('lets nobody guess for ever', async () => {
    const guesser = new Client(api.url);
    const guess = () =>
      guesser.send('POST', '/api/v1/session', { body: { token: 'y'.repeat(43) } });
    let answer = await guess();
    for (let tries = 0; tries < 60 && answer.status === 401; tries++) answer = await guess();
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
