import { describe, expect, it } from 'vitest';
import {
  AuditPage,
  MySessionList,
  SessionView,
  SessionWays,
  UserList,
} from '../../src/api/views.js';
import type { Settings } from '../../src/settings/schema.js';
import { startApi, type TestApi } from '../support/api.js';
import { Client } from '../support/client.js';
import { CLIENT, startProvider } from '../support/identity-provider.js';
import { startLyingProvider } from '../support/lying-provider.js';

const PUBLIC = 'https://earshot.example';
const CALLBACK = '/api/v1/session/oidc/callback';
process.env['EARSHOT_OIDC_SECRET'] = CLIENT.secret;

const provider = await startProvider(PUBLIC + CALLBACK);
const elsewhere = await startProvider(PUBLIC + CALLBACK);

const settingsOf = (more: Partial<Settings['access']['oidc']>): Settings['access']['oidc'] => ({
  issuer: provider.issuer,
  clientId: CLIENT.id,
  name: 'Example',
  scopes: ['openid', 'profile', 'email', 'groups'],
  linkByEmail: false,
  createUsers: true,
  allowedDomains: [],
  role: 'read-only',
  roleClaim: null,
  roles: {},
  ...more,
});
const startWith = (more: Partial<Settings['access']['oidc']> = {}): Promise<TestApi> =>
  startApi({ publicUrl: PUBLIC, access: { oidc: settingsOf(more) } });

const api = await startWith();

/** Goes somewhere as a browser does that follows no redirect. */
async function go(browser: Client, path: string): Promise<string> {
  const answer = await fetch(browser.url + path, {
    redirect: 'manual',
    headers: { ...browser.headers(), 'Sec-Fetch-Site': 'cross-site' },
  });
  browser.take(answer);
  expect(answer.status).toBe(302);
  return answer.headers.get('location') ?? '';
}

/** As far as the way back, which is not gone yet. */
async function comeBack(
  browser: Client,
  subject: string,
  { to = '/tasks?x=1', from = provider } = {},
): Promise<URL> {
  const address = await go(browser, `/api/v1/session/oidc/start?to=${encodeURIComponent(to)}`);
  return from.walk(address, subject);
}

async function enter(on: TestApi, subject: string): Promise<{ led: string; browser: Client }> {
  const browser = new Client(on.url);
  const back = await comeBack(browser, subject);
  return { led: await go(browser, back.pathname + back.search), browser };
}

const vouch = (subject: string, more: object = {}): string => {
  const email = `${subject}@example.org`;
  provider.people.set(subject, { name: `The ${subject}`, email, email_verified: true, ...more });
  return subject;
};
const isOut = async (browser: Client): Promise<boolean> =>
  (await browser.send('GET', '/api/v1/session')).status === 401;

