import { ApiTokenEntity, SessionEntity, SignInLinkEntity } from './access.entity.js';
import {
  PasswordEntity,
  RecoveryCodeEntity,
  SecondStepEntity,
  SignInTryEntity,
} from './account.entity.js';
import { AuditEntryEntity } from './audit-entry.entity.js';
import { AuditSealEntity } from './audit-seal.entity.js';
import { AuthorEntity } from './author.entity.js';
import { BackfillEntity } from './backfill.entity.js';
import { BudgetEntity } from './budget.entity.js';
import { CorrectionEntity } from './correction.entity.js';
import { CoverageEntity } from './coverage.entity.js';
import { DeeperDayEntity } from './deeper-day.entity.js';
import { DeliveryEntity } from './delivery.entity.js';
import { HostEntity } from './host.entity.js';
import { IdempotencyKeyEntity } from './idempotency-key.entity.js';
import { InstallationEntity } from './installation.entity.js';
import { InboxTallyEntity } from './inbox-tally.entity.js';
import { JudgingEntity } from './judging.entity.js';
import { MentionEntity } from './mention.entity.js';
import { ModelEntity } from './model.entity.js';
import { MonitorEntity } from './monitor.entity.js';
import { NoticeEntity } from './notice.entity.js';
import { PollEntity } from './poll.entity.js';
import { ReadingEntity } from './reading.entity.js';
import { ProposalRunEntity } from './proposal-run.entity.js';
import { RereadingEntity } from './rereading.entity.js';
import { RevisionEntity } from './revision.entity.js';
import { SearchEntryEntity } from './search-entry.entity.js';
import { SourceEntity } from './source.entity.js';
import { SubscriptionEntity } from './subscription.entity.js';
import { TaskEntity } from './task.entity.js';
import { TaxonomyPreviewEntity } from './taxonomy-preview.entity.js';
import { TaxonomyVersionEntity } from './taxonomy-version.entity.js';
import { TeachingRunEntity } from './teaching-run.entity.js';
import { TopicProposalEntity } from './topic-proposal.entity.js';
import { BulkItemEntity, BulkRunEntity } from './bulk.entity.js';
import { MacroEntity, SavedViewEntity } from './inbox-habits.entity.js';
import { LookEntity } from './look.entity.js';
import { NoteEntity, NoteRevisionEntity } from './note.entity.js';
import {
  MentionUntoldEntity,
  NotificationEntity,
  NotificationRulesEntity,
  NotificationSendingEntity,
  OutgoingMessageEntity,
} from './notification.entity.js';
import { PushKeyEntity, PushSubscriptionEntity } from './push.entity.js';
import { PresenceEntity } from './presence.entity.js';
import { OidcAttemptEntity, OidcIdentityEntity } from './oidc.entity.js';
import { TeamEntity, TeamMemberEntity } from './team.entity.js';
import { UserEntity } from './user.entity.js';

/** Every table, for TypeORM. */
export const ENTITIES = [
  MonitorEntity,
  SourceEntity,
  PollEntity,
  AuthorEntity,
  UserEntity,
  TaskEntity,
  MentionEntity,
  RevisionEntity,
  SearchEntryEntity,
  ReadingEntity,
  CorrectionEntity,
  SessionEntity,
  SignInLinkEntity,
  ApiTokenEntity,
  AuditEntryEntity,
  IdempotencyKeyEntity,
  BackfillEntity,
  BudgetEntity,
  CoverageEntity,
  DeliveryEntity,
  HostEntity,
  NoticeEntity,
  SubscriptionEntity,
  InstallationEntity,
  ModelEntity,
  TeachingRunEntity,
  RereadingEntity,
  JudgingEntity,
  TaxonomyVersionEntity,
  TaxonomyPreviewEntity,
  TopicProposalEntity,
  ProposalRunEntity,
  DeeperDayEntity,
  NoteEntity,
  NoteRevisionEntity,
  LookEntity,
  BulkRunEntity,
  BulkItemEntity,
  SavedViewEntity,
  MacroEntity,
  InboxTallyEntity,
  PresenceEntity,
  NotificationRulesEntity,
  NotificationEntity,
  OutgoingMessageEntity,
  NotificationSendingEntity,
  MentionUntoldEntity,
  PushSubscriptionEntity,
  PushKeyEntity,
  PasswordEntity,
  SecondStepEntity,
  RecoveryCodeEntity,
  SignInTryEntity,
  OidcIdentityEntity,
  OidcAttemptEntity,
  TeamEntity,
  TeamMemberEntity,
  AuditSealEntity,
];
