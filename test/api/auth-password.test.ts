import { Secret, TOTP } from 'otpauth';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  AuditPage,
  CODE_NEEDED,
  CODE_WRONG,
  MeView,
  MySessionList,
  Problem,
  RecoveryCodes,
  SessionsEnded,
  SECOND_STEP_NEEDED,
  SessionView,
  SIGN_IN_AGAIN,
  TotpBegun,
} from '../../src/api/views.js';
import { SignInTriesStore } from '../../src/store/access/sign-in-tries.store.js';
import { TokensStore } from '../../src/store/access/tokens.store.js';
import { startApi } from '../support/api.js';
import { Client } from '../support/client.js';

const api = await startApi();
const PASSWORD = 'three odd geese at noon';
const NEXT = 'seven calm otters by night';

/** Someone with a password, signed in by a link just now. */
async function withPassword(role: Parameters<typeof api.as>[0] = 'community-manager') {
  const person = await api.as(role);
  const answer = await person.send('PUT', '/api/v1/me/password', { body: { new: PASSWORD } });
  if (answer.status !== 204) throw new Error(answer.text);
  person.take(answer);
  return person;
}

const enter = (email: string, password: string, more: object = {}, who = new Client(api.url)) =>
  who.send('POST', '/api/v1/session', { body: { email, password, ...more } });

const typeOf = (json: unknown): string => Problem.parse(json).type;
const forgetTries = () => api.database.query('DELETE FROM sign_in_try');
beforeEach(forgetTries);
const longAgo = (userId: string) =>
  api.database.query(
    `UPDATE session SET created_at = now() - interval '1 hour' WHERE user_id = $1`,
    [userId],
  );

/** The app, at a time that has not been used. */
function appOf(secret: string) {
  const totp = new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 });
  return (steps = 0): string => totp.generate({ timestamp: Date.now() + steps * 30_000 });
}

async function withSecondStep() {
  const person = await withPassword();
  const { secret, uri } = await person.ask(TotpBegun, 'POST', '/me/totp');
  const app = appOf(secret);
  const answer = await person.send('POST', '/api/v1/me/totp/confirm', { body: { code: app() } });
  person.take(answer);
  const { codes } = RecoveryCodes.parse(answer.json);
  return { person, app, codes, secret, uri };
}

describe('a password', () => {
  it('signs in, with its address in any case', async () => {
    const { user } = await withPassword();
    const answer = await enter(user.email.toUpperCase(), PASSWORD);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('set-cookie')).toMatch(/^earshot_session=[\w-]{43}; /);
  });

  it('is compared exactly: not cut, not folded, spaces count', async () => {
    const { user } = await withPassword();
    for (const wrong of [PASSWORD.toUpperCase(), PASSWORD.slice(0, -1), ` ${PASSWORD}`])
      expect((await enter(user.email, wrong)).status).toBe(401);
  });

  it('that is wrong is answered as an address that nobody has', async () => {
    const { user } = await withPassword();
    const answers = await Promise.all([
      enter(user.email, 'wrong wrong wrong'),
      enter('nobody@example.org', PASSWORD),
      enter((await api.make.user()).email, PASSWORD),
    ]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
  });

  it('is changed with the old one, which ends every other session and renews this one', async () => {
    const person = await withPassword();
    const other = new Client(api.url);
    other.take(await enter(person.user.email, PASSWORD, {}, other));
    const before = person.headers()['Cookie'];
    const put = (body: object) => person.send('PUT', '/api/v1/me/password', { body });
    expect((await put({ new: NEXT })).status).toBe(400);
    expect((await put({ old: 'not the old one', new: NEXT })).status).toBe(403);
    const changed = await put({ old: PASSWORD, new: NEXT });
    expect(changed.status).toBe(204);
    person.take(changed);
    expect(person.headers()['Cookie']).not.toBe(before);
    expect((await person.send('GET', '/api/v1/session')).status).toBe(200);
    expect((await other.send('GET', '/api/v1/session')).status).toBe(401);
    const old = await fetch(`${api.url}/api/v1/session`, { headers: { Cookie: before ?? '' } });
    expect(old.status).toBe(401);
    expect((await enter(person.user.email, PASSWORD)).status).toBe(401);
    expect((await enter(person.user.email, NEXT)).status).toBe(201);
  });

  it('that is weak is refused with what would be right', async () => {
    const person = await api.as('manager');
    const answer = await person.send('PUT', '/api/v1/me/password', { body: { new: 'short' } });
    expect(answer.status).toBe(400);
    expect(Problem.parse(answer.json).errors).toMatchObject([{ path: 'new' }]);
  });

  it('cannot be set first by who finds a computer unlocked', async () => {
    const person = await api.as('manager');
    await longAgo(person.user.id);
    const answer = await person.send('PUT', '/api/v1/me/password', { body: { new: PASSWORD } });
    expect(answer.status).toBe(403);
    expect(typeOf(answer.json)).toBe(SIGN_IN_AGAIN);
  });

  it('leaves nothing of itself: not in the database, not in the audit log, not under a key', async () => {
    const person = await withPassword();
    const headers = { 'Idempotency-Key': 'change-1' };
    const body = { old: PASSWORD, new: NEXT };
    person.take(await person.send('PUT', '/api/v1/me/password', { body, headers }));
    const rows = await api.database.query<{ row: string }[]>(
      `SELECT row_to_json(p)::text AS row FROM password p
       UNION ALL SELECT row_to_json(a)::text FROM audit_entry a
       UNION ALL SELECT row_to_json(i)::text FROM idempotency_key i`,
    );
    const stored = rows.map(({ row }) => row).join('\n');
    expect(stored).toContain('argon2id');
    expect(stored).not.toContain(PASSWORD);
    expect(stored).not.toContain(NEXT);
    const keys = await api.database.query('SELECT FROM idempotency_key WHERE user_id = $1', [
      person.user.id,
    ]);
    expect(keys).toEqual([]);
  });

  it('is hashed anew when the costs were raised', async () => {
    const { user } = await withPassword();
    const strong = await startApi({ access: { passwords: { memoryKiB: 64 } } });
    // The same person on an Earshot with higher costs.
    const [{ hash }] = await api.database.query<[{ hash: string }]>(
      'SELECT hash FROM password WHERE user_id = $1',
      [user.id],
    );
    const there = await strong.make.user();
    await strong.database.query('INSERT INTO password (user_id, hash) VALUES ($1, $2)', [
      there.id,
      hash,
    ]);
    const body = { email: there.email, password: PASSWORD };
    for (let times = 0; times < 2; times++)
      expect((await strong.anyone.send('POST', '/api/v1/session', { body })).status).toBe(201);
    const [after] = await strong.database.query<[{ hash: string }]>(
      'SELECT hash FROM password WHERE user_id = $1',
      [there.id],
    );
    expect(hash).toContain('m=8,t=1,p=1');
    expect(after.hash).toContain('m=64,t=1,p=1');
  });
});

