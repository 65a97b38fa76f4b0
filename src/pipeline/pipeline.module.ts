import { type DynamicModule, Logger, Module, type Provider } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { DataSource } from '../store/database.js';
import { loadReader } from '../classify/reader.js';
import type { Reader } from '../domain/reading.js';
import { BackfillsStore } from '../store/backfills.store.js';
import { MentionsStore } from '../store/mentions.store.js';
import { MonitorsStore } from '../store/monitors.store.js';
import { NoticesStore } from '../store/notices.store.js';
import { ReadingsStore } from '../store/readings.store.js';
import { RechecksStore } from '../store/rechecks.store.js';
import { SourcesStore } from '../store/sources.store.js';
import { TriageStore } from '../store/triage.store.js';
import { BackfillStep } from './upkeep/backfill.step.js';
import { ErrandsCron } from './upkeep/errands.cron.js';
import { HealthCron } from './polling/health.cron.js';
import { PollStep } from './poll.step.js';
import { ReadStep } from './read.step.js';
import { RecheckStep } from './upkeep/recheck.step.js';
import { ScheduleCron } from './schedule.cron.js';
import { READER } from './tokens.js';
import { TriageStep } from './triage.step.js';

const STORES: Provider[] = [
  SourcesStore,
  MonitorsStore,
  NoticesStore,
  MentionsStore,
  ReadingsStore,
  TriageStore,
  RechecksStore,
  BackfillsStore,
].map((store) => ({
  provide: store,
  useFactory: (database: DataSource) => new store(database),
  inject: [DataSource],
}));

/** The stages that do the work, in the order a mention passes them. */
export const STEPS = [PollStep, ReadStep, TriageStep, RecheckStep, BackfillStep] as const;

/** The way of a mention: schedule → poll → read → triage. */
@Module({})
export class PipelineModule {
  /** @param parts which of it this process does */
  static with(parts: { schedule: boolean; work: boolean }): DynamicModule {
    return {
      module: PipelineModule,
      imports: parts.schedule ? [ScheduleModule.forRoot()] : [],
      providers: [
        ...STORES,
        ...(parts.schedule ? [ScheduleCron, HealthCron, ErrandsCron] : []),
        ...(parts.work ? [...STEPS, { provide: READER, useFactory: readyReader }] : []),
      ],
    };
  }
}

/** Loads the models with the start: one that cannot be used must stop it, not every mention. */
function readyReader(): Reader {
  const reader = loadReader();
  new Logger('read').debug(`reads with ${reader.model}`);
  return reader;
}
