import { describe, expect, it } from 'vitest';
import { networkOf } from '../../src/api/auth/visitor.js';
import { deviceWords } from '../../src/api/auth/device-words.js';
import { ownPath } from '../../src/api/auth/own-path.js';
import { SessionWays, UserCreated } from '../../src/api/views.js';
import { SignInStore } from '../../src/store/access/sign-in.store.js';
import { startApi } from '../support/api.js';
import { Client } from '../support/client.js';

const plain = await startApi();
const https = await startApi({ publicUrl: 'https://earshot.example' });

describe('where sign-in leads to', () => {
  it.each([
    ['/inbox?q=a#b', '/inbox?q=a#b'],
    ['/tasks/3', '/tasks/3'],
    [undefined, '/inbox'],
    ['', '/inbox'],
    ['inbox', '/inbox'],
    ['//evil.example', '/inbox'],
    ['///evil.example', '/inbox'],
    ['/\\evil.example', '/inbox'],
    ['/\t/evil.example', '/inbox'],
    ['/\n/evil.example', '/inbox'],
    ['https://evil.example', '/inbox'],
    ['javascript:alert(1)', '/inbox'],
    ['/..//evil.example', '/inbox'],
    ['/.//evil.example', '/inbox'],
    ['/api/v1/session/oidc/start', '/inbox'],
    ['/API', '/API'],
    ['/x\r\nSet-Cookie: a=b', '/xSet-Cookie:%20a=b'],
    [`/${'a'.repeat(600)}`, '/inbox'],
  ])('%j is %j', (asked, led) => {
    expect(ownPath(asked)).toBe(led);
    // As a browser reads it, it is on our host.
    expect(new URL(ownPath(asked), 'https://ours.example').host).toBe('ours.example');
  });
});

describe('cookies', () => {
  const signIn = async (api: typeof plain) => {
    const { id } = await api.make.user();
    const body = { token: await new SignInStore(api.database).makeLink(id, 1) };
    return (await api.anyone.send('POST', '/api/v1/session', { body })).headers.getSetCookie();
  };

  it('behind https hold for this host only and go over https only', async () => {
    const [session = '', browser = ''] = await signIn(https);
    expect(session).toMatch(/^__Host-earshot_session=[\w-]{43}; /);
    expect(browser).toMatch(/^__Host-earshot_browser=/);
    for (const cookie of [session, browser]) {
      for (const flag of ['; Path=/', '; Secure', '; HttpOnly', '; SameSite=Strict'])
        expect(cookie).toContain(flag);
      expect(cookie).not.toContain('Domain');
    }
  });

  it('of another name open nothing there', async () => {
    const [session = ''] = await signIn(https);
    const [pair = ''] = session.split(';');
    const ask = (Cookie: string) =>
      https.anyone.send('GET', '/api/v1/session', { headers: { Cookie } });
    expect((await ask(pair)).status).toBe(200);
    expect((await ask(pair.replace('__Host-', ''))).status).toBe(401);
  });
});

describe('what a request claims', () => {
  it('of whose it is, is not believed: failures count for the address that it came from', async () => {
    const guess = (n: number) =>
      new Client(plain.url).send('POST', '/api/v1/session', {
        body: { token: 'z'.repeat(43) },
        headers: { 'X-Forwarded-For': `10.0.0.${n}`, Forwarded: `for=10.0.0.${n}` },
      });
    let last = await guess(0);
    for (let n = 1; n < 60 && last.status === 401; n++) last = await guess(n);
    expect(last.status).toBe(429);
    const [row] = await plain.database.query<{ detail: { address: string } }[]>(
      `SELECT detail FROM audit_entry WHERE action LIKE 'refused%' ORDER BY id DESC LIMIT 1`,
    );
    expect(row?.detail.address).toBe('127.0.0.1');
    await plain.database.query('DELETE FROM sign_in_try');
  });

  it('of its host does not come into links when our address is known', async () => {
    const admin = await https.as('admin');
    const added = await admin.ask(UserCreated, 'POST', '/users', {
      body: { name: 'Eve', email: 'eve@example.org', role: 'manager' },
      headers: { 'X-Forwarded-Host': 'evil.example' },
    });
    expect(new URL(added.signInLink).origin).toBe('https://earshot.example');
  });

  it.each([
    ['a name', { name: 'A\r\nSet-Cookie: a=b', email: 'crlf@example.org', role: 'manager' }],
    ['an address', { name: 'A', email: 'a@example.org\r\nBcc: b@example.org', role: 'manager' }],
  ])('cannot put a header into an answer by %s', async (_what, body) => {
    const admin = await plain.as('admin');
    const answer = await admin.send('POST', '/api/v1/users', { body });
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect([201, 400]).toContain(answer.status);
  });

  it('in an address to lead to cannot put a header into an answer', async () => {
    const path = '/api/v1/session/oidc/start?to=/x%0d%0aSet-Cookie:%20evil=1';
    const answer = await fetch(plain.url + path, { redirect: 'manual' });
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe('/sign-in?problem=oidc-off');
    expect(answer.headers.get('set-cookie')).toBeNull();
  });
});

describe('a page of another site', () => {
  it.each([
    ['POST', '/api/v1/session'],
    ['DELETE', '/api/v1/session'],
    ['PUT', '/api/v1/me/password'],
    ['POST', '/api/v1/me/totp'],
    ['DELETE', '/api/v1/me/sessions'],
    ['POST', '/api/v1/users'],
    ['POST', '/api/v1/tokens'],
    ['POST', '/api/v1/set-up'],
  ])('cannot %s %s', async (method, path) => {
    const admin = await plain.as('admin');
    const headers = { Origin: 'https://evil.example' };
    expect((await admin.send(method, path, { body: {}, headers })).status).toBe(403);
    const form = { ...headers, 'Content-Type': 'text/plain' };
    expect((await admin.send(method, path, { body: '{}', headers: form })).status).toBe(403);
    expect((await admin.send('GET', '/api/v1/session')).status).toBe(200);
  });
});

describe('the ways to sign in', () => {
  it('are told to anyone, and nothing else', async () => {
    const ways = await plain.anyone.get(SessionWays.strict(), '/session/ways');
    expect(ways).toEqual({
      password: true,
      passwordLength: { least: 12, most: 128 },
      oidc: null,
      firstRun: false,
    });
  });

  it('have no password where the settings say so', async () => {
    const api = await startApi({ access: { passwords: { offered: false } } });
    expect((await api.anyone.get(SessionWays, '/session/ways')).password).toBe(false);
    const body = { email: 'a@example.org', password: 'three odd geese' };
    expect((await api.anyone.send('POST', '/api/v1/session', { body })).status).toBe(404);
    const person = await api.as('manager');
    const change = { body: { new: 'three odd geese at noon' } };
    expect((await person.send('PUT', '/api/v1/me/password', change)).status).toBe(404);
  });
});

describe('whoever knocks', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['', ''],
  ])('at %j is counted as %j', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', 'Firefox on Linux'],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0',
      'Edge on Windows',
    ],
    [
      'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36',
      'Chrome on Android',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
      'Safari on macOS',
    ],
    ['curl/8.5.0', 'curl'],
    ['<script>alert(1)</script>', 'unknown'],
    [undefined, 'unknown'],
  ])('with %j is told as %j', (agent, words) => {
    expect(deviceWords(agent)).toBe(words);
  });
});
