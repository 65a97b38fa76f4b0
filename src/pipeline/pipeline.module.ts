import { type DynamicModule, Logger, Module, type Provider } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { DataSource } from '../store/database.js';
import { Meanings } from '../classify/meaning.js';
import type { Reader } from '../domain/reading.js';
import type { Settings } from '../settings/schema.js';
import { SETTINGS } from '../settings/token.js';
import { BackfillsStore } from '../store/backfills.store.js';
import { MentionsStore } from '../store/mentions.store.js';
import { ModelsStore } from '../store/models.store.js';
import { MonitorsStore } from '../store/monitors.store.js';
import { NoticesStore } from '../store/notices.store.js';
import { ProposalRunsStore } from '../store/proposal-runs.store.js';
import { ProposalsStore } from '../store/proposals.store.js';
import { ReadingsStore } from '../store/readings.store.js';
import { RelabellingStore } from '../store/relabelling.store.js';
import { RechecksStore } from '../store/rechecks.store.js';
import { SourcesStore } from '../store/sources.store.js';
import { TaxonomiesStore } from '../store/taxonomies.store.js';
import { TaxonomyPreviewsStore } from '../store/taxonomy-previews.store.js';
import { TopicsStore } from '../store/topics.store.js';
import { TriageStore } from '../store/triage.store.js';
import { BackfillStep } from './upkeep/backfill.step.js';
import { deepened } from './deeper-reader.js';
import { ErrandsCron } from './upkeep/errands.cron.js';
import { HealthCron } from './polling/health.cron.js';
import { PollStep } from './poll.step.js';
import { ReadStep } from './read.step.js';
import { RecheckStep } from './upkeep/recheck.step.js';
import { ServingReader } from './serving-reader.js';
import { ScheduleCron } from './schedule.cron.js';
import { TeachingCron } from './teaching/teaching.cron.js';
import { MEANINGS, READER } from './tokens.js';
import { PreviewStep } from './topics/preview.step.js';
import { ProposeStep } from './topics/propose.step.js';
import { RelabelStep } from './topics/relabel.step.js';
import { headsInForce, Relabellers } from './topics/relabellers.js';
import { TopicsCron } from './topics/topics.cron.js';
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
  ModelsStore,
  TaxonomiesStore,
  TaxonomyPreviewsStore,
  RelabellingStore,
  ProposalsStore,
  ProposalRunsStore,
  TopicsStore,
].map((store) => ({
  provide: store,
  useFactory: (database: DataSource) => new store(database),
  inject: [DataSource],
}));

/** The stages that do the work, in the order a mention passes them. */
export const STEPS = [
  PollStep,
  ReadStep,
  TriageStep,
  RecheckStep,
  BackfillStep,
  RelabelStep,
  PreviewStep,
  ProposeStep,
] as const;

const READING: Provider[] = [
  { provide: MEANINGS, useFactory: meaningsOf, inject: [SETTINGS] },
  {
    provide: READER,
    useFactory: readyReader,
    inject: [ModelsStore, TaxonomiesStore, MEANINGS, SETTINGS, DataSource],
  },
  {
    provide: Relabellers,
    useFactory: (models: ModelsStore, meanings: Meanings, { reading }: Settings) =>
      new Relabellers(reading.deep ? meanings : null, headsInForce(models)),
    inject: [ModelsStore, MEANINGS, SETTINGS],
  },
];

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
        ...(parts.schedule
          ? [ScheduleCron, HealthCron, ErrandsCron, TeachingCron, TopicsCron]
          : []),
        ...(parts.work ? [...STEPS, ...READING] : []),
      ],
    };
  }
}

/** The encoder is opened when a text first needs it; all of a process share it. */
function meaningsOf({ reading }: Settings): Meanings {
  const onFallback = (reason: unknown): void =>
    new Logger('read').warn(
      `the sentence encoder runs in WebAssembly, more slowly: ${String(reason)}`,
    );
  return new Meanings({ precision: reading.precision, onFallback });
}

/** Loads the models with the start: one that cannot be used must stop it, not every mention. */
function readyReader(
  models: ModelsStore,
  taxonomies: TaxonomiesStore,
  meanings: Meanings,
  settings: Settings,
  database: DataSource,
): Reader {
  const { deep } = settings.reading;
  const reader = new ServingReader(models, taxonomies, deep ? meanings : null);
  new Logger('read').debug(`reads with ${reader.model}`);
  return deepened(reader, settings, database);
}
