import { beforeEach, describe, expect, it } from 'vitest';
import { NoticeEntity } from '../../src/store/entities/notice.entity.js';
import type { SourceEntity } from '../../src/store/entities/source.entity.js';
import { NoticesStore, type SourceChange } from '../../src/store/notices.store.js';
import { SourcesStore } from '../../src/store/sources.store.js';
import { addSource } from '../support/makers.js';
import { openDatabase } from '../support/database.js';

const { database } = await openDatabase();
const notices = new NoticesStore(database);

let source: SourceEntity;
beforeEach(async () => {
  await database.query('TRUNCATE source CASCADE');
  source = await addSource(database, { state: 'answering', stateSince: new Date(0) });
});

const change = (given: Partial<SourceChange> = {}): SourceChange => ({
  sourceId: source.id,
  from: 'answering',
  to: 'failing',
  reason: 'It failed.',
  notable: true,
  ...given,
});
const told = (): Promise<NoticeEntity[]> =>
  database.getRepository(NoticeEntity).find({ order: { id: 'ASC' } });

describe('a change', () => {
  it('is written down, and told with its reason', async () => {
    expect(await notices.settle([change()])).toEqual([source.id]);
    const after = await new SourcesStore(database).find(source.id);
    expect(after).toMatchObject({ state: 'failing' });
    expect(after?.stateSince.getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect(await told()).toMatchObject([
      {
        sourceId: source.id,
        fromState: 'answering',
        toState: 'failing',
        reason: 'It failed.',
        dismissedAt: null,
      },
    ]);
  });

  it('is written by one of those who see it', async () => {
    const settled = await Promise.all([1, 2, 3, 4, 5].map(() => notices.settle([change()])));
    expect(settled.flat()).toEqual([source.id]);
    expect(await told()).toHaveLength(1);
  });

  it('that is not worth it is not told', async () => {
    expect(await notices.settle([change({ to: 'quiet', notable: false })])).toEqual([source.id]);
    expect(await told()).toEqual([]);
  });

  it('from another state than the one written down is out of date', async () => {
    expect(await notices.settle([change({ from: 'quiet' })])).toEqual([]);
    expect(await told()).toEqual([]);
  });

  it('of several sources is written for each of them, or not', async () => {
    const { id } = await addSource(database, { state: 'blocked' });
    const both = [change(), change({ sourceId: id })];
    expect(await notices.settle(both)).toEqual([source.id]);
    expect(await notices.settle([])).toEqual([]);
  });
});

it('watches every place, but not what was imported', async () => {
  await addSource(database, { kind: 'import', enabled: false });
  const watched = await notices.watched();
  expect(watched.map(({ id, state }) => [id, state])).toEqual([[source.id, 'answering']]);
  expect(watched[0]).toMatchObject({
    enabled: true,
    failures: 0,
    gapCount: 0,
    nextPollAt: expect.any(Date),
  });
});
