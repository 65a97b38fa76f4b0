import { afterAll, expect, it, vi } from 'vitest';
import { Announcements } from '../../src/store/announcements.js';
import { Changes, type Change } from '../../src/store/changes.js';
import { openDatabase } from '../support/database.js';

const { database, url } = await openDatabase();
const changes = new Changes(url);
await changes.open();
afterAll(() => changes.close());

it('tells a change at once, and those that follow it together', async () => {
  const heard: Change[] = [];
  changes.on('change', (change) => heard.push(change));
  const announcements = new Announcements(database, 'sources', 2_000);
  await announcements.tell('1');
  await Promise.all(['2', '3', '2'].map((id) => announcements.tell(id)));
  await vi.waitFor(() => expect(heard).toHaveLength(2), 10_000);
  expect(heard).toEqual([
    { kind: 'sources', ids: ['1'] },
    { kind: 'sources', ids: ['2', '3'] },
  ]);
});
