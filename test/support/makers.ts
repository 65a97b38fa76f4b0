import type { Candidate } from '../../src/domain/triage.js';
import type { Item } from '../../src/domain/mention.js';
import type { Read, Reading, ReadInput, Reader } from '../../src/domain/reading.js';
import { loadSettings } from '../../src/settings/load.js';
import type { Settings } from '../../src/settings/schema.js';
import type { DataSource } from '../../src/store/database.js';
import { MonitorEntity } from '../../src/store/entities/monitor.entity.js';
import { SourceEntity } from '../../src/store/entities/source.entity.js';
import { hear } from '../../src/pipeline/ingest.js';
import { MentionsStore } from '../../src/store/mentions.store.js';
import { MonitorsStore } from '../../src/store/monitors.store.js';
import { ReadingsStore } from '../../src/store/readings.store.js';

/** Numbers that look random and are the same in every run (mulberry32). */
export class Dice {
  constructor(private state: number) {}

  /** In 0 (inclusive) .. 1 (exclusive). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number in 0 .. below - 1. */
  below(below: number): number {
    return Math.floor(this.next() * below);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T;
  }

  shuffled<T>(given: readonly T[]): T[] {
    const all = [...given];
    for (let last = all.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      [all[last], all[other]] = [all[other] as T, all[last] as T];
    }
    return all;
  }
}

/** A post as a connector gives it. */
export function makeItem(given: Partial<Item> = {}): Item {
  return {
    externalId: 'post-1',
    url: 'https://forum.example/post/1',
    title: 'A title',
    text: 'Some words about Apex.',
    author: { name: 'Ann', handle: 'ann', url: null },
    publishedAt: '2026-03-01T10:00:00.000Z',
    updatedAt: null,
    rating: null,
    tags: [],
    parentId: null,
    language: null,
    ...given,
  };
}

/** A reading that says nothing but what is given. */
export function makeReading(given: Partial<Reading> = {}): Reading {
  return {
    language: null,
    complaint: null,
    sentiment: null,
    topics: null,
    touchpoint: null,
    effort: null,
    leaving: null,
    urgency: null,
    evidence: [],
    model: 'test-1',
    ...given,
  };
}

export const complaintOf = (probability: number): Reading['complaint'] => ({
  label: 'complaint',
  best: 'complaint',
  probability,
});

/** A mention that was read, as triage sees it: a sure complaint of author 1 about deliveries. */
export function makeCandidate(given: Partial<Candidate> = {}): Candidate {
  return {
    id: '1',
    monitorId: '1',
    authorId: '1',
    topic: 'delivery',
    occurredAt: new Date('2026-03-01T10:00:00Z'),
    gone: false,
    task: null,
    complaint: 'complaint',
    complaintProbability: 1,
    sentiment: null,
    effort: null,
    leaving: null,
    urgency: null,
    rating: null,
    ours: false,
    ...given,
  };
}

/**
 * Reads by plain words, so that a test can see what must come out: "angry" is a complaint,
 * "cross" one that is less sure, and `#word` is a topic. Other texts are none.
 */
export class WordReader implements Reader {
  readonly model = 'words-1';

  read(inputs: readonly ReadInput[]): Promise<Read[]> {
    return Promise.resolve(inputs.map((input) => ({ reading: this.one(input), vector: null })));
  }

  private one({ text }: ReadInput): Reading {
    const sure = text.includes('angry') ? 0.95 : text.includes('cross') ? 0.6 : 0.1;
    const label = sure > 0.5 ? 'complaint' : 'other';
    return makeReading({
      complaint: { label, best: label, probability: sure },
      topics: [...text.matchAll(/#(\w+)/g)].map(([, key = '']) => ({ key, probability: 0.9 })),
      evidence: sure > 0.5 ? [{ for: 'complaint', quote: sure > 0.9 ? 'angry' : 'cross' }] : [],
      model: this.model,
    });
  }
}

/** The defaults, with what is given laid over them. */
export function makeSettings(
  given: { [Room in keyof Settings]?: Partial<Settings[Room]> } = {},
): Settings {
  const defaults = loadSettings({});
  return {
    ...defaults,
    schedule: { ...defaults.schedule, ...given.schedule },
    poll: { ...defaults.poll, ...given.poll },
    triage: { ...defaults.triage, ...given.triage },
  };
}

export function addMonitor(
  database: DataSource,
  given: Partial<MonitorEntity> = {},
): Promise<MonitorEntity> {
  const monitors = database.getRepository(MonitorEntity);
  return monitors.save(
    monitors.create({ name: 'Apex', any: ['apex'], all: [], none: [], ownAccounts: [], ...given }),
  );
}

/**
 * Posts as they are before triage: heard at a place of our own, and read by `WordReader`.
 *
 * @returns the ids of the mentions, in the order of the posts
 */
export async function hearAndRead(
  database: DataSource,
  source: { id: string; place: string; ownedByMonitorId: string },
  items: readonly Item[],
): Promise<string[]> {
  const mentions = new MentionsStore(database);
  const monitors = await new MonitorsStore(database).all();
  const { fresh } = await database.transaction((transaction) =>
    mentions.saveHeard(transaction, source, hear(items, source, monitors), new Date()),
  );
  const unread = await mentions.unread(fresh);
  const reads = await new WordReader().read(unread);
  await new ReadingsStore(database).save(
    unread.map(({ id, contentHash }, at) => ({
      mentionId: id,
      contentHash,
      ...(reads[at] as Read),
    })),
  );
  const rows = await database.query<{ id: string; externalId: string }[]>(
    'SELECT id, external_id AS "externalId" FROM mention WHERE source_id = $1',
    [source.id],
  );
  const ids = new Map(rows.map(({ id, externalId }) => [externalId, id]));
  return items.map(({ externalId }) => ids.get(externalId) as string);
}

let placesMade = 0;

/** A place that is due now. */
export function addSource(
  database: DataSource,
  given: Partial<SourceEntity> = {},
): Promise<SourceEntity> {
  const locator = `https://forum.example/feed/${++placesMade}`;
  const sources = database.getRepository(SourceEntity);
  return sources.save(
    sources.create({
      kind: 'feed',
      name: `Forum ${placesMade}`,
      locator,
      host: 'forum.example',
      params: { url: given.locator ?? locator },
      intervalSeconds: 900,
      minIntervalSeconds: 300,
      maxIntervalSeconds: 21_600,
      ...given,
    }),
  );
}

/** @returns the id of the user */
export async function addUser(database: DataSource, name = 'Mia'): Promise<string> {
  const [{ id }] = await database.query<[{ id: string }]>(
    `INSERT INTO app_user (name, email, role) VALUES ($1, $1 || '@example.org', 'community-manager') RETURNING id`,
    [name],
  );
  return id;
}