describe('single sign-on', () => {
  it('asks with a code, PKCE, state and nonce, and nothing secret', async () => {
    const browser = new Client(api.url);
    const address = new URL(await go(browser, '/api/v1/session/oidc/start?to=/tasks'));
    expect(address.origin).toBe(provider.issuer);
    const asked = Object.fromEntries(address.searchParams);
    expect(asked).toMatchObject({
      response_type: 'code',
      client_id: CLIENT.id,
      redirect_uri: PUBLIC + CALLBACK,
      scope: 'openid profile email groups',
      code_challenge_method: 'S256',
    });
    for (const name of ['state', 'nonce', 'code_challenge'])
      expect(asked[name]?.length, name).toBeGreaterThanOrEqual(43);
    expect(address.href).not.toContain(CLIENT.secret);
    expect(browser.headers()['Cookie']).toContain('__Host-earshot_oidc=');
  });

  it('adds a newcomer, leads where they wanted, and knows them again', async () => {
    const first = await enter(api, vouch('newcomer'));
    expect(first.led).toBe('/tasks?x=1');
    const { user } = await first.browser.get(SessionView, '/session');
    expect(user).toMatchObject({
      name: 'The newcomer',
      email: 'newcomer@example.org',
      role: 'read-only',
    });
    const { items } = await first.browser.get(MySessionList, '/me/sessions');
    expect(items).toMatchObject([{ by: 'oidc', current: true }]);
    // Another address there is no other person here: issuer and subject say who it is.
    vouch('newcomer', { email: 'other@example.org' });
    const second = await enter(api, 'newcomer');
    expect((await second.browser.get(SessionView, '/session')).user.id).toBe(user.id);
  });

  it('is offered under its name', async () => {
    const ways = await api.anyone.get(SessionWays, '/session/ways');
    expect(ways.oidc).toEqual({ name: 'Example' });
  });

  it('leads to no other site', async () => {
    const browser = new Client(api.url);
    const back = await comeBack(browser, vouch('led'), { to: '//evil.example/x' });
    expect(await go(browser, back.pathname + back.search)).toBe('/inbox');
  });

  it('ends the session that the browser had', async () => {
    const browser = new Client(api.url);
    const before = await api.as('manager');
    const old = before.headers()['Cookie'] ?? '';
    const back = await comeBack(browser, vouch('again'));
    const answer = await fetch(api.url + back.pathname + back.search, {
      redirect: 'manual',
      headers: { Cookie: `${old}; ${browser.headers()['Cookie']}` },
    });
    expect(answer.headers.get('location')).toBe('/tasks?x=1');
    expect(await isOut(before)).toBe(true);
  });
});

describe('a way back that is not ours', () => {
  /** Where it leads, and that nobody is signed in by it. */
  const tried = async (browser: Client, back: URL): Promise<string> => {
    const led = await go(browser, back.pathname + back.search);
    return (await isOut(browser)) ? led : 'signed in';
  };

  it('with another state is refused, and cannot be tried again', async () => {
    const browser = new Client(api.url);
    const back = await comeBack(browser, vouch('state'));
    const right = new URL(back);
    back.searchParams.set('state', 'x'.repeat(43));
    expect(await tried(browser, back)).toBe('/sign-in?problem=oidc-failed');
    expect(await tried(browser, right)).toBe('/sign-in?problem=oidc-expired');
  });

  it('in another browser is refused: who was sent there must come back', async () => {
    const back = await comeBack(new Client(api.url), vouch('victim'));
    expect(await tried(new Client(api.url), back)).toBe('/sign-in?problem=oidc-expired');
    const other = new Client(api.url);
    await go(other, '/api/v1/session/oidc/start');
    expect(await tried(other, back)).toBe('/sign-in?problem=oidc-failed');
  });

  it('that was gone before is refused', async () => {
    const { browser } = await enter(api, vouch('replay'));
    const fresh = new Client(api.url);
    const back = await comeBack(fresh, 'replay');
    const cookie = fresh.headers()['Cookie'] ?? '';
    const once = () =>
      fetch(api.url + back.pathname + back.search, {
        redirect: 'manual',
        headers: { Cookie: cookie },
      });
    const answers = await Promise.all([once(), once()]);
    const led = answers.map(({ headers }) => headers.get('location'));
    expect(led).toHaveLength(2);
    expect(new Set(led)).toEqual(new Set(['/sign-in?problem=oidc-expired', '/tasks?x=1']));
    expect(await isOut(browser)).toBe(false);
  });

  it('with a code that was used is refused by the provider, too', async () => {
    const one = new Client(api.url);
    const used = await comeBack(one, vouch('used'));
    await go(one, used.pathname + used.search);
    const two = new Client(api.url);
    const back = await comeBack(two, 'used');
    back.searchParams.set('code', used.searchParams.get('code') ?? '');
    expect(await tried(two, back)).toBe('/sign-in?problem=oidc-failed');
  });

  it('from another provider is refused: none is mixed up with ours', async () => {
    const browser = new Client(api.url);
    const address = new URL(await go(browser, '/api/v1/session/oidc/start'));
    const there = new URL(`${elsewhere.issuer}${address.pathname}${address.search}`);
    const back = await elsewhere.walk(there.href, 'someone');
    expect(back.searchParams.get('iss')).toBe(elsewhere.issuer);
    expect(await tried(browser, back)).toBe('/sign-in?problem=oidc-failed');
    const again = new Client(api.url);
    const unnamed = await comeBack(again, vouch('unnamed'));
    unnamed.searchParams.delete('iss');
    expect(await tried(again, unnamed)).toBe('/sign-in?problem=oidc-failed');
  });

  it('too late is refused', async () => {
    const browser = new Client(api.url);
    const back = await comeBack(browser, vouch('late'));
    await api.database.query("UPDATE oidc_attempt SET expires_at = now() - interval '1 second'");
    expect(await tried(browser, back)).toBe('/sign-in?problem=oidc-expired');
  });

  it('with what the provider refused is told so', async () => {
    const browser = new Client(api.url);
    const address = new URL(await go(browser, '/api/v1/session/oidc/start'));
    const back = new URL(PUBLIC + CALLBACK);
    back.searchParams.set('error', 'access_denied');
    back.searchParams.set('state', address.searchParams.get('state') ?? '');
    back.searchParams.set('iss', provider.issuer);
    expect(await tried(browser, back)).toBe('/sign-in?problem=oidc-refused');
  });

  it('is written down', async () => {
    const admin = await api.as('admin');
    const { items } = await admin.get(AuditPage, '/audit?kind=sign-in&text=single%20sign-on');
    expect(items.map(({ what }) => what)).toContain('refused a sign-in: single sign-on (failed)');
    expect(JSON.stringify(items)).not.toMatch(/code=|state=/);
  });
});