describe('guessing', () => {
  it('is slowed down by account, and never for long enough to lock anybody out', async () => {
    const { user } = await withPassword();
    const statuses: number[] = [];
    for (let tries = 0; tries < 8; tries++)
      statuses.push((await enter(user.email, `wrong ${tries} wrong`)).status);
    expect(statuses.slice(0, 6)).toEqual([401, 401, 401, 401, 401, 401]);
    expect(statuses.at(-1)).toBe(429);
    const slow = await enter(user.email, PASSWORD);
    expect(slow.status).toBe(429);
    expect(Number(slow.headers.get('retry-after'))).toBeLessThanOrEqual(2);
    await api.database.query(
      `UPDATE sign_in_try SET failures = 100000, free_at = now() - interval '1 second'`,
    );
    expect((await enter(user.email, 'wrong again wrong')).status).toBe(401);
    const [{ most }] = await api.database.query<[{ most: number }]>(
      'SELECT max(extract(epoch FROM free_at - now()))::int AS most FROM sign_in_try',
    );
    expect(most).toBeGreaterThan(800);
    expect(most).toBeLessThanOrEqual(900);
  });

  it('elsewhere does not make a person wait who signs in with a browser of theirs, or by a link', async () => {
    const { user } = await withPassword();
    const browser = new Client(api.url);
    browser.take(await enter(user.email, PASSWORD, {}, browser));
    for (let tries = 0; tries < 8; tries++) await enter(user.email, `wrong ${tries} wrong`);
    expect((await enter(user.email, PASSWORD)).status).toBe(429);
    expect((await enter(user.email, PASSWORD, {}, browser)).status).toBe(201);
  });

  it('lets one of many that come at once through, for all processes together', async () => {
    const tries = new SignInTriesStore(api.database);
    const account = { kind: 'account', name: 'many@example.org' } as const;
    // Two stand for two processes. So many failures that the next one makes the others wait long.
    const others = new SignInTriesStore(api.database);
    await tries.take(account);
    await api.database.query('UPDATE sign_in_try SET failures = 14');
    const at = Array.from({ length: 40 }, (_, n) => (n % 2 ? tries : others).take(account));
    expect((await Promise.all(at)).filter(({ may }) => may)).toHaveLength(1);
  });

  it('is not free for unknown addresses either', async () => {
    const answers: number[] = [];
    for (let tries = 0; tries < 8; tries++)
      answers.push((await enter('ghost@example.org', `wrong ${tries} wrong`)).status);
    expect(answers.at(-1)).toBe(429);
  });

  it('is written down, without what was typed', async () => {
    const { user } = await withPassword();
    await enter(user.email, 'wrong wrong wrong');
    await enter('my secret typed as name', 'wrong wrong wrong');
    const admin = await api.as('admin');
    const { items } = await admin.get(AuditPage, '/audit?kind=sign-in&text=refused&limit=2');
    expect(items.map(({ what, subject }) => [what, subject.id])).toEqual([
      ['refused a sign-in: wrong password', 'unknown'],
      ['refused a sign-in: wrong password', user.id],
    ]);
    expect(JSON.stringify(items)).not.toContain('my secret');
    expect(items[0]?.detail).toMatchObject({ address: '127.0.0.1' });
  });
});

