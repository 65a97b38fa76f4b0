import { describe, expect, it } from 'vitest';
import { Problem } from '../../src/api/views.js';
import { startApi } from '../support/api.js';
import type { Answer } from '../support/client.js';

const api = await startApi();
const admin = await api.as('admin');
const monitor = await api.make.monitor();
const source = await api.make.source();
const mention = await api.make.mention({ sourceId: source.id, monitorIds: [monitor.id] });

const INSIDE = /\.[jt]s:\d|SELECT|node_modules|pg_|at \w+ \(/;

/** What is wrong with a refusal: it must be a problem of the one who asked, and tell nothing of the inside. */
function faultsOf({ status, headers, text, json }: Answer): string[] {
  const problem = Problem.strict().safeParse(json);
  return [
    status < 400 || status > 499 ? `status ${status}` : '',
    headers.get('content-type')?.startsWith('application/problem+json') ? '' : 'no problem+json',
    problem.data?.status === status ? '' : `no problem: ${text}`,
    INSIDE.test(text) ? `tells of the inside: ${text}` : '',
  ].filter(Boolean);
}
const faultsUnlessFound = (answer: Answer) => (answer.status === 200 ? [] : faultsOf(answer));

const MEAN = [
  "'; DROP TABLE mention; --",
  "1' OR '1'='1",
  '%00',
  '\u0000',
  '\ud800',
  '../../etc/passwd',
  '{{7*7}}',
  '__proto__',
  '9'.repeat(400),
  '-1',
  '1e3',
  'ＡＤＭＩＮ',
  '<script>alert(1)</script>',
  '\u202e\u0007',
];
const inAddress = (text: string) => encodeURIComponent(text.toWellFormed());

describe('mean ids', () => {
  it.each([...MEAN, '9223372036854775808', '99999999999999999999'])('%j is none', async (given) => {
    const id = inAddress(given);
    const body = { name: 'x' };
    const answers = await Promise.all([
      admin.send('GET', `/api/v1/mentions/${id}`),
      admin.send('GET', `/api/v1/tasks/${id}`),
      admin.send('PATCH', `/api/v1/sources/${id}`, { body }),
      admin.send('DELETE', `/api/v1/tokens/${id}`),
      admin.send('GET', `/api/v1/mentions?source=${id}`),
    ]);
    expect(answers.flatMap(faultsOf)).toEqual([]);
  });

  it('the largest that could be is only not there', async () => {
    expect((await admin.send('GET', '/api/v1/mentions/9223372036854775807')).status).toBe(404);
  });
});

describe('mean queries', () => {
  it.each(MEAN)('%j finds nothing, or is refused', async (text) => {
    const value = inAddress(text);
    const ask = (query: string) => admin.send('GET', `/api/v1/${query}`);
    const searches = await Promise.all(
      [`q=${value}`, `topic=${value}`, `q=player%20${value}`].map((query) =>
        ask(`mentions?${query}`),
      ),
    );
    const quotes = await ask(`topics/${value}/quotes`);
    expect([...searches, quotes].flatMap(faultsUnlessFound)).toEqual([]);
    const names = ['cursor', 'sort', 'limit', 'status', 'from'];
    const others = await Promise.all(names.map((name) => ask(`mentions?${name}=${value}`)));
    expect(others.flatMap(faultsOf)).toEqual([]);
  });

  it.each([
    'limit=0',
    'limit=201',
    'limit=1.5',
    'from=0000-01-01T00:00:00Z',
    'from=2024-02-31T00:00:00Z',
    'status=',
    `status=${Array(60).fill('new').join(',')}`,
    `q=${'a'.repeat(2001)}`,
    'q=a&q=b',
    'sort=priority&sort=newest',
  ])('%s is refused', async (query) => {
    expect(faultsOf(await admin.send('GET', `/api/v1/mentions?${query}`))).toEqual([]);
  });

  it('what is no parameter is left alone', async () => {
    const query = 'status[]=new&status[x]=done&__proto__[limit]=1&constructor=1';
    expect((await admin.send('GET', `/api/v1/mentions?${query}`)).status).toBe(200);
  });
});

describe('mean bodies', () => {
  const patch = (body: string, headers: Record<string, string> = {}) =>
    admin.send('PATCH', `/api/v1/mentions/${mention.id}`, { body, headers });

  it.each([
    ['that is no JSON', '{"status":'],
    ['that is empty', ''],
    ['that is a number', '1'],
    ['that is a list', '[]'],
    ['that is null', 'null'],
    ['that goes deep', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
    [
      'that reaches for the prototype',
      '{"status":"done","version":1,"__proto__":{"role":"admin"}}',
    ],
    ['that reaches for the constructor', '{"status":"done","version":1,"constructor":{"a":1}}'],
    ['with a version out of range', '{"status":"done","version":99999999999}'],
    ['with a version that is none', '{"status":"done","version":1e400}'],
  ])('%s is refused', async (_what, body) => {
    expect(faultsOf(await patch(body, { 'Idempotency-Key': 'mean' }))).toEqual([]);
  });

  it('of more than 1 MB is refused before it is read', async () => {
    const answer = await patch(JSON.stringify({ status: 'x'.repeat(1_100_000), version: 1 }));
    expect(faultsOf(answer)).toEqual([]);
    expect(answer.status).toBe(413);
  });

  it.each([
    ['application/x-www-form-urlencoded', 'status=done&version=1'],
    ['text/plain', '{"status":"done","version":1}'],
  ])('of %s is not read', async (type, body) => {
    expect(faultsOf(await patch(body, { 'Content-Type': type }))).toEqual([]);
  });

  it.each(['a\u0000b', '\ud83d'])(
    'with %j, which PostgreSQL cannot hold, is refused',
    async (note) => {
      const body = { version: 1, outcome: 'solved', note };
      const answer = await admin.send('POST', '/api/v1/tasks/1/resolve', { body });
      expect(faultsOf(answer)).toEqual([]);
      expect(Problem.parse(answer.json).errors).toMatchObject([{ path: 'note' }]);
    },
  );

  it('of any kind left the mention as it was', async () => {
    const { json } = await admin.send('GET', `/api/v1/mentions/${mention.id}`);
    expect(json).toMatchObject({ status: 'new', version: 1, history: [] });
  });
});

describe('mean addresses', () => {
  it.each([
    '/api/v1/%E0%A4%A',
    '/api/v1/mentions/%',
    `/api/v1/${'a'.repeat(5_000)}`,
    '/api/v1/__proto__',
    '/assets/%00.js',
  ])('%s is refused', async (path) => {
    expect(faultsOf(await admin.send('GET', path))).toEqual([]);
  });

  it.each(['PROPFIND', 'OPTIONS'])('a %s opens nothing to other sites', async (method) => {
    const answer = await admin.send(method, '/api/v1/mentions', {
      headers: { Origin: 'https://evil.example' },
    });
    expect(answer.status).toBeLessThan(500);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(answer.text).not.toContain('items');
  });
});

it('our own fault is told with a reference and nothing else', async () => {
  await api.database.query('ALTER TABLE mention RENAME TO mention_away');
  const answer = await admin.send('GET', '/api/v1/mentions');
  await api.database.query('ALTER TABLE mention_away RENAME TO mention');
  expect(answer.status).toBe(500);
  const problem = Problem.strict().parse(answer.json);
  expect(problem.instance).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
  expect(problem.detail).toContain(problem.instance?.slice(9));
  expect(answer.text).not.toContain('relation');
});
