import { describe, expect, it } from 'vitest';
import { BackfillView, Problem, SourceDetail } from '../../src/api/views.js';
import { BackfillEntity } from '../../src/store/entities/backfill.entity.js';
import { startApi } from '../support/api.js';

const api = await startApi();
const { make, database } = api;
const manager = await api.as('manager');
const since = '2026-01-01T00:00:00.000Z';
const start = (id: string, body: unknown = { since }) =>
  manager.send('POST', `/api/v1/sources/${id}/backfill`, { body });

describe('reading the past of a place', () => {
  it('is begun once, shown with its progress, and stopped', async () => {
    const source = await make.source();
    const begun = await start(source.id);
    expect(begun.status).toBe(201);
    const { id } = BackfillView.parse(begun.json);
    expect((await start(source.id)).status).toBe(409);
    await database
      .getRepository(BackfillEntity)
      .update(id, { pages: 3, items: 60, matched: 4, stored: 4, oldestAt: new Date(since) });
    const detail = await manager.get(SourceDetail, `/sources/${source.id}`);
    expect(detail.backfills).toMatchObject([
      { id, since, status: 'running', pages: 3, items: 60, matched: 4, oldestAt: since },
    ]);
    const stop = () => manager.send('DELETE', `/api/v1/sources/${source.id}/backfill`);
    expect((await stop()).status).toBe(204);
    expect((await stop()).status).toBe(404);
    expect((await start(source.id)).status).toBe(201);
  });

  it.each([
    ['in the future', { since: '2999-01-01T00:00:00Z' }, 400],
    ['before all years', { since: '0000-01-01T00:00:00Z' }, 400],
    ['without an end', {}, 400],
  ])('is refused %s', async (_what, body, status) => {
    const source = await make.source();
    expect((await start(source.id, body)).status).toBe(status);
  });

  it('is refused where there is none to read', async () => {
    const bell = await make.source({ kind: 'bell', name: 'Bell', params: { name: 'b' } });
    const answer = await start(bell.id);
    expect(answer.status).toBe(409);
    expect(Problem.parse(answer.json).detail).toContain('Bell');
    const paused = await make.source({ enabled: false });
    expect((await start(paused.id)).status).toBe(409);
    expect((await start('999999')).status).toBe(404);
  });
});
