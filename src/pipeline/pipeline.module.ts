import { type DynamicModule, Logger, Module, type Provider } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { DataSource } from '../store/database.js';
import { openEngine } from '../classify/engine-thread.js';
import { Meanings } from '../classify/meaning.js';
import type { Reader } from '../domain/reading.js';
import type { Settings } from '../settings/schema.js';
import { SETTINGS } from '../settings/token.js';
import { BulkRunsStore } from '../store/inbox/bulk-runs.store.js';
import { BulkWorkStore } from '../store/inbox/bulk-work.store.js';
import { ReturnsStore } from '../store/inbox/returns.store.js';
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
import { BulkStep } from './bulk/bulk.step.js';
import { InboxCron } from './bulk/inbox.cron.js';
import { AuditSealsCron } from './upkeep/audit-seals.cron.js';
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
import { TellingCron } from './telling/telling.cron.js';
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
  BulkRunsStore,
  BulkWorkStore,
  ReturnsStore,
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
  BulkStep,
] as const;

const READING: Provider[] = [
  { provide: MEANINGS, useFactory: meaningsOf, inject: [SETTINGS] },
  {
    provide: READER,
    useFactory: readyReader,
    inject: [ModelsStore, TaxonomiesStore, SETTINGS, DataSource],
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
          ? [
              ScheduleCron,
              HealthCron,
              ErrandsCron,
              TeachingCron,
              TopicsCron,
              TellingCron,
              InboxCron,
              AuditSealsCron,
            ]
          : []),
        ...(parts.work ? [...STEPS, ...READING] : []),
      ],
    };
  }
}

/** The encoder for stored texts; it is opened when one first needs it. Reading has its own. */
function meaningsOf({ reading }: Settings): Meanings {
  const onFallback = (reason: unknown): void =>
    new Logger('read').warn(
      `the sentence encoder runs in WebAssembly, more slowly: ${String(reason)}`,
    );
  return new Meanings({ precision: reading.precision, onFallback });
}

/** Loads the models with the start: one that cannot be used must stop it, not every mention. */
async function readyReader(
  models: ModelsStore,
  taxonomies: TaxonomiesStore,
  settings: Settings,
  database: DataSource,
): Promise<Reader> {
  const log = new Logger('read');
  const engine = openEngine(settings.reading, (what) => log.warn(what));
  await engine.use({ taught: [], taxonomy: null });
  log.debug(`reads with ${engine.model}`);
  return deepened(new ServingReader(models, taxonomies, engine), settings, database);
}
