import { describe, expect, it } from 'vitest';
import {
  Problem,
  SourceKindList,
  SourceList,
  SourceTestResult,
  SourceView,
} from '../../src/api/views.js';
import { startApi } from '../support/api.js';
import { makeCandidate } from '../support/fake-places.js';

const api = await startApi();
const { make, database } = api;
const manager = await api.as('manager');
const add = (body: unknown) => manager.send('POST', '/api/v1/sources', { body });
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

describe('adding a source', () => {
  it('takes an address alone, and has it asked at once', async () => {
    const answer = await add({ url: 'https://town.example/feed.xml' });
    expect(answer.status).toBe(201);
    const source = SourceView.parse(answer.json);
    expect(source).toMatchObject({
      kind: 'feed',
      name: 'town.example',
      url: 'https://town.example/feed.xml',
      enabled: true,
      state: 'never-tried',
      intervalSeconds: 900,
      mentionCount: 0,
      recentPolls: [],
    });
    expect(Date.parse(source.nextPollAt)).toBeLessThanOrEqual(Date.now() + 1_000);
  });

  it('takes a name and an owner', async () => {
    const monitor = await make.monitor({ name: 'Apex' });
    const body = { url: 'https://apex.example/reviews', name: ' Reviews ', ownedBy: monitor.id };
    const source = SourceView.parse((await add(body)).json);
    expect(source).toMatchObject({ name: 'Reviews', ownedBy: { id: monitor.id, name: 'Apex' } });
  });

  it('says when the place is there already, under its name', async () => {
    await add({ url: 'https://twice.example/feed', name: 'First' });
    const again = await add({ url: 'https://twice.example/feed', name: 'Second' });
    expect(again.status).toBe(409);
    expect(Problem.parse(again.json).detail).toContain('"First"');
  });

  it.each([
    ['no address', { name: 'x' }, 'url'],
    ['a file', { url: 'file:///etc/passwd' }, 'url'],
    ['a script', { url: 'javascript:alert(1)' }, 'url'],
    ['a kind that there is not', { url: 'https://a.example', kind: 'telepathy' }, 'kind'],
    ['an address and parameters', { url: 'https://a.example', params: {} }, 'url'],
    ['parameters that lack one', { kind: 'town-forum', params: {} }, 'params.query'],
    [
      'a pace that is none',
      { url: 'https://a.example', minIntervalSeconds: 60, maxIntervalSeconds: 30 },
      'minIntervalSeconds',
    ],
    ['an unknown field', { url: 'https://a.example', enabled: false }, ''],
    ['a NUL', { url: 'https://a.example', name: 'a\u0000b' }, 'name'],
  ])('refuses %s', async (_what, body, path) => {
    const answer = await add(body);
    expect(answer.status).toBe(400);
    expect(Problem.parse(answer.json).errors?.map((fault) => fault.path)).toContain(path);
  });

  it('takes a kind with its parameters, and erases where the terms of the kind demand it', async () => {
    const body = {
      kind: 'town-forum',
      params: { query: 'apex', pages: 3 },
      minIntervalSeconds: 1_200,
    };
    const source = SourceView.parse((await add(body)).json);
    expect(source).toMatchObject({
      kind: 'town-forum',
      name: 'apex',
      url: null,
      eraseWhenGone: true,
      minIntervalSeconds: 1_200,
      intervalSeconds: 1_200,
    });
    const kept = { kind: 'town-forum', params: { query: 'zen' }, eraseWhenGone: false };
    expect(SourceView.parse((await add(kept)).json).eraseWhenGone).toBe(false);
  });

  it('refuses a kind that is switched off, and names the setting', async () => {
    const answer = await add({ kind: 'walled-garden', params: { url: 'https://garden.example' } });
    expect(answer.status).toBe(409);
    expect(Problem.parse(answer.json).detail).toContain('listening.allow');
  });

  it('says how posts of a file come in', async () => {
    const answer = await add({ kind: 'import', url: 'https://a.example/posts.csv' });
    expect(answer.status).toBe(409);
    expect(Problem.parse(answer.json).detail).toContain('earshot import');
  });

  it('refuses an owner that there is not', async () => {
    const answer = await add({ url: 'https://b.example', ownedBy: '999999' });
    expect(answer.status).toBe(400);
    expect(Problem.parse(answer.json).detail).toContain('no monitor');
  });
});

