import { Module, type Provider, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { SignInStore } from '../store/access/sign-in.store.js';
import { TokensStore } from '../store/access/tokens.store.js';
import { AdminBackfillsStore } from '../store/admin-backfills.store.js';
import { AdminMonitorsStore } from '../store/admin-monitors.store.js';
import { AdminNoticesStore } from '../store/admin-notices.store.js';
import { AdminSourcesStore } from '../store/admin-sources.store.js';
import { AuditStore } from '../store/audit.store.js';
import { DataSource } from '../store/database.js';
import { DeeperStore } from '../store/deeper.store.js';
import { IdempotencyStore } from '../store/idempotency.store.js';
import { InboxStore } from '../store/inbox/inbox.store.js';
import { MentionChangesStore } from '../store/inbox/mention-changes.store.js';
import { MentionDetailStore } from '../store/inbox/mention-detail.store.js';
import { JudgingsStore } from '../store/judgings.store.js';
import { LessonsStore } from '../store/lessons.store.js';
import { ModelsStore } from '../store/models.store.js';
import { PeopleStore } from '../store/people.store.js';
import { ReadingCardStore } from '../store/reading-card.store.js';
import { RereadingsStore } from '../store/rereadings.store.js';
import { SourceDetailStore } from '../store/source-detail.store.js';
import { SourceTimelinesStore } from '../store/source-timelines.store.js';
import { TaskChangesStore } from '../store/tasks/task-changes.store.js';
import { TasksStore } from '../store/tasks/tasks.store.js';
import { TeachingRunsStore } from '../store/teaching-runs.store.js';
import { ProposalListStore } from '../store/proposal-list.store.js';
import { ProposalRunsStore } from '../store/proposal-runs.store.js';
import { ProposalsStore } from '../store/proposals.store.js';
import { RelabellingStore } from '../store/relabelling.store.js';
import { TaxonomiesStore } from '../store/taxonomies.store.js';
import { TaxonomyPreviewsStore } from '../store/taxonomy-previews.store.js';
import { TopicsStore } from '../store/topics.store.js';
import { AuthGuard } from './auth/auth.guard.js';
import { SessionController } from './auth/session.controller.js';
import { TokensController } from './auth/tokens.controller.js';
import { UsersController } from './auth/users.controller.js';
import { IdempotencyInterceptor } from './http/idempotency.interceptor.js';
import { ProblemFilter } from './http/problem.filter.js';
import { RequestPipe } from './http/request.pipe.js';
import { MentionsController } from './inbox/mentions.controller.js';
import { TasksController } from './inbox/tasks.controller.js';
import { IntakeController } from './intake/intake.controller.js';
import { SourceIntakeController } from './intake/source-intake.controller.js';
import { WebSubController } from './intake/websub.controller.js';
import { BackfillsController } from './listening/backfills.controller.js';
import { MonitorsController } from './listening/monitors.controller.js';
import { NoticesController } from './listening/notices.controller.js';
import { SourceKindsController } from './listening/source-kinds.controller.js';
import { SourcesController } from './listening/sources.controller.js';
import { DeeperController } from './operation/deeper.controller.js';
import { EventsController } from './operation/events.controller.js';
import { HealthController } from './operation/health.controller.js';
import { MetricsController } from './operation/metrics.controller.js';
import { OperationController } from './operation/operation.controller.js';
import { TaxonomyInForce } from './taxonomy.js';
import { JudgingController } from './teaching/judging.controller.js';
import { ReadingController } from './teaching/reading.controller.js';
import { ProposalsController } from './topics/proposals.controller.js';
import { TaxonomyController } from './topics/taxonomy.controller.js';
import { TopicsController } from './topics/topics.controller.js';

const STORES: readonly Type[] = [
  AdminBackfillsStore,
  AdminMonitorsStore,
  AdminNoticesStore,
  AdminSourcesStore,
  AuditStore,
  DeeperStore,
  IdempotencyStore,
  InboxStore,
  MentionChangesStore,
  MentionDetailStore,
  JudgingsStore,
  LessonsStore,
  ModelsStore,
  PeopleStore,
  ReadingCardStore,
  RereadingsStore,
  SignInStore,
  SourceDetailStore,
  SourceTimelinesStore,
  TaskChangesStore,
  TasksStore,
  TeachingRunsStore,
  TokensStore,
  TopicsStore,
  ProposalListStore,
  ProposalRunsStore,
  ProposalsStore,
  RelabellingStore,
  TaxonomiesStore,
  TaxonomyPreviewsStore,
];

/** Stores know nothing of Nest; each is given the database. */
const storeProvider = (store: Type): Provider => ({
  provide: store,
  useFactory: (database: DataSource) => new store(database),
  inject: [DataSource],
});

/**
 * The API. It needs, from a global module: DataSource, Bus, Changes, SETTINGS, PLACES, RECEIVER,
 * HUB_LISTENER, SHIPPED and TAXONOMY_FILE.
 */
@Module({
  controllers: [
    SessionController,
    MentionsController,
    TasksController,
    TopicsController,
    TaxonomyController,
    ProposalsController,
    ReadingController,
    JudgingController,
    SourcesController,
    SourceIntakeController,
    IntakeController,
    WebSubController,
    SourceKindsController,
    BackfillsController,
    NoticesController,
    MonitorsController,
    UsersController,
    TokensController,
    OperationController,
    DeeperController,
    EventsController,
    HealthController,
    MetricsController,
  ],
  providers: [
    ...STORES.map(storeProvider),
    TaxonomyInForce,
    AuthGuard,
    { provide: APP_GUARD, useExisting: AuthGuard },
    { provide: APP_PIPE, useClass: RequestPipe },
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
})
export class ApiModule {}
