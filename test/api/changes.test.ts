import { describe, expect, it } from 'vitest';
import {
  BulkRun,
  BulkRunList,
  ChangeConflict,
  ChangedMention,
  CountConflict,
  ExactCount,
  MacroList,
  MacroView,
  MentionDetail,
} from '../../src/api/views.js';
import { startApi } from '../support/api.js';

const api = await startApi();
const { make } = api;
const ann = await api.as('community-manager');
const ben = await api.as('manager');
const reader = await api.as('read-only');
const monitor = await make.monitor();
const source = await make.source();
const base = { sourceId: source.id, monitorIds: [monitor.id] };

const patch = (client: typeof ann, id: string, body: unknown) =>
  client.ask(ChangedMention, 'PATCH', `/mentions/${id}`, { body });

describe('a change', () => {
  it('that was merged is answered with what the other did', async () => {
    const { id } = await make.mention(base);
    await patch(ben, id, { status: 'done', version: 1 });
    const merged = await patch(ann, id, { ownerId: ben.user.id, addLabels: ['vip'], version: 1 });
    expect(merged).toMatchObject({
      status: 'done',
      owner: { id: ben.user.id },
      ownLabels: ['vip'],
      made: 3,
      meanwhile: [{ by: ben.user.name, you: false, what: 'marked it as done' }],
    });
  });

  it('that cannot be merged is answered with who did what, and the mention as it is', async () => {
    const { id } = await make.mention(base);
    await patch(ben, id, { status: 'doing', version: 1 });
    const body = { status: 'dismissed', dismissedBecause: 'spam', version: 1 };
    const answer = await ann.send('PATCH', `/api/v1/mentions/${id}`, { body });
    expect(answer.status).toBe(409);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(ChangeConflict.parse(answer.json)).toMatchObject({
      detail: `The mention has changed since you saw it: it is doing now (${ben.user.name} marked it as doing).`,
      mention: { id, status: 'doing', version: 2 },
      meanwhile: [{ by: ben.user.name, you: false }],
      heldBy: null,
    });
  });

  it.each([
    ['nothing to change', {}],
    ['no date to wait for', { status: 'waiting' }],
    ['a date that is over', { status: 'waiting', waitingUntil: '2020-01-01T00:00:00Z' }],
    ['an owner who is nobody', { ownerId: '999999' }],
    ['a label without letters', { addLabels: ['  '] }],
  ])('with %s is refused', async (_what, action) => {
    const { id } = await make.mention(base);
    const body = { ...action, version: 1 };
    expect((await ann.send('PATCH', `/api/v1/mentions/${id}`, { body })).status).toBe(400);
    expect((await ann.get(MentionDetail, `/mentions/${id}`)).version).toBe(1);
  });

  it('can be taken back by the one who made it, once', async () => {
    const { id } = await make.mention(base);
    const { made } = await patch(ann, id, { status: 'done', version: 1 });
    const undo = (client: typeof ann) =>
      client.send('POST', `/api/v1/mentions/${id}/undo`, { body: { version: made } });
    expect((await undo(ben)).status).toBe(409);
    expect((await undo(ann)).json).toMatchObject({ status: 'new', made: 3 });
    expect((await undo(ann)).json).toMatchObject({ status: 'new', made: null });
  });
});

it('is worked on by one at a time, who can be relieved', async () => {
  const { id } = await make.mention(base);
  const claim = (client: typeof ann, body: unknown) =>
    client.send('POST', `/api/v1/mentions/${id}/claim`, { body });
  expect((await claim(ann, {})).json).toMatchObject({ claim: { by: { name: ann.user.name } } });
  const refused = await claim(ben, {});
  expect(refused.status).toBe(409);
  expect(ChangeConflict.parse(refused.json).heldBy).toMatchObject({ name: ann.user.name });
  expect((await claim(ben, { takeOver: true })).json).toMatchObject({
    claim: { by: { id: ben.user.id } },
  });
  const released = await ben.ask(MentionDetail, 'DELETE', `/mentions/${id}/claim`);
  expect(released.claim).toBeNull();
  expect((await claim(reader, {})).status).toBe(403);
});

