import { describe, expect, it } from 'vitest';
import { SavedView, SavedViewList } from '../../src/api/views.js';
import { startApi } from '../support/api.js';

const api = await startApi();
const [ann, bo, manager, reader] = [
  await api.as('community-manager'),
  await api.as('community-manager'),
  await api.as('manager'),
  await api.as('read-only'),
];
type Person = typeof ann;
const add = (person: Person, body: object) => person.ask(SavedView, 'POST', '/views', { body });
const status = async (person: Person, method: string, path: string, body?: object) =>
  (await person.send(method, `/api/v1${path}`, body ? { body } : {})).status;
const names = async (person: Person) =>
  (await person.get(SavedViewList, '/views')).items.map(({ name }) => name);

describe('a view of the inbox', () => {
  it('is its owner’s, until it is shared', async () => {
    const own = await add(ann, { name: 'Late', address: 'q=topic%3Alate&status=new' });
    expect(own).toMatchObject({ name: 'Late', shared: false, yours: true, version: 1 });
    expect(await names(ann)).toContain('Late');
    expect(await names(bo)).not.toContain('Late');
    expect(await status(bo, 'PATCH', `/views/${own.id}`, { name: 'Mine', version: 1 })).toBe(404);
    expect(await status(manager, 'DELETE', `/views/${own.id}`)).toBe(404);
    const shared = await ann.ask(SavedView, 'PATCH', `/views/${own.id}`, {
      body: { shared: true, version: 1 },
    });
    expect(shared).toMatchObject({
      shared: true,
      version: 2,
      address: 'q=topic%3Alate&status=new',
    });
    expect(await names(reader)).toContain('Late');
  });

  it('that is shared is changed by its owner and by managers', async () => {
    const { id } = await add(ann, { name: 'Team', address: '', shared: true });
    expect(await status(bo, 'PATCH', `/views/${id}`, { name: 'Ours', version: 1 })).toBe(409);
    expect(await status(bo, 'DELETE', `/views/${id}`)).toBe(409);
    const seen = (await bo.get(SavedViewList, '/views')).items.find((view) => view.id === id);
    expect(seen?.yours).toBe(false);
    expect(await status(manager, 'PATCH', `/views/${id}`, { name: 'Ours', version: 1 })).toBe(200);
    expect(await status(ann, 'PATCH', `/views/${id}`, { name: 'Again', version: 1 })).toBe(409);
    expect(await status(manager, 'DELETE', `/views/${id}`)).toBe(204);
    const history = await api.database.query<{ action: string }[]>(
      `SELECT action FROM audit_entry WHERE subject_kind = 'view' AND subject_id = $1 ORDER BY id`,
      [id],
    );
    expect(history.map(({ action }) => action)).toEqual([
      'shared the view "Team"',
      'renamed the view "Team" to "Ours"',
      'removed the view "Ours"',
    ]);
  });

  it('has a name that its owner has once, and an address that is one', async () => {
    await add(bo, { name: 'Once', address: 'a=1' });
    expect(await status(bo, 'POST', '/views', { name: 'ONCE', address: 'a=1' })).toBe(409);
    expect(await status(bo, 'POST', '/views', { name: '  ', address: 'a=1' })).toBe(400);
    expect(await status(bo, 'POST', '/views', { name: 'x', address: 'a b' })).toBe(400);
    expect(
      await status(bo, 'POST', '/views', { name: 'x', address: `q=${'x'.repeat(20_000)}` }),
    ).toBe(400);
    expect(await status(reader, 'POST', '/views', { name: 'x', address: '' })).toBe(403);
  });
});
