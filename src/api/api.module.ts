import { Module, type Provider, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { credential } from '../settings/load.js';
import { AccountsStore } from '../store/access/accounts.store.js';
import { AuditLogStore } from '../store/access/audit-log.store.js';
import { AuditSealsStore, SEALS } from '../store/access/audit-seals.store.js';
import { DirectoryStore } from '../store/access/directory.store.js';
import { Keys } from '../store/access/keys.js';
import { OidcStore } from '../store/access/oidc.store.js';
import { PasswordsStore } from '../store/access/passwords.store.js';
import { SecondStepsStore } from '../store/access/second-steps.store.js';
import { SessionsStore } from '../store/access/sessions.store.js';
import { SignInTriesStore } from '../store/access/sign-in-tries.store.js';
import { SignInStore } from '../store/access/sign-in.store.js';
import { TeamsStore } from '../store/access/teams.store.js';
import { TokensStore } from '../store/access/tokens.store.js';
import { AdminBackfillsStore } from '../store/admin-backfills.store.js';
import { AdminMonitorsStore } from '../store/admin-monitors.store.js';
import { AdminNoticesStore } from '../store/admin-notices.store.js';
import { AdminSourcesStore } from '../store/admin-sources.store.js';
import { AuditStore } from '../store/audit.store.js';
import { DataSource } from '../store/database.js';
import { DeeperStore } from '../store/deeper.store.js';
import { IdempotencyStore } from '../store/idempotency.store.js';
import { CopiesStore } from '../store/inbox/copies.store.js';
import { CustomerStore } from '../store/inbox/customer.store.js';
import { FilteredOutStore } from '../store/inbox/filtered-out.store.js';
import { InboxStore } from '../store/inbox/inbox.store.js';
import { LivenessStore } from '../store/inbox/liveness.store.js';
import { NotesStore } from '../store/inbox/notes.store.js';
import { ThreadStore } from '../store/inbox/thread.store.js';
import { BulkRunsStore } from '../store/inbox/bulk-runs.store.js';
import { BulkWorkStore } from '../store/inbox/bulk-work.store.js';
import { SavedViewsStore } from '../store/inbox/saved-views.store.js';
import { MacrosStore } from '../store/inbox/macros.store.js';
import { ClaimsStore } from '../store/inbox/claims.store.js';
import { MentionChangesStore } from '../store/inbox/mention-changes.store.js';
import { MentionDetailStore } from '../store/inbox/mention-detail.store.js';
import { JudgingsStore } from '../store/judgings.store.js';
import { LessonsStore } from '../store/lessons.store.js';
import { ModelsStore } from '../store/models.store.js';
import { NotificationRulesStore } from '../store/notifications/notification-rules.store.js';
import { NotificationsStore } from '../store/notifications/notifications.store.js';
import { PushStore } from '../store/notifications/push.store.js';
import { PeopleStore } from '../store/people.store.js';
import { PresenceStore } from '../store/presence.store.js';
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
import { Arrival } from './auth/arrival.js';
import { IdentityProvider } from './auth/identity-provider.js';
import { KnownBrowser } from './auth/known-browser.js';
import { OidcController } from './auth/oidc.controller.js';
import { PasswordHashing } from './auth/password-hashing.js';
import { SecondStep } from './auth/second-step.js';
import { SessionController } from './auth/session.controller.js';
import { SignIn } from './auth/sign-in.js';
import { SingleSignOn } from './auth/single-sign-on.js';
import { AuditController } from './people/audit.controller.js';
import { MeController } from './people/me.controller.js';
import { MySessionsController } from './people/my-sessions.controller.js';
import { PasswordController } from './people/password.controller.js';
import { PermissionsController } from './people/permissions.controller.js';
import { SetUpController } from './people/set-up.controller.js';
import { TeamsController } from './people/teams.controller.js';
import { TokensController } from './people/tokens.controller.js';
import { TotpController } from './people/totp.controller.js';
import { UsersController } from './people/users.controller.js';
import { IdempotencyInterceptor } from './http/idempotency.interceptor.js';
import { ProblemFilter } from './http/problem.filter.js';
import { RequestPipe } from './http/request.pipe.js';
import { BulkController } from './inbox/bulk.controller.js';
import { SavedViewsController } from './inbox/saved-views.controller.js';
import { MacrosController } from './inbox/macros.controller.js';
import { MentionChangesController } from './inbox/mention-changes.controller.js';
import { FilteredOutController } from './inbox/filtered-out.controller.js';
import { LivenessController } from './inbox/liveness.controller.js';
import { MentionsController } from './inbox/mentions.controller.js';
import { NotesController } from './inbox/notes.controller.js';
import { ThreadController } from './inbox/thread.controller.js';
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
import { NotificationRulesController } from './notifications/notification-rules.controller.js';
import { NotificationsController } from './notifications/notifications.controller.js';
import { PushController } from './notifications/push.controller.js';
import { UnsubscribeController } from './notifications/unsubscribe.controller.js';
import { PresenceController } from './presence/presence.controller.js';
import { PresenceSweep } from './presence/presence-sweep.js';
import { TaxonomyInForce } from './taxonomy.js';
import { JudgingController } from './teaching/judging.controller.js';
import { ReadingController } from './teaching/reading.controller.js';
import { ProposalsController } from './topics/proposals.controller.js';
import { TaxonomyController } from './topics/taxonomy.controller.js';
import { TopicsController } from './topics/topics.controller.js';

const STORES: readonly Type[] = [
  AccountsStore,
  AuditLogStore,
  DirectoryStore,
  OidcStore,
  PasswordsStore,
  SecondStepsStore,
  SessionsStore,
  SignInTriesStore,
  TeamsStore,
  AdminBackfillsStore,
  AdminMonitorsStore,
  AdminNoticesStore,
  AdminSourcesStore,
  AuditStore,
  DeeperStore,
  IdempotencyStore,
  InboxStore,
  BulkRunsStore,
  BulkWorkStore,
  MacrosStore,
  SavedViewsStore,
  ClaimsStore,
  MentionChangesStore,
  MentionDetailStore,
  CopiesStore,
  CustomerStore,
  FilteredOutStore,
  LivenessStore,
  NotesStore,
  ThreadStore,
  JudgingsStore,
  LessonsStore,
  ModelsStore,
  NotificationRulesStore,
  NotificationsStore,
  PushStore,
  PresenceStore,
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
    OidcController,
    SetUpController,
    MeController,
    PasswordController,
    TotpController,
    MySessionsController,
    TeamsController,
    PermissionsController,
    AuditController,
    MentionsController,
    NotesController,
    ThreadController,
    LivenessController,
    FilteredOutController,
    MentionChangesController,
    BulkController,
    MacrosController,
    SavedViewsController,
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
    NotificationsController,
    NotificationRulesController,
    PushController,
    UnsubscribeController,
    PresenceController,
    HealthController,
    MetricsController,
  ],
  providers: [
    ...STORES.map(storeProvider),
    TaxonomyInForce,
    PresenceSweep,
    {
      provide: Keys,
      useFactory: (database: DataSource) => new Keys(database, credential('EARSHOT_SECRET')),
      inject: [DataSource],
    },
    {
      provide: AuditSealsStore,
      useFactory: (database: DataSource, keys: Keys) =>
        new AuditSealsStore(database, () => keys.of(SEALS)),
      inject: [DataSource, Keys],
    },
    PasswordHashing,
    SecondStep,
    KnownBrowser,
    SignIn,
    Arrival,
    IdentityProvider,
    SingleSignOn,
    AuthGuard,
    { provide: APP_GUARD, useExisting: AuthGuard },
    { provide: APP_PIPE, useClass: RequestPipe },
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
})
export class ApiModule {}