describe('the second step', () => {
  it('is asked for only after the right password, and then needed', async () => {
    const { person, app } = await withSecondStep();
    const { email } = person.user;
    const wrong = await enter(email, 'wrong wrong wrong', { code: app(1) });
    expect([wrong.status, typeOf(wrong.json)]).toEqual([401, 'about:blank']);
    const asked = await enter(email, PASSWORD);
    expect([asked.status, typeOf(asked.json)]).toEqual([401, CODE_NEEDED]);
    expect(asked.headers.get('set-cookie')).toBeNull();
    const bad = await enter(email, PASSWORD, { code: '000000' });
    expect([bad.status, typeOf(bad.json)]).toEqual([401, CODE_WRONG]);
    expect((await enter(email, PASSWORD, { code: app(1) })).status).toBe(201);
  });

  it('takes each code once, also when two come at the same moment', async () => {
    const { person, app } = await withSecondStep();
    const code = app(1);
    const answers = await Promise.all(
      [1, 2, 3].map(() => enter(person.user.email, PASSWORD, { code })),
    );
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 401, 401]);
    expect((await enter(person.user.email, PASSWORD, { code: app(0) })).status).toBe(401);
  });

  it('takes no code that is minutes old', async () => {
    const { person, app } = await withSecondStep();
    for (const steps of [-3, 3])
      expect((await enter(person.user.email, PASSWORD, { code: app(steps) })).status).toBe(401);
  });

  it('is asked for by a link, too, which is not used up by that', async () => {
    const { person, app } = await withSecondStep();
    const admin = await api.as('admin');
    const { json } = await admin.send('POST', `/api/v1/users/${person.user.id}/link`);
    const token = (json as { signInLink: string }).signInLink.split('#token=')[1];
    const open = (body: object) => api.anyone.send('POST', '/api/v1/session', { body });
    const asked = await open({ token });
    expect([asked.status, typeOf(asked.json)]).toEqual([401, CODE_NEEDED]);
    expect((await open({ token, code: '123456' })).status).toBe(401);
    expect((await open({ token, code: app(1) })).status).toBe(201);
    expect((await open({ token, code: app(1) })).status).toBe(401);
  });

  it('has recovery codes that work once each, in any case, and are kept as digests', async () => {
    const { person, codes } = await withSecondStep();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^([A-Z2-7]{4}-){5}[A-Z2-7]{4}$/);
    const [code = ''] = codes;
    const typed = code.toLowerCase().replaceAll('-', ' ');
    expect((await enter(person.user.email, PASSWORD, { code: typed })).status).toBe(201);
    expect((await enter(person.user.email, PASSWORD, { code })).status).toBe(401);
    expect((await person.get(MeView, '/me')).totp?.recoveryCodesLeft).toBe(9);
    const rows = await api.database.query<{ digest: string }[]>('SELECT digest FROM recovery_code');
    expect(JSON.stringify(rows)).not.toContain(code.replaceAll('-', ''));
  });

  it('keeps its secret sealed, for one person only', async () => {
    const one = await withSecondStep();
    const two = await withSecondStep();
    const sealed = await api.database.query<{ sealed: string }[]>('SELECT sealed FROM second_step');
    expect(JSON.stringify(sealed)).not.toContain(one.secret);
    // Who can write to the table gives themselves another one's secret: it opens for its owner only.
    await api.database.query(
      `UPDATE second_step SET last_step = NULL, sealed = (SELECT sealed FROM second_step WHERE user_id = $2)
        WHERE user_id = $1`,
      [one.person.user.id, two.person.user.id],
    );
    const swapped = await enter(one.person.user.email, PASSWORD, { code: two.app(1) });
    expect(swapped.status).toBe(401);
  });

  it('ends other sessions as it is turned on, and says who it is for', async () => {
    const { person, uri } = await withSecondStep();
    expect(uri).toMatch(/^otpauth:\/\/totp\/Earshot:/);
    expect(decodeURIComponent(uri)).toContain(person.user.email);
    expect((await person.send('GET', '/api/v1/session')).status).toBe(200);
    const again = await person.send('POST', '/api/v1/me/totp');
    expect(again.status).toBe(409);
  });

  it('is begun anew by who signed in just now, or knows the password', async () => {
    const person = await withPassword();
    await longAgo(person.user.id);
    const begin = (body?: object) => person.send('POST', '/api/v1/me/totp', { body });
    expect(typeOf((await begin()).json)).toBe(SIGN_IN_AGAIN);
    expect((await begin({ password: 'not this one at all' })).status).toBe(403);
    expect((await begin({ password: PASSWORD })).status).toBe(201);
  });

  it('is turned off with the password or a code, or by an admin, who is written down', async () => {
    const { person, app } = await withSecondStep();
    const off = (body: object) => person.send('DELETE', '/api/v1/me/totp', { body });
    expect((await off({})).status).toBe(400);
    expect((await off({ password: 'not this one at all' })).status).toBe(403);
    const done = await off({ code: app(1) });
    expect(done.status).toBe(204);
    person.take(done);
    expect((await enter(person.user.email, PASSWORD)).status).toBe(201);

    const other = await withSecondStep();
    const admin = await api.as('admin');
    const path = `/api/v1/users/${other.person.user.id}/totp`;
    expect((await admin.send('DELETE', path)).status).toBe(204);
    expect((await admin.send('DELETE', path)).status).toBe(404);
    expect((await other.person.send('GET', '/api/v1/session')).status).toBe(401);
    const { items } = await admin.get(AuditPage, `/audit?who=${admin.user.id}&limit=2`);
    expect(items.map(({ what, subject }) => [what, subject.id])).toContainEqual([
      'turned off the second step',
      other.person.user.id,
    ]);
  });

  it('guesses at it are slowed down, though the password is right', async () => {
    const { person } = await withSecondStep();
    const answers: number[] = [];
    for (let tries = 0; tries < 8; tries++)
      answers.push((await enter(person.user.email, PASSWORD, { code: `00000${tries}` })).status);
    expect(answers.at(-1)).toBe(429);
  });
});

