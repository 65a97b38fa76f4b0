import { describe, expect, it } from 'vitest';
import { MentionDetail, MonitorList, MonitorView, Problem } from '../../src/api/views.js';
import { SourceEntity } from '../../src/store/entities/source.entity.js';
import { startApi } from '../support/api.js';

const api = await startApi();
const { make, database } = api;
const manager = await api.as('manager');
const add = (body: unknown) => manager.send('POST', '/api/v1/monitors', { body });

describe('a monitor', () => {
  it('is added, listed and replaced as a whole', async () => {
    const given = { name: 'Zen', any: ['zen', ' zen xtra '], none: ['garden'] };
    const made = MonitorView.parse((await add(given)).json);
    expect(made).toMatchObject({ any: ['zen', 'zen xtra'], all: [], none: ['garden'] });
    const body = { name: 'Zen 2', all: ['zen'] };
    const changed = await manager.ask(MonitorView, 'PATCH', `/monitors/${made.id}`, { body });
    expect(changed).toEqual({ ...made, name: 'Zen 2', any: [], all: ['zen'], none: [] });
    expect((await manager.get(MonitorList, '/monitors')).items).toContainEqual(changed);
    expect((await manager.send('PATCH', '/api/v1/monitors/999999', { body })).status).toBe(404);
  });

  it('has every place tell again what it shows, as soon as its pace allows', async () => {
    const asked = new Date(Date.now() - 60_000);
    const far = new Date(Date.now() + 3_600_000);
    const given = { etag: '"1"', cursor: { seen: ['a'] }, lastPolledAt: asked, nextPollAt: far };
    const { id } = await make.source({ ...given, lastAnsweredAt: asked });
    expect((await add({ name: 'Heard late', any: ['late'] })).status).toBe(201);
    const source = await database.getRepository(SourceEntity).findOneByOrFail({ id });
    expect(source).toMatchObject({ etag: null, cursor: null });
    // 300 s after the last poll is the least that this source allows.
    expect(source.nextPollAt.getTime() - asked.getTime()).toBe(300_000);
  });

  it('knows accounts as authors have them', async () => {
    const given = { name: 'Accounts', any: ['x1'], ownAccounts: ['@Apex_Support', ' Care '] };
    const { ownAccounts } = MonitorView.parse((await add(given)).json);
    expect(ownAccounts).toEqual(['apex_support', 'care']);
  });

  it('knows whose side it is on', async () => {
    const given = { name: 'Sides', any: ['s1'], brandNames: [' Zen '], competitors: ['Kon AG'] };
    const made = MonitorView.parse((await add(given)).json);
    expect(made).toMatchObject({ brandNames: ['Zen'], competitors: ['Kon AG'] });
    const body = { name: 'Sides', any: ['s1'], competitors: ['Kon'] };
    const changed = await manager.ask(MonitorView, 'PATCH', `/monitors/${made.id}`, { body });
    expect(changed).toEqual({ ...made, brandNames: [], competitors: ['Kon'] });
  });

  it('has a name of its own', async () => {
    await add({ name: 'Same', any: ['a1'] });
    const again = await add({ name: 'Same', any: ['b1'] });
    expect(again.status).toBe(409);
    expect(Problem.parse(again.json).detail).toContain('"Same"');
    const { id } = MonitorView.parse((await add({ name: 'Different', any: ['c1'] })).json);
    const body = { name: 'Same', any: ['c1'] };
    expect((await manager.send('PATCH', `/api/v1/monitors/${id}`, { body })).status).toBe(409);
  });

  it.each([
    ['a term without letter or digit', { name: 'n', any: ['ok', '!!!'] }, 'any.1'],
    ['such a term that is excluded', { name: 'n', any: ['ok'], none: ['…'] }, 'none.0'],
    ['an empty term', { name: 'n', all: [' '] }, 'all.0'],
    ['an account that is only an @', { name: 'n', ownAccounts: ['@'] }, 'ownAccounts.0'],
    ['a competitor of signs only', { name: 'n', competitors: ['Kon', '@'] }, 'competitors.1'],
    ['no name', { name: ' ' }, 'name'],
    ['201 terms', { name: 'n', any: Array.from({ length: 201 }, () => 'a') }, 'any'],
  ])('cannot have %s', async (_what, body, path) => {
    const answer = await add(body);
    expect(answer.status).toBe(400);
    expect(Problem.parse(answer.json).errors?.map((fault) => fault.path)).toContain(path);
  });

  it('goes with its tasks and what only it had heard; the rest forgets it', async () => {
    const [gone, stays] = [await make.monitor(), await make.monitor()];
    const source = await make.source({ ownedByMonitorId: gone.id });
    const task = await make.task({ monitorId: gone.id });
    const only = await make.mention({
      sourceId: source.id,
      monitorIds: [gone.id],
      taskId: task.id,
    });
    const both = await make.mention({
      sourceId: source.id,
      monitorIds: [gone.id, stays.id],
      matchedBecause: ['has "gone"', 'has "stays"'],
    });
    expect((await manager.send('DELETE', `/api/v1/monitors/${gone.id}`)).status).toBe(204);
    expect((await manager.send('GET', `/api/v1/mentions/${only.id}`)).status).toBe(404);
    expect((await manager.send('GET', `/api/v1/tasks/${task.id}`)).status).toBe(404);
    const left = await manager.get(MentionDetail, `/mentions/${both.id}`);
    expect(left.matchedBecause).toMatchObject([{ monitor: stays.name, why: 'has "stays"' }]);
    expect(left.matchedBecause).toHaveLength(1);
    const dangling = await database.query<unknown[]>(
      'SELECT id FROM mention WHERE $1::bigint = ANY(monitor_ids)',
      [gone.id],
    );
    expect(dangling).toEqual([]);
    expect((await manager.send('DELETE', `/api/v1/monitors/${gone.id}`)).status).toBe(404);
  });
});