describe('the list of sources', () => {
  it('shows health, what the polls brought, and the interval that was achieved', async () => {
    const monitor = await make.monitor();
    const source = await make.source({
      name: 'Ailing',
      lastPolledAt: minutesAgo(1),
      lastAnsweredAt: minutesAgo(30),
      failures: 2,
      lastErrorCode: 'blocked',
      lastError: 'The place refuses us (403).',
    });
    for (const minutes of [31, 21, 1])
      await make.poll({ sourceId: source.id, at: minutesAgo(minutes), durationMs: minutes });
    await make.poll({ sourceId: source.id, at: minutesAgo(3_000), outcome: 'failed', error: 'x' });
    for (let n = 0; n < 3; n++)
      await make.mention({ sourceId: source.id, monitorIds: [monitor.id] });
    const { items } = await manager.get(SourceList, '/sources');
    const shown = items.find(({ id }) => id === source.id);
    expect(shown).toMatchObject({
      state: 'blocked',
      stateReason: 'The last 2 polls failed: The place refuses us (403).',
      mentionCount: 3,
      failures: 2,
    });
    expect(shown?.achievedIntervalSeconds).toBeCloseTo(900, 0);
    expect(shown?.recentPolls.map(({ durationMs }) => durationMs)).toEqual([1, 21, 31, 120]);
    expect(items.map(({ name }) => name.toLowerCase())).toEqual(
      items.map(({ name }) => name.toLowerCase()).toSorted(),
    );
  });

  it('has no achieved interval without two polls', async () => {
    const source = await make.source({ name: 'Fresh' });
    await make.poll({ sourceId: source.id });
    const { items } = await manager.get(SourceList, '/sources');
    expect(items.find(({ id }) => id === source.id)?.achievedIntervalSeconds).toBeNull();
  });
});

describe('a source', () => {
  it('is named, paused and resumed; resuming forgets why it failed', async () => {
    const monitor = await make.monitor();
    const { id } = await make.source({ failures: 9, lastErrorCode: 'gone', enabled: false });
    const patch = (body: unknown) => manager.ask(SourceView, 'PATCH', `/sources/${id}`, { body });
    expect((await patch({ name: 'Renamed' })).state).toBe('gone');
    expect(await patch({ enabled: true })).toMatchObject({ state: 'never-tried', failures: 0 });
    expect(await patch({ ownedBy: monitor.id })).toMatchObject({ name: 'Renamed', enabled: true });
    expect((await patch({ ownedBy: null })).ownedBy).toBeNull();
    expect((await patch({ enabled: false })).state).toBe('paused');
    const missing = await manager.send('PATCH', '/api/v1/sources/999999', { body: { name: 'x' } });
    expect(missing.status).toBe(404);
  });

  it('is given other parameters; what was learned of another place is forgotten', async () => {
    const learned = { cursor: { at: 1 }, etag: '"1"', lastItemAt: minutesAgo(5), failures: 3 };
    const { id } = await make.source({ ...learned, nextPollAt: minutesAgo(-60) });
    const patch = (body: unknown) => manager.send('PATCH', `/api/v1/sources/${id}`, { body });
    const changed = await patch({ params: { url: 'https://moved.example/feed' } });
    const source = SourceView.parse(changed.json);
    expect(source).toMatchObject({
      url: 'https://moved.example/feed',
      lastItemAt: null,
      failures: 0,
    });
    expect(Date.parse(source.nextPollAt)).toBeLessThanOrEqual(Date.now() + 1_000);
    const [row] = await database.query<[Record<string, unknown>]>(
      'SELECT locator, host, cursor, etag FROM source WHERE id = $1',
      [id],
    );
    const locator = 'https://moved.example/feed';
    expect(row).toEqual({ locator, host: 'moved.example', cursor: null, etag: null });
    const bad = await patch({ params: {} });
    expect(Problem.parse(bad.json).errors).toEqual([
      { path: 'params.url', message: 'must be given' },
    ]);
    const taken = await make.source();
    expect((await patch({ params: { url: taken.locator } })).status).toBe(409);
  });

  it('is asked within limits, which stay in order', async () => {
    const { id } = await make.source();
    const patch = (body: unknown) => manager.send('PATCH', `/api/v1/sources/${id}`, { body });
    const slower = SourceView.parse((await patch({ minIntervalSeconds: 3_600 })).json);
    expect(slower).toMatchObject({ minIntervalSeconds: 3_600, intervalSeconds: 3_600 });
    const crossed = await patch({ maxIntervalSeconds: 600 });
    expect(crossed.status).toBe(409);
    expect(Problem.parse(crossed.json).detail).toContain('600 s');
    expect(SourceView.parse((await patch({ eraseWhenGone: true })).json)).toMatchObject({
      maxIntervalSeconds: 21_600,
      eraseWhenGone: true,
    });
  });

  it('that posts were imported into has no place to ask', async () => {
    const { id } = await make.source({ kind: 'import', enabled: false, params: {} });
    const body = { enabled: true };
    expect((await manager.send('PATCH', `/api/v1/sources/${id}`, { body })).status).toBe(409);
    expect(
      (await manager.send('PATCH', `/api/v1/sources/${id}`, { body: { name: 'Reviews of 2024' } }))
        .status,
    ).toBe(200);
  });

  it('can be asked now, unless it is paused', async () => {
    const later = new Date(Date.now() + 3_600_000);
    const { id } = await make.source({ nextPollAt: later });
    const now = await manager.ask(SourceView, 'POST', `/sources/${id}/poll`);
    expect(Date.parse(now.nextPollAt)).toBeLessThan(later.getTime());
    const paused = await make.source({ nextPollAt: later, enabled: false });
    const refused = await manager.send('POST', `/api/v1/sources/${paused.id}/poll`);
    expect(refused.status).toBe(409);
    expect((await manager.send('POST', '/api/v1/sources/999999/poll')).status).toBe(404);
  });

  it('goes with what was heard from it; work that nobody took is closed, other work stays', async () => {
    const monitor = await make.monitor();
    const [source, elsewhere] = [await make.source(), await make.source()];
    const [lost, kept, held] = [
      await make.task({ monitorId: monitor.id }),
      await make.task({ monitorId: monitor.id }),
      await make.task({ monitorId: monitor.id, status: 'claimed', ownerId: manager.user.id }),
    ];
    for (const task of [lost, kept, held])
      await make.mention({ sourceId: source.id, monitorIds: [monitor.id], taskId: task.id });
    await make.mention({ sourceId: elsewhere.id, monitorIds: [monitor.id], taskId: kept.id });
    expect((await manager.send('DELETE', `/api/v1/sources/${source.id}`)).status).toBe(204);
    const tasks = await database.query<{ id: string; status: string }[]>(
      'SELECT id, status FROM task WHERE id = ANY($1::bigint[]) ORDER BY id',
      [[lost.id, kept.id, held.id]],
    );
    expect(tasks.map(({ status }) => status)).toEqual(['resolved', 'open', 'claimed']);
    expect((await manager.send('DELETE', `/api/v1/sources/${source.id}`)).status).toBe(404);
  });
});

