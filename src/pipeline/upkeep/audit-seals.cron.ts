import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { credential } from '../../settings/load.js';
import { AuditSealsStore, SEALS } from '../../store/access/audit-seals.store.js';
import { Keys } from '../../store/access/keys.js';
import { DataSource } from '../../store/database.js';
import { Ticks } from '../polling/ticks.js';

const SEAL_MS = 10 * 60_000;
/** Whoever writes longer than this is waited for the next time. */
const PATIENCE_MS = 5_000;

/** Seals what was written into the audit log. Any number may run. */
@Injectable()
export class AuditSealsCron implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly ticks: Ticks;
  private readonly seals: AuditSealsStore;

  constructor(registry: SchedulerRegistry, database: DataSource) {
    this.ticks = new Ticks(registry, new Logger('audit'));
    const keys = new Keys(database, credential('EARSHOT_SECRET'));
    this.seals = new AuditSealsStore(database, () => keys.of(SEALS));
  }

  onApplicationBootstrap(): void {
    this.ticks.every('audit-seals', SEAL_MS, async () => {
      await this.seals.seal(PATIENCE_MS);
    });
  }

  onApplicationShutdown(): Promise<void> {
    return this.ticks.stop();
  }
}
