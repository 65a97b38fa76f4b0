import { randomBytes } from 'node:crypto';
import type { DataSource } from '../../src/store/database.js';
import { AuthorEntity } from '../../src/store/entities/author.entity.js';
import { MentionEntity } from '../../src/store/entities/mention.entity.js';
import { MonitorEntity } from '../../src/store/entities/monitor.entity.js';
import { PollEntity } from '../../src/store/entities/poll.entity.js';
import { ReadingEntity } from '../../src/store/entities/reading.entity.js';
import { SourceEntity } from '../../src/store/entities/source.entity.js';
import { TaskEntity } from '../../src/store/entities/task.entity.js';
import { UserEntity } from '../../src/store/entities/user.entity.js';
import { MentionsStore } from '../../src/store/mentions.store.js';
import type { Reading } from '../../src/domain/reading.js';

/** Makes every mention findable by its words. */
export async function indexWords(database: DataSource): Promise<void> {
  const rows = await database.query<{ id: string }[]>(
    'SELECT id FROM mention WHERE NOT EXISTS (SELECT FROM search_entry WHERE mention_id = mention.id)',
  );
  await new MentionsStore(database).index(rows.map(({ id }) => id));
}

const unique = (): string => randomBytes(5).toString('hex');

/** Makes rows of any table, with whatever the test does not care about filled in. */
export class Records {
  constructor(private readonly database: DataSource) {}

  user(given: Partial<UserEntity> = {}): Promise<UserEntity> {
    const name = given.name ?? `Person ${unique()}`;
    const email = `${unique()}@example.org`;
    return this.database
      .getRepository(UserEntity)
      .save({ email, role: 'community-manager', ...given, name });
  }

  monitor(given: Partial<MonitorEntity> = {}): Promise<MonitorEntity> {
    return this.database
      .getRepository(MonitorEntity)
      .save({ name: `Brand ${unique()}`, any: ['apex'], ...given });
  }

  source(given: Partial<SourceEntity> = {}): Promise<SourceEntity> {
    const url = `https://forum.example/${unique()}`;
    return this.database.getRepository(SourceEntity).save({
      kind: 'feed',
      name: 'Forum',
      locator: url,
      host: 'forum.example',
      params: { url },
      intervalSeconds: 900,
      minIntervalSeconds: 300,
      maxIntervalSeconds: 21_600,
      ...given,
    });
  }

  author(given: Partial<AuthorEntity> = {}): Promise<AuthorEntity> {
    return this.database
      .getRepository(AuthorEntity)
      .save({ place: 'feed:forum.example', handle: unique(), name: null, url: null, ...given });
  }

  /** A mention that was triaged, unless `stage` says otherwise. */
  async mention(
    given: Partial<MentionEntity> & Pick<MentionEntity, 'sourceId' | 'monitorIds'>,
  ): Promise<MentionEntity> {
    const stage = given.stage ?? 'triaged';
    const mention = await this.database.getRepository(MentionEntity).save({
      externalId: unique(),
      matchedBecause: given.monitorIds.map(() => 'has "apex"'),
      text: 'My Apex player stopped working.',
      contentHash: unique(),
      occurredAt: given.publishedAt ?? new Date(),
      stage,
      actionableAt: stage === 'triaged' ? new Date() : null,
      ...given,
    });
    await new MentionsStore(this.database).index([mention.id]);
    return mention;
  }

  /** A reading of the mention's present text. */
  async reading(mentionId: string, given: Partial<Reading> = {}): Promise<ReadingEntity> {
    const { contentHash } = await this.database
      .getRepository(MentionEntity)
      .findOneByOrFail({ id: mentionId });
    const reading: Reading = {
      language: null,
      complaint: { label: 'complaint', best: 'complaint', probability: 0.9 },
      sentiment: {
        label: 'negative',
        best: 'negative',
        probabilities: { negative: 0.8, neutral: 0.1, positive: 0.1 },
      },
      topics: [{ key: 'breakdown', probability: 0.7 }],
      touchpoint: null,
      effort: null,
      leaving: null,
      urgency: null,
      evidence: [{ for: 'complaint', quote: 'stopped working' }],
      model: 'test-1',
      ...given,
    };
    return this.database
      .getRepository(ReadingEntity)
      .save({ mentionId, contentHash, model: reading.model, reading });
  }

  task(given: Partial<TaskEntity> & Pick<TaskEntity, 'monitorId'>): Promise<TaskEntity> {
    return this.database
      .getRepository(TaskEntity)
      .save({ subject: `mention:${unique()}`, priority: 60, ...given });
  }

  poll(given: Partial<PollEntity> & Pick<PollEntity, 'sourceId'>): Promise<PollEntity> {
    return this.database
      .getRepository(PollEntity)
      .save({ durationMs: 120, outcome: 'items', items: 10, matched: 2, stored: 1, ...given });
  }
}
