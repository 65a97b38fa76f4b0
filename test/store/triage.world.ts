import { beforeEach } from 'vitest';
import type { Item } from '../../src/domain/mention.js';
import { triage } from '../../src/domain/triage.js';
import type { DataSource } from '../../src/store/database.js';
import { MentionEntity } from '../../src/store/entities/mention.entity.js';
import type { MonitorEntity } from '../../src/store/entities/monitor.entity.js';
import { TaskEntity } from '../../src/store/entities/task.entity.js';
import { MentionChangesStore } from '../../src/store/inbox/mention-changes.store.js';
import { TaskChangesStore } from '../../src/store/tasks/task-changes.store.js';
import { TriageStore } from '../../src/store/triage.store.js';
import { addMonitor, addSource, addUser, hearAndRead, makeItem } from '../support/makers.js';
import { openDatabase, truncate } from '../support/database.js';

/** A database with one monitor and one place of its own, empty of mentions before each test. */
export class TriageWorld {
  readonly store: TriageStore;
  readonly people: MentionChangesStore;
  readonly work: TaskChangesStore;
  private origin = { id: '', place: 'feed:forum.example', ownedByMonitorId: '' };
  private posts = 0;

  private constructor(
    readonly database: DataSource,
    readonly monitor: MonitorEntity,
    readonly userId: string,
  ) {
    this.store = new TriageStore(database);
    this.people = new MentionChangesStore(database);
    this.work = new TaskChangesStore(database);
  }

  static async open(): Promise<TriageWorld> {
    const { database } = await openDatabase();
    const monitor = await addMonitor(database, { ownAccounts: ['apex_care'] });
    const world = new TriageWorld(database, monitor, await addUser(database));
    beforeEach(() => world.clear());
    return world;
  }

  async clear(): Promise<void> {
    await truncate(this.database, 'mention, task, author, audit_entry CASCADE');
    const { id } = await addSource(this.database);
    this.origin = { ...this.origin, id, ownedByMonitorId: this.monitor.id };
    this.posts = 0;
  }

  /** A post that WordReader understands; each is an hour later than the one before. */
  post(text: string, handle: string | null = 'ann', given: Partial<Item> = {}): Item {
    const n = this.posts++;
    const author = handle === null ? null : { name: null, handle, url: null };
    const publishedAt = new Date(Date.UTC(2026, 2, 1, n)).toISOString();
    return makeItem({ externalId: `post-${n}`, text, author, publishedAt, ...given });
  }

  read(...items: Item[]): Promise<string[]> {
    return hearAndRead(this.database, this.origin, items);
  }

  decide(ids: readonly string[]): Promise<string[]> {
    return this.store.decide(ids, (candidates) => triage(candidates, 50));
  }

  mention(id = ''): Promise<MentionEntity> {
    return this.database.getRepository(MentionEntity).findOneByOrFail({ id });
  }

  tasks(): Promise<TaskEntity[]> {
    return this.database.getRepository(TaskEntity).find({ order: { id: 'ASC' } });
  }

  /** The tasks that these mentions are in. */
  taskIds(ids: readonly string[]): Promise<(string | null)[]> {
    return Promise.all(ids.map(async (id) => (await this.mention(id)).taskId));
  }

  async history(taskId = ''): Promise<string[]> {
    const lines = await this.database.query<{ action: string }[]>(
      `SELECT action FROM audit_entry WHERE subject_kind = 'task' AND subject_id = $1 ORDER BY id`,
      [taskId],
    );
    return lines.map(({ action }) => action);
  }
}
