import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Read, Reader, ReadInput } from '../../src/domain/reading.js';
import { hear } from '../../src/pipeline/ingest.js';
import { ReadStep } from '../../src/pipeline/read.step.js';
import { MentionsStore } from '../../src/store/mentions.store.js';
import { ReadingsStore } from '../../src/store/readings.store.js';
import {
  addMonitor,
  addSource,
  makeItem,
  makeReading,
  makeSettings,
  WordReader,
} from '../support/makers.js';
import { openDatabase } from '../support/database.js';
import { openBus, waiting } from './bus.js';

const { database, url } = await openDatabase();
const mentions = new MentionsStore(database);
const monitor = await addMonitor(database);
const bus = await openBus(url);
afterAll(() => bus.close());

const step = (reader: Reader, pageSize = 200): ReadStep =>
  new ReadStep(
    mentions,
    new ReadingsStore(database),
    bus,
    reader,
    makeSettings({ triage: { pageSize } }),
  );
/** Which of the mentions have a reading of their text. */
const read = async (): Promise<boolean[]> => {
  const done = new Set(await mentions.untriaged(ids));
  return ids.map((id) => done.has(id));
};

let ids: readonly string[];
beforeEach(async () => {
  await database.query('TRUNCATE source CASCADE');
  const origin = { id: (await addSource(database)).id, place: 'x', ownedByMonitorId: monitor.id };
  const items = ['1', '2', '3', '4', '5'].map((externalId) =>
    makeItem({ externalId, text: `angry ${externalId}`, language: 'en', rating: 1 }),
  );
  const saved = await database.transaction((transaction) =>
    mentions.saveHeard(transaction, origin, hear(items, origin, [monitor]), new Date()),
  );
  ids = saved.fresh;
});

/** Fails on some texts, and remembers what it was given. */
class FragileReader extends WordReader {
  readonly given: ReadInput[] = [];
  constructor(public breaksAt: string | null = null) {
    super();
  }
  override async read(inputs: readonly ReadInput[]): Promise<Read[]> {
    this.given.push(...inputs);
    const { breaksAt } = this;
    if (breaksAt !== null && inputs.some(({ text }) => text.includes(breaksAt)))
      throw new Error('a bug in the model');
    return super.read(inputs);
  }
}

describe('the reading of a page', () => {
  it('makes its words searchable', async () => {
    await step(new WordReader()).handle({ mentionIds: ids });
    const found = await database.query<{ id: string }[]>(
      `SELECT mention_id AS id FROM search_entry WHERE words @@ to_tsquery('simple', 'angry & 3')`,
    );
    expect(found).toEqual([{ id: ids[2] }]);
  });

  it('gives each mention its reading once, and sends it on', async () => {
    const reader = new FragileReader();
    const before = await waiting(bus, 'triage');
    await step(reader, 2).handle({ mentionIds: ids });
    expect(await read()).toEqual(Array(5).fill(true));
    expect(await waiting(bus, 'triage')).toBe(before + 3);
    expect(reader.given[0]).toMatchObject({
      title: 'A title',
      text: 'angry 1',
      language: 'en',
      rating: 1,
    });
    await step(reader, 2).handle({ mentionIds: ids });
    expect(reader.given).toHaveLength(5);
    expect(await waiting(bus, 'triage')).toBe(before + 3);
  });

  it('sends on what a process read that died before it could do so', async () => {
    const reader = new FragileReader();
    const before = await waiting(bus, 'triage');
    const unread = await mentions.unread(ids.slice(0, 2));
    const reads = await reader.read(unread);
    await new ReadingsStore(database).save(
      unread.map(({ id, contentHash }, at) => ({
        mentionId: id,
        contentHash,
        reading: makeReading(),
        vector: null,
        ...reads[at],
      })),
    );
    await step(reader).handle({ mentionIds: ids.slice(0, 2) });
    expect(reader.given).toHaveLength(2);
    expect(await waiting(bus, 'triage')).toBe(before + 1);
  });

  it('does not fail as a whole because of one mention; that one is tried again', async () => {
    const reader = new FragileReader('3');
    await expect(step(reader).handle({ mentionIds: ids })).rejects.toThrow(
      `could not be read: mention ${ids[2]} (a bug in the model)`,
    );
    expect(await read()).toEqual([true, true, false, true, true]);
    reader.breaksAt = null;
    await step(reader).handle({ mentionIds: ids });
    expect(await read()).toEqual(Array(5).fill(true));
    expect(reader.given.map(({ text }) => text).at(-1)).toBe('angry 3');
  });

  it('has nothing to do for mentions that are gone', async () => {
    await database.query('TRUNCATE source CASCADE');
    await step(new FragileReader()).handle({ mentionIds: ids });
    expect(await read()).toEqual(Array(5).fill(false));
  });
});
