import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { shippedModels } from '../../classify/teaching/shipped.js';
import { TeacherApart } from '../../classify/teaching/teacher.js';
import { Bus } from '../../queue/bus.js';
import type { Settings } from '../../settings/schema.js';
import { SETTINGS } from '../../settings/token.js';
import { DataSource } from '../../store/database.js';
import { LessonsStore } from '../../store/lessons.store.js';
import { ModelsStore } from '../../store/models.store.js';
import { RereadingsStore } from '../../store/rereadings.store.js';
import { TeachingRunsStore } from '../../store/teaching-runs.store.js';
import { sendOn } from '../ingest.js';
import { Ticks } from '../polling/ticks.js';
import { TeachModels } from './teach-models.js';

const TEACH_MS = 2_000;
const REREAD_MS = 1_000;
/** Mentions on their way to be read again at a time, in pages of `triage.pageSize`. */
const PAGES_WAITING = 2;
/** The hour (UTC) from which on a night's run is asked for. */
export const NIGHT_HOUR = 3;

/**
 * Teaches the models, every night and when a person asks for it, and has open mentions read again when
 * another model serves. Any number of schedulers may run: the rows hold the claims.
 */
@Injectable()
export class TeachingCron implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly ticks: Ticks;
  private readonly ending = new AbortController();
  private readonly runs: TeachingRunsStore;
  private readonly rereadings: RereadingsStore;
  private readonly models: TeachModels;

  constructor(
    registry: SchedulerRegistry,
    database: DataSource,
    private readonly bus: Bus,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.ticks = new Ticks(registry, new Logger('teaching'));
    this.runs = new TeachingRunsStore(database);
    this.rereadings = new RereadingsStore(database);
    this.models = new TeachModels({
      models: new ModelsStore(database),
      lessons: new LessonsStore(database),
      runs: this.runs,
      teacher: new TeacherApart(),
      shipped: shippedModels,
    });
  }

  onApplicationBootstrap(): void {
    this.ticks.every('teaching', TEACH_MS, () => this.teach());
    this.ticks.every('rereading', REREAD_MS, () => this.reread());
  }

  onApplicationShutdown(): Promise<void> {
    this.ending.abort();
    return this.ticks.stop();
  }

  /** @param now for the night that it is */
  async teach(now = new Date()): Promise<void> {
    const night = nightOf(now);
    if (night !== null) await this.runs.askForNight(night);
    await this.models.run(this.ending.signal);
  }

  /** Sends the next open mentions to be read by the models that serve now. */
  async reread(): Promise<void> {
    const { pageSize } = this.settings.triage;
    const most = PAGES_WAITING * pageSize;
    const ids = await this.rereadings.next(most, most);
    await sendOn(this.bus, 'read', ids, pageSize);
  }
}

/** The date of the night's run that is due; null before its hour. */
function nightOf(now: Date): string | null {
  return now.getUTCHours() < NIGHT_HOUR ? null : now.toISOString().slice(0, 10);
}