describe('a second step that is required', () => {
  it('comes before everything else, and is asked of no program', async () => {
    const strict = await startApi({ access: { secondStep: 'required' } });
    const person = await strict.as('admin');
    const shown = () => person.get(SessionView, '/session');
    expect(await shown()).toMatchObject({ secondStepNeeded: true, permissions: ['account'] });
    const refused = await person.send('GET', '/api/v1/mentions');
    expect([refused.status, typeOf(refused.json)]).toEqual([403, SECOND_STEP_NEEDED]);
    const { token } = await new TokensStore(strict.database).create(person.user.id, 'script');
    const headers = { Authorization: `Bearer ${token}` };
    expect((await strict.anyone.send('GET', '/api/v1/mentions', { headers })).status).toBe(200);

    const { secret } = await person.ask(TotpBegun, 'POST', '/me/totp');
    const body = { code: appOf(secret)() };
    person.take(await person.send('POST', '/api/v1/me/totp/confirm', { body }));
    expect(await shown()).toMatchObject({ secondStepNeeded: false });
    expect((await person.send('GET', '/api/v1/mentions')).status).toBe(200);
  });
});

describe('sessions', () => {
  it('are listed with what they were opened by, and ended one by one', async () => {
    const person = await withPassword();
    const phone = new Client(api.url);
    const agent =
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1';
    const body = { email: person.user.email, password: PASSWORD };
    phone.take(
      await phone.send('POST', '/api/v1/session', { body, headers: { 'User-Agent': agent } }),
    );
    const { items } = await person.get(MySessionList, '/me/sessions');
    expect(items.map(({ device, by, current }) => [device, by, current])).toEqual([
      ['Safari on iPhone', 'password', false],
      ['unknown', 'link', true],
    ]);
    const other = items.find(({ current }) => !current)?.id;
    const stranger = await api.as('admin');
    expect((await stranger.send('DELETE', `/api/v1/me/sessions/${other}`)).status).toBe(404);
    expect((await person.send('DELETE', `/api/v1/me/sessions/${other}`)).status).toBe(204);
    expect((await phone.send('GET', '/api/v1/session')).status).toBe(401);
  });

  it('are ended all but the one that asks', async () => {
    const person = await withPassword();
    for (let more = 0; more < 3; more++) await enter(person.user.email, PASSWORD);
    expect(await person.ask(SessionsEnded, 'DELETE', '/me/sessions')).toEqual({ ended: 3 });
    expect((await person.send('GET', '/api/v1/session')).status).toBe(200);
  });
});