describe('testing a place', () => {
  const test = (body: unknown) => manager.send('POST', '/api/v1/sources/test', { body });

  it('asks what is behind an address, and stores nothing', async () => {
    const body = { address: 'https://new.example/feed', allowPrivate: true };
    const before = (await manager.get(SourceList, '/sources')).items.length;
    const result = await manager.ask(SourceTestResult, 'POST', '/sources/test', { body });
    expect(result.candidates).toMatchObject([
      {
        ok: true,
        kind: 'feed',
        lastWeek: 23,
        matching: 4,
        source: null,
        terms: { access: 'open' },
      },
    ]);
    expect(api.places.asked.at(-1)).toEqual(body);
    expect((await manager.get(SourceList, '/sources')).items).toHaveLength(before);
  });

  it('says which of the places are sources already', async () => {
    const source = await make.source({ name: 'Known' });
    const answer = await test({ kind: 'feed', params: { url: source.locator } });
    expect(SourceTestResult.parse(answer.json).candidates[0]?.source).toEqual({
      id: source.id,
      name: 'Known',
    });
  });

  it('gives the error of a place in words', async () => {
    const error = { code: 'blocked', message: 'The place refuses us (403).' };
    const candidates = [makeCandidate({ ok: false, error, title: null })];
    api.places.answer = { candidates, error: null, durationMs: 5 };
    const answer = await test({ address: 'https://closed.example' });
    api.places.answer = null;
    expect(SourceTestResult.parse(answer.json).candidates).toMatchObject([{ ok: false, error }]);
  });

  it.each([
    ['nothing', {}, 'address'],
    ['both', { address: 'https://a.example', kind: 'feed', params: {} }, 'address'],
    ['parameters of no kind', { params: { url: 'https://a.example' } }, 'kind'],
    ['a kind that there is not', { kind: 'telepathy', params: {} }, 'kind'],
    ['parameters that lack one', { kind: 'feed', params: {} }, 'params.url'],
    ['no web address', { address: 'gopher://a.example' }, 'address'],
  ])('refuses %s', async (_what, body, path) => {
    const answer = await test(body);
    expect(answer.status).toBe(400);
    expect(Problem.parse(answer.json).errors?.map((fault) => fault.path)).toContain(path);
  });
});

describe('kinds of sources', () => {
  it('are listed with what they take, on what terms, and what is missing', async () => {
    const { items } = await manager.get(SourceKindList, '/source-kinds');
    expect(items.find(({ kind }) => kind === 'town-forum')).toMatchObject({
      genre: 'forums',
      terms: { access: 'key', attribution: 'from the Town Forum' },
      credentials: [{ env: 'EARSHOT_TOWN_KEY', required: true, present: false }],
      intake: 'polled',
      history: true,
      params: { required: ['query'], properties: { pages: { type: 'integer' } } },
    });
    expect(items.find(({ kind }) => kind === 'walled-garden')).toMatchObject({ on: false });
  });
});
