import { beforeEach, expect, it } from 'vitest';
import { AdminMonitorsStore } from '../../src/store/admin-monitors.store.js';
import { AdminSourcesStore } from '../../src/store/admin-sources.store.js';
import { SourceEntity } from '../../src/store/entities/source.entity.js';
import { addMonitor, addSource, addUser } from '../support/makers.js';
import { openDatabase } from '../support/database.js';

const { database } = await openDatabase();
const userId = await addUser(database);
beforeEach(() => database.query('TRUNCATE source, monitor CASCADE'));

it.each<[string, object, boolean]>([
  ['newest posts only', { seen: ['a'], gap: null }, false],
  ['sites of a country each', { countries: { de: { seen: ['a'], gap: null } } }, false],
  [
    'pages, of which some are still to be read',
    { seen: ['a'], gap: { next: '2', until: ['b'] } },
    true,
  ],
  [
    'countries, of which one is still to be read',
    { countries: { de: { seen: ['a'], gap: { next: '2', until: ['b'] } } } },
    true,
  ],
  ['days, of which some are still to be read', { next: '3' }, true],
  ['a stream', { host: 'stream.example', timeUs: 1 }, true],
  ['a mailbox', { uidValidity: '1', lastUid: 7 }, true],
])(
  'a new monitor has a place with %s tell again only what is not lost by it',
  async (_of, cursor, isKept) => {
    const at = new Date();
    const { id } = await addSource(database, {
      cursor,
      etag: '"1"',
      lastPolledAt: at,
      lastAnsweredAt: at,
    });
    const words = {
      name: 'New',
      any: ['new'],
      all: [],
      none: [],
      ownAccounts: [],
      brandNames: [],
      competitors: [],
    };
    await new AdminMonitorsStore(database).add(words, userId);
    expect(await database.getRepository(SourceEntity).findOneByOrFail({ id })).toMatchObject({
      generation: 1,
      etag: null,
      cursor: isKept ? cursor : null,
    });
  },
);

it('a place that becomes our own tells again what it shows; another name changes nothing', async () => {
  const { id } = await addSource(database, { etag: '"1"', lastModified: 'Mon' });
  const admin = new AdminSourcesStore(database);
  const found = () => database.getRepository(SourceEntity).findOneByOrFail({ id });
  await admin.change(id, { name: 'Ours' }, userId);
  expect(await found()).toMatchObject({ generation: 0, etag: '"1"', lastModified: 'Mon' });
  await admin.change(id, { ownedBy: (await addMonitor(database)).id }, userId);
  expect(await found()).toMatchObject({ generation: 1, etag: null, lastModified: null });
});
