import { describe, expect, it } from 'vitest';
import { SourceDetail, SourceList, SourceView } from '../../src/api/views.js';
import { BudgetEntity } from '../../src/store/entities/budget.entity.js';
import { CoverageEntity } from '../../src/store/entities/coverage.entity.js';
import { HostEntity } from '../../src/store/entities/host.entity.js';
import { startApi } from '../support/api.js';
import { unlocked } from '../support/database.js';

const api = await startApi();
const { make, database } = api;
const manager = await api.as('manager');
const HOUR_MS = 3_600_000;
const hoursAgo = (hours: number) => new Date(Date.now() - hours * HOUR_MS);
const wholeHour = (hours: number) =>
  new Date(Math.floor(hoursAgo(hours).getTime() / HOUR_MS) * HOUR_MS);
const detail = (id: string) => manager.get(SourceDetail, `/sources/${id}`);
const cover = (given: Partial<CoverageEntity>) =>
  database.getRepository(CoverageEntity).save(given);

describe('the page of a source', () => {
  it('gives the clocks of the week against when posts were written', async () => {
    const monitor = await make.monitor();
    const source = await make.source({ createdAt: hoursAgo(100) });
    for (const seconds of [60, 120, 600])
      await make.mention({
        sourceId: source.id,
        monitorIds: [monitor.id],
        publishedAt: hoursAgo(10),
        fetchableAt: new Date(hoursAgo(10).getTime() - 5_000),
        fetchedAt: new Date(hoursAgo(10).getTime() + seconds * 1000),
        actionableAt: null,
      });
    // Written before anybody listened: no clock of ours.
    await make.mention({
      sourceId: source.id,
      monitorIds: [monitor.id],
      publishedAt: hoursAgo(5_000),
      fetchedAt: hoursAgo(1),
    });
    const [fetchable, fetched, actionable] = (await detail(source.id)).clocks;
    expect(fetchable).toMatchObject({ clock: 'fetchable', mentions: 3, p50: 0 });
    expect(fetched).toMatchObject({ clock: 'fetched', mentions: 3 });
    expect(fetched?.p50).toBeCloseTo(120, 0);
    expect(fetched?.p95).toBeCloseTo(552, 0);
    expect(actionable).toEqual({ clock: 'actionable', mentions: 0, p50: null, p95: null });
  });

  it('gives what the place told of, its host, its allowances and where it moved', async () => {
    const source = await make.source({
      kind: 'town-forum',
      host: 'town.example',
      params: { query: 'apex' },
      movedTo: 'https://new.example/feed',
      movedSeen: 2,
      movedSince: hoursAgo(3),
      createdAt: hoursAgo(100),
    });
    await make.source({ host: 'town.example' });
    await cover({ sourceId: source.id, hour: wholeHour(3), told: 40, seen: 38 });
    await cover({ sourceId: source.id, hour: wholeHour(2), told: 10, seen: 10 });
    await cover({ sourceId: source.id, hour: wholeHour(200), told: 999, seen: 0 });
    const pausedUntil = new Date(Date.now() + HOUR_MS);
    await database
      .getRepository(HostEntity)
      .save({ host: 'town.example', spacingMs: 1000, pausedUntil });
    const periodStart = hoursAgo(5);
    await database.getRepository(BudgetEntity).save([
      { name: 'town-forum.search', used: 41, periodStart },
      { name: 'town-forums', used: 7, periodStart },
    ]);
    expect(await detail(source.id)).toMatchObject({
      params: { query: 'apex' },
      audit: { told: 50, seen: 48 },
      host: { name: 'town.example', pausedUntil: pausedUntil.toISOString(), sources: 2 },
      allowances: [{ name: 'town-forum.search', used: 41 }],
      moved: { to: 'https://new.example/feed', seen: 2 },
      backfills: [],
      push: null,
    });
  });

  it('has nothing to say of a source that was never asked', async () => {
    const source = await make.source({ kind: 'telepathy', params: {} });
    expect(await detail(source.id)).toMatchObject({
      url: null,
      audit: null,
      moved: null,
      polls: [],
      timeline: { heard: null },
      host: { pausedUntil: null },
    });
    expect((await manager.send('GET', '/api/v1/sources/999999')).status).toBe(404);
  });
});

describe('the timeline of a source', () => {
  it('shows what was observed, also in the list and as long as it is asked for', async () => {
    const source = await make.source({
      createdAt: hoursAgo(300),
      lastPolledAt: new Date(),
      lastAnsweredAt: new Date(),
      nextPollAt: new Date(Date.now() + HOUR_MS),
    });
    await cover({ sourceId: source.id, hour: wholeHour(2), observedSeconds: 3600, polls: 4 });
    await cover({
      sourceId: source.id,
      hour: wholeHour(1),
      recoveredSeconds: 3600,
      failedPolls: 3,
    });
    const { timeline } = await detail(source.id);
    expect(timeline.hours).toHaveLength(168);
    expect(timeline.hours.slice(-4, -1).map(({ state }) => state)).toEqual([
      // Of the time before the first hour that was written down nobody can tell.
      'before',
      'observed',
      'recovered',
    ]);
    const { items } = await manager.get(SourceList, '/sources?hours=3');
    const listed = items.find(({ id }) => id === source.id)?.timeline;
    expect(listed?.hours.map(({ state }) => state).slice(0, 2)).toEqual(['observed', 'recovered']);
    expect((await manager.send('GET', '/api/v1/sources?hours=169')).status).toBe(400);
  });

  it('remembers when a person had it paused', async () => {
    const { id } = await make.source({
      createdAt: hoursAgo(300),
      lastAnsweredAt: new Date(),
    });
    await cover({ sourceId: id, hour: wholeHour(20), observedSeconds: 3600 });
    const patch = (enabled: boolean) =>
      manager.ask(SourceView, 'PATCH', `/sources/${id}`, { body: { enabled } });
    await patch(false);
    await patch(true);
    await unlocked(
      database,
      `UPDATE audit_entry SET at = $2 WHERE subject_kind = 'source' AND subject_id = $1
          AND (detail ->> 'enabled')::boolean = false`,
      [id, hoursAgo(4)],
    );
    const states = (await detail(id)).timeline.hours.map(({ state }) => state);
    expect(states.slice(-4, -1)).toEqual(['paused', 'paused', 'paused']);
    expect(states.at(-6)).toBe('missed');
  });
});