describe('whom the provider vouches for', () => {
  it('is nobody here unless the settings let newcomers in', async () => {
    const strict = await startWith({ createUsers: false });
    expect((await enter(strict, vouch('stranger'))).led).toBe(
      '/sign-in?problem=oidc-unknown-person',
    );
  });

  it('is whoever has their verified address, where the settings say so, and only the first time', async () => {
    const linking = await startWith({ createUsers: false, linkByEmail: true });
    const ann = await linking.make.user({ email: 'ann@example.org', role: 'manager' });
    const unverified = vouch('ann-a', { email: 'ann@example.org', email_verified: false });
    expect((await enter(linking, unverified)).led).toBe('/sign-in?problem=oidc-unverified');
    const { browser } = await enter(linking, vouch('ann-b', { email: 'Ann@Example.org' }));
    expect((await browser.get(SessionView, '/session')).user.id).toBe(ann.id);
    // Somebody else who is given that address there is not Ann.
    const thief = vouch('ann-c', { email: 'ann@example.org' });
    expect((await enter(linking, thief)).led).toBe('/sign-in?problem=oidc-unknown-person');
  });

  it('is not linked by an address where the settings do not say so', async () => {
    const person = await api.make.user({ role: 'admin' });
    const { led } = await enter(api, vouch('claims-it', { email: person.email }));
    expect(led).toBe('/sign-in?problem=oidc-unknown-person');
  });

  it('comes from the domains that the settings allow', async () => {
    const closed = await startWith({ allowedDomains: ['example.org'] });
    for (const email of [
      'x@evil.example',
      'x@example.org.evil.example',
      'x@example.org@evil.example',
    ])
      expect((await enter(closed, vouch('outside', { email }))).led).toBe(
        '/sign-in?problem=oidc-domain',
      );
    expect((await enter(closed, vouch('inside'))).led).toBe('/tasks?x=1');
  });

  it('has the role that the claim gives, at each sign-in', async () => {
    const mapped = await startWith({
      roleClaim: 'groups',
      roles: { bosses: 'admin', support: 'community-manager' },
    });
    await mapped.as('admin');
    const role = async (groups: string[]) => {
      const { browser } = await enter(mapped, vouch('member', { groups }));
      return (await browser.get(SessionView, '/session')).user.role;
    };
    expect(await role(['support', 'bosses'])).toBe('admin');
    expect(await role(['support'])).toBe('community-manager');
    expect(await role(['others'])).toBe('read-only');
  });

  it('stays the last admin, whatever the claim says', async () => {
    const mapped = await startWith({
      roleClaim: 'groups',
      roles: { bosses: 'admin' },
    });
    await enter(mapped, vouch('boss', { groups: ['bosses'] }));
    const { browser } = await enter(mapped, vouch('boss', { groups: [] }));
    expect((await browser.get(SessionView, '/session')).user.role).toBe('admin');
  });

  it('stays out once deactivated here', async () => {
    const { browser } = await enter(api, vouch('gone'));
    const { user } = await browser.get(SessionView, '/session');
    const admin = await api.as('admin');
    await admin.send('PATCH', `/api/v1/users/${user.id}`, { body: { deactivated: true } });
    expect(await isOut(browser)).toBe(true);
    expect((await enter(api, 'gone')).led).toBe('/sign-in?problem=oidc-deactivated');
    const { items } = await admin.get(UserList, '/users?deactivated=with');
    expect(items.find(({ id }) => id === user.id)?.account?.oidc).toBe(true);
  });
});

