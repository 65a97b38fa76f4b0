import { beforeEach, describe, expect, it } from 'vitest';
import { Conflict } from '../../src/store/conflict.js';
import { TaxonomiesStore } from '../../src/store/taxonomies.store.js';
import { openDatabase, truncate } from '../support/database.js';
import { Records } from '../support/records.js';
import { makeTaxonomy, makeTopic } from '../support/topics.js';

const { database } = await openDatabase();
const store = new TaxonomiesStore(database);
const { id: userId } = await new Records(database).user({ name: 'Ann' });
const file = makeTaxonomy([makeTopic('a'), makeTopic('b')], { version: 'as shipped' });
const renamed = { ...makeTopic('a'), name: 'Another name' };

beforeEach(async () => {
  await truncate(database, 'taxonomy_version, audit_entry');
});

const keysInForce = async () =>
  (await store.inForce())?.taxonomy.topics.map(({ key, name }) => `${key}=${name}`);

describe('the file', () => {
  it('is in force from the first start on, once', async () => {
    expect(await store.inForce()).toBeNull();
    const versions = await Promise.all([1, 2, 3].map(() => store.takeOverFile(file)));
    expect(versions).toEqual([1, 1, 1]);
    expect(await store.inForce()).toEqual({
      version: '1',
      taxonomy: { ...file, version: '1' },
    });
  });

  it('that changes later is taken over as a new version, but not over what people changed', async () => {
    await store.takeOverFile(file);
    await store.save(makeTaxonomy([renamed, makeTopic('b')]), { basedOn: 1, note: '', userId });
    const later = makeTaxonomy([
      { ...makeTopic('a'), team: 'x' },
      { ...makeTopic('b'), name: 'B' },
    ]);
    expect(await store.takeOverFile(later)).toBe(3);
    expect(await keysInForce()).toEqual(['a=Another name', 'b=B']);
    const [{ note, by } = { note: '', by: '' }] = await store.versions();
    expect(by).toBe('the file');
    expect(note).toContain('kept as people have it: a');
    expect(await store.takeOverFile(later)).toBe(3);
  });
});

describe('saving', () => {
  it('makes a version that says what was changed and by whom, and is audited', async () => {
    await store.takeOverFile(file);
    const version = await store.save(makeTaxonomy([renamed, makeTopic('c')]), {
      basedOn: 1,
      note: '',
      userId,
    });
    expect(version).toBe(2);
    const [latest] = await store.versions();
    expect(latest).toMatchObject({ version: 2, by: 'Ann', topics: 2, appliedAt: null });
    expect(latest?.note).toBe('added c; changed a; removed b');
    const [entry] = await database.query<{ action: string }[]>(
      `SELECT action FROM audit_entry WHERE subject_kind = 'taxonomy' AND user_id = $1`,
      [userId],
    );
    expect(entry?.action).toContain('made version 2 of the topics');
  });

  it('of what is in force already changes nothing', async () => {
    await store.takeOverFile(file);
    expect(await store.save(file, { basedOn: 1, note: 'again', userId })).toBe(1);
  });

  it('over what somebody else saved is refused, with who it was', async () => {
    await store.takeOverFile(file);
    const save = (name: string) =>
      store.save(makeTaxonomy([{ ...makeTopic('a'), name }]), { basedOn: 1, note: name, userId });
    const results = await Promise.allSettled([save('one'), save('two')]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = results.find((result) => result.status === 'rejected');
    expect(refused?.reason).toBeInstanceOf(Conflict);
    expect(String(refused?.reason)).toContain('version 2 by Ann');
  });

  it('an earlier version again is rolling back', async () => {
    await store.takeOverFile(file);
    await store.save(makeTaxonomy([renamed]), { basedOn: 1, note: '', userId });
    const old = await store.body(1);
    expect(old).not.toBeNull();
    await store.save(old ?? file, { basedOn: 2, note: 'back to 1', userId });
    expect(await keysInForce()).toEqual(['a=a', 'b=b']);
    expect((await store.versions()).map(({ version }) => version)).toEqual([3, 2, 1]);
    expect(await store.body(9)).toBeNull();
  });
});
