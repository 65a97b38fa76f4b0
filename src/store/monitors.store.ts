import type { DataSource } from 'typeorm';
import { MonitorEntity } from './entities/monitor.entity.js';

/** What we listen for. */
export class MonitorsStore {
  constructor(private readonly database: DataSource) {}

  /** Oldest first: the first that matches a post is the one that work is opened for. */
  all(): Promise<MonitorEntity[]> {
    return this.database.getRepository(MonitorEntity).find({ order: { id: 'ASC' } });
  }

  /** @throws when a monitor of this name is there already */
  async add(
    given: Pick<MonitorEntity, 'name' | 'any' | 'all' | 'none' | 'ownAccounts'> &
      Partial<Pick<MonitorEntity, 'brandNames' | 'competitors'>>,
  ): Promise<MonitorEntity> {
    const monitors = this.database.getRepository(MonitorEntity);
    return monitors.save(
      monitors.create({ ...given, ownAccounts: given.ownAccounts.map(handleKey) }),
    );
  }
}

/** A handle as it is compared: lower case, without the @ that people write before it. */
export const handleKey = (handle: string): string => handle.trim().replace(/^@/, '').toLowerCase();