describe('one action on many mentions', () => {
  it('is done at once where they are few, and can be taken back', async () => {
    const place = await make.source();
    const made = [];
    for (let n = 0; n < 12; n++) made.push(await make.mention({ ...base, sourceId: place.id }));
    const filter = { source: place.id, status: 'new' };
    const path = `/bulk/count?source=${place.id}&status=new`;
    expect(await ann.get(ExactCount, path)).toEqual({ count: 12 });
    const body = { action: { status: 'done' }, filter, expect: 12 };
    const run = await ann.ask(BulkRun, 'POST', '/bulk', { body });
    expect(run).toMatchObject({ state: 'done', total: 12, done: 12, skipped: 0 });
    expect(run.undoUntil).not.toBeNull();
    await patch(ben, made[0]?.id ?? '', { status: 'doing', version: 2 });
    const back = await ann.ask(BulkRun, 'POST', `/bulk/${run.id}/undo`);
    expect(back).toMatchObject({ state: 'undone', total: 12, done: 11, skipped: 1 });
    expect((await ann.get(BulkRunList, '/bulk')).items[0]?.id).toBe(run.id);
  });

  it('waits for the queue where they are many, and can be stopped before', async () => {
    const place = await make.source();
    for (let n = 0; n < 201; n++) await make.mention({ ...base, sourceId: place.id });
    const body = { action: { status: 'done' }, filter: { source: place.id } };
    const run = await ann.ask(BulkRun, 'POST', '/bulk', { body });
    expect(run).toMatchObject({ state: 'waiting', total: 201, done: 0 });
    const stopped = await ann.ask(BulkRun, 'POST', `/bulk/${run.id}/stop`);
    expect(stopped).toMatchObject({ state: 'stopped', done: 0 });
    expect((await ben.send('POST', `/api/v1/bulk/${run.id}/stop`)).status).toBe(404);
  });

  it('says so when another number matches than was seen', async () => {
    const place = await make.source();
    for (let n = 0; n < 9; n++) await make.mention({ ...base, sourceId: place.id });
    const body = { action: { status: 'done' }, filter: { source: place.id }, expect: 2 };
    const answer = await ann.send('POST', '/api/v1/bulk', { body });
    expect(answer.status).toBe(409);
    expect(CountConflict.parse(answer.json)).toMatchObject({
      count: 9,
      detail: 'You saw 2 mentions; by now 9 match. Nothing was changed.',
    });
  });

  it.each([
    ['no target', { action: { status: 'done' } }],
    ['two targets', { action: { status: 'done' }, ids: ['1'], filter: {} }],
    ['nothing to do', { action: {}, filter: {} }],
    ['a search with faults', { action: { status: 'done' }, filter: { q: 'status:nowhere' } }],
  ])('is refused with %s', async (_what, body) => {
    expect((await ann.send('POST', '/api/v1/bulk', { body })).status).toBe(400);
  });
});

describe('macros', () => {
  it('are one’s own unless they are shared, and changed by their owner and by managers', async () => {
    const action = { status: 'waiting', waitHours: 72, owner: 'me', addLabels: ['vip'] };
    const body = { name: 'Later', key: '1', action };
    const mine = await ann.ask(MacroView, 'POST', '/macros', { body });
    expect(mine).toMatchObject({ name: 'Later', key: '1', shared: false, yours: true, action });
    const seen = async (client: typeof ann) =>
      (await client.get(MacroList, '/macros')).items.map(({ name, yours }) => ({ name, yours }));
    expect(await seen(ben)).toEqual([]);
    const change = (client: typeof ann, given: object) =>
      client.send('PATCH', `/api/v1/macros/${mine.id}`, { body: given });
    expect((await change(ben, { shared: true, version: 1 })).status).toBe(404);
    expect((await change(ann, { shared: true, version: 1 })).status).toBe(200);
    expect((await change(ann, { name: 'Old', version: 1 })).status).toBe(409);
    expect(await seen(ben)).toEqual([{ name: 'Later', yours: true }]);
    expect(await seen(reader)).toEqual([{ name: 'Later', yours: false }]);
    const taken = await ann.send('POST', '/api/v1/macros', { body: { ...body, name: 'Other' } });
    expect(taken.text).toContain('taken by the macro');
    expect((await ben.send('DELETE', `/api/v1/macros/${mine.id}`)).status).toBe(204);
    expect(await seen(ann)).toEqual([]);
  });

  it.each([
    ['nothing', {}],
    ['waiting for nothing', { status: 'waiting' }],
    ['hours without waiting', { status: 'done', waitHours: 3 }],
  ])('that do %s are refused', async (_what, action) => {
    const answer = await ann.send('POST', '/api/v1/macros', { body: { name: 'x', action } });
    expect(answer.status).toBe(400);
  });
});
