import { ApiTokenEntity, SessionEntity, SignInLinkEntity } from './access.entity.js';
import { AuditEntryEntity } from './audit-entry.entity.js';
import { AuthorEntity } from './author.entity.js';
import { CorrectionEntity } from './correction.entity.js';
import { IdempotencyKeyEntity } from './idempotency-key.entity.js';
import { InstallationEntity } from './installation.entity.js';
import { MentionEntity } from './mention.entity.js';
import { MonitorEntity } from './monitor.entity.js';
import { PollEntity } from './poll.entity.js';
import { ReadingEntity } from './reading.entity.js';
import { RevisionEntity } from './revision.entity.js';
import { SearchEntryEntity } from './search-entry.entity.js';
import { SourceEntity } from './source.entity.js';
import { TaskEntity } from './task.entity.js';
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
  InstallationEntity,
];
