import { describe, expect, it } from 'vitest';
import { provenanceOf } from '../../src/api/auth/same-origin.js';
import { SignInStore } from '../../src/store/access/sign-in.store.js';
import { TokensStore } from '../../src/store/access/tokens.store.js';
import { startApi } from '../support/api.js';

const api = await startApi({ publicUrl: 'https://earshot.example' });
const person = await api.as('admin');
const { Cookie = '' } = person.headers();
const body = { name: 'a token' };
/** As another program, or a page of another site, would send it. */
const write = (headers: Record<string, string>) =>
  fetch(`${api.url}/api/v1/tokens`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

describe('writes with a cookie', () => {
  it.each([
    ['a page of ours', { Origin: api.url }],
    ['a page of ours under its public name', { Origin: 'https://earshot.example' }],
    ['a page of ours, says the browser', { 'Sec-Fetch-Site': 'same-origin' }],
  ])('are taken from %s', async (_who, headers) => {
    expect((await write({ Cookie, ...headers })).status).toBe(201);
  });

  it.each([
    ['another site', { Origin: 'https://evil.example' }],
    ['a site that calls itself ours', { Origin: 'https://earshot.example.evil.example' }],
    ['a sandboxed page', { Origin: 'null' }],
    ['another site, says the browser', { 'Sec-Fetch-Site': 'cross-site', Origin: api.url }],
    ['a sister site, says the browser', { 'Sec-Fetch-Site': 'same-site' }],
    ['who says nothing of itself', {}],
  ])('are refused from %s', async (_who, headers) => {
    const answer = await write({ Cookie, ...headers });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('only pages of this Earshot may write');
  });

  it('are not needed for reading', async () => {
    const answer = await fetch(`${api.url}/api/v1/session`, { headers: { Cookie } });
    expect(answer.status).toBe(200);
  });
});

describe('other writes', () => {
  it('with a token come from anywhere', async () => {
    const { token } = await new TokensStore(api.database).create(person.user.id, 'script');
    expect((await write({ Authorization: `Bearer ${token}` })).status).toBe(201);
  });

  it('of another site cannot sign anybody in', async () => {
    const token = await new SignInStore(api.database).makeLink(person.user.id, 1);
    const headers = { Origin: 'https://evil.example' };
    const refused = await api.anyone.send('POST', '/api/v1/session', { body: { token }, headers });
    expect(refused.status).toBe(403);
    const taken = await api.anyone.send('POST', '/api/v1/session', { body: { token } });
    expect(taken.status).toBe(201);
    expect(taken.headers.get('set-cookie')).toContain('Secure');
  });
});

it('behind https, browsers are told to stay there', async () => {
  const { headers } = await api.anyone.send('GET', '/health/live');
  expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
});

it('an address that is none is foreign', () => {
  expect(provenanceOf({ origin: 'http://[', host: 'a' }, null)).toBe('foreign');
});