describe('a provider that lies', async () => {
  const liar = await startLyingProvider();
  const lied = await startWith({ issuer: liar.issuer });
  const tryWith = async (lies: typeof liar.lies): Promise<string> => {
    liar.lies = lies;
    const browser = new Client(lied.url);
    const address = new URL(await go(browser, '/api/v1/session/oidc/start'));
    liar.nonce = address.searchParams.get('nonce') ?? '';
    const state = address.searchParams.get('state') ?? '';
    return go(browser, `${CALLBACK}?code=any&state=${state}`);
  };
  const past = Math.floor(Date.now() / 1000) - 3_600;

  it('is believed while it does not', async () => {
    expect(await tryWith({})).toBe('/inbox');
  });

  it.each([
    ['another issuer', { claims: { iss: 'https://login.example' } }],
    ['another client', { claims: { aud: 'another' } }],
    ['another nonce', { claims: { nonce: 'x'.repeat(43) } }],
    ['no nonce', { claims: { nonce: undefined } }],
    ['a time gone by', { claims: { exp: past, iat: past - 300 } }],
    ['no subject', { claims: { sub: undefined } }],
    ['no signature', { algorithm: 'none' as const }],
    ['the signature of somebody else', { foreignKey: true }],
  ])('with %s in its token is refused', async (_what, lies) => {
    expect(await tryWith(lies)).toBe('/sign-in?problem=oidc-failed');
  });

  it('that calls itself another one is not asked at all', async () => {
    const other = await startLyingProvider();
    other.lies = { issuer: provider.issuer };
    const asking = await startWith({ issuer: other.issuer });
    const start = () => go(new Client(asking.url), '/api/v1/session/oidc/start');
    expect(await start()).toBe('/sign-in?problem=oidc-unreachable');
    // It is asked again the next time: what was wrong may be over.
    other.lies = {};
    expect(await start()).toContain(`${other.issuer}/authorize`);
  });

  it('that does not answer leads back', async () => {
    const dead = await startWith({ issuer: 'http://127.0.0.1:9' });
    const led = await go(new Client(dead.url), '/api/v1/session/oidc/start');
    expect(led).toBe('/sign-in?problem=oidc-unreachable');
  });
});

it('without a provider leads back', async () => {
  const none = await startApi();
  for (const path of ['start', 'callback'])
    expect(await go(new Client(none.url), `/api/v1/session/oidc/${path}`)).toBe(
      '/sign-in?problem=oidc-off',
    );
});
