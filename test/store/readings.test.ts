import { beforeEach, describe, expect, it } from 'vitest';
import type { Reading } from '../../src/domain/reading.js';
import { hear } from '../../src/pipeline/ingest.js';
import { MentionEntity } from '../../src/store/entities/mention.entity.js';
import { ReadingEntity } from '../../src/store/entities/reading.entity.js';
import { MentionsStore, type Unread } from '../../src/store/mentions.store.js';
import { ReadingsStore } from '../../src/store/readings.store.js';
import { addMonitor, addSource, complaintOf, makeItem, makeReading } from '../support/makers.js';
import { openDatabase } from '../support/database.js';

const { database } = await openDatabase();
const mentions = new MentionsStore(database);
const readings = new ReadingsStore(database);
const monitor = await addMonitor(database);

let origin: { id: string; place: string; ownedByMonitorId: string };
beforeEach(async () => {
  origin = {
    id: (await addSource(database)).id,
    place: 'feed:forum.example',
    ownedByMonitorId: monitor.id,
  };
});

/** The same posts with a text each time; what has to be read then. */
async function hearPosts(count: number, text = 'apex'): Promise<Unread[]> {
  const items = Array.from({ length: count }, (_, n) => makeItem({ externalId: String(n), text }));
  const { fresh } = await database.transaction((transaction) =>
    mentions.saveHeard(transaction, origin, hear(items, origin, [monitor]), new Date()),
  );
  return mentions.unread(fresh);
}
const idsOf = (unread: readonly Unread[]): string[] => unread.map(({ id }) => id);
const save = (unread: readonly Unread[], reading: Reading): Promise<string[]> =>
  readings.save(
    unread.map(({ id, contentHash }) => ({ mentionId: id, contentHash, reading, vector: null })),
  );
const stored = (mentionId = ''): Promise<ReadingEntity | null> =>
  database.getRepository(ReadingEntity).findOneBy({ mentionId });

const angry = makeReading({
  complaint: complaintOf(0.9),
  sentiment: {
    label: 'negative',
    best: 'negative',
    probabilities: { negative: 0.8, neutral: 0.1, positive: 0.1 },
  },
  topics: [{ key: 'delivery', probability: 0.7 }],
  evidence: [{ for: 'complaint', quote: 'a "quote" with { and \\' }],
});
const content = makeReading({
  complaint: { label: 'other', best: 'other', probability: 0.1 },
  topics: [],
  model: 'test-2',
});

describe('a reading', () => {
  it('is stored as it is, and its mention waits for triage', async () => {
    const [first, second] = await hearPosts(2);
    const ids = [first?.id ?? '', second?.id ?? ''];
    expect(await save([first as Unread], angry)).toEqual([ids[0]]);
    expect(await stored(ids[0])).toMatchObject({
      model: 'test-1',
      reading: angry,
      contentHash: first?.contentHash,
    });
    expect(await stored(ids[1])).toBeNull();
    expect(await mentions.untriaged(ids)).toEqual([ids[0]]);
    expect(idsOf(await mentions.unread(ids))).toEqual([ids[1]]);
  });

  it('comes to the same when it comes a second time', async () => {
    const unread = await hearPosts(3);
    await save(unread, angry);
    await save(unread, angry);
    expect(await stored(unread[1]?.id)).toMatchObject({
      model: 'test-1',
      reading: angry,
      contentHash: unread[1]?.contentHash,
    });
    expect(
      await database.getRepository(ReadingEntity).countBy({ mentionId: unread[1]?.id ?? '' }),
    ).toBe(1);
  });

  it('is left away when the text it read is an old one', async () => {
    const unread = await hearPosts(1);
    const edited = await hearPosts(1, 'apex, edited');
    expect(await save(unread, angry)).toEqual([]);
    expect(await stored(unread[0]?.id)).toBeNull();
    expect(idsOf(await mentions.unread(idsOf(unread)))).toEqual(idsOf(edited));
  });

  it('is left away when its mention was decided already, or is gone', async () => {
    const unread = await hearPosts(2);
    await database.query(`UPDATE mention SET stage = 'triaged' WHERE id = $1`, [unread[0]?.id]);
    await database.getRepository(MentionEntity).delete({ id: unread[1]?.id ?? '' });
    expect(await save(unread, angry)).toEqual([]);
  });

  it('of an earlier text does not count after an edit, and is replaced by the new one', async () => {
    const [mention] = await hearPosts(1);
    await save([mention as Unread], angry);
    const edited = await hearPosts(1, 'apex, edited');
    expect(idsOf(edited)).toEqual([mention?.id]);
    expect(await mentions.untriaged([mention?.id ?? ''])).toEqual([]);
    await save(edited, content);
    expect(await stored(mention?.id)).toMatchObject({ model: 'test-2', reading: content });
    expect(await mentions.untriaged([mention?.id ?? ''])).toEqual([mention?.id]);
  });

  it('of none is none', async () => {
    expect(await save([], angry)).toEqual([]);
  });
});

it('two jobs with the same mentions never wait in a circle', async () => {
  for (let round = 0; round < 10; round++) {
    const unread = await hearPosts(60, `apex ${round}`);
    const pages = [unread, unread.toReversed(), unread.slice(20), unread.toReversed().slice(20)];
    await Promise.all(pages.map((page) => save(page, angry)));
    expect(await mentions.untriaged(idsOf(unread))).toEqual(idsOf(unread));
  }
});

it('a reading and an edit of the same moment leave the mention with the reading of its text, or none', async () => {
  for (let round = 0; round < 30; round++) {
    const unread = await hearPosts(5, `apex ${round}`);
    await Promise.all([save(unread, angry), hearPosts(5, `apex ${round}, edited`)]);
    const ids = idsOf(unread);
    expect(await mentions.untriaged(ids)).toEqual([]);
    expect(idsOf(await mentions.unread(ids))).toEqual(ids);
  }
});
