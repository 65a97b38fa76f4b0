import {
  Column,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
} from 'typeorm';
import type {
  Channel,
  NotificationKind,
  NotificationRules,
  Severity,
} from '../../domain/notification.js';
import { MentionEntity } from './mention.entity.js';
import { SourceEntity } from './source.entity.js';
import { UserEntity } from './user.entity.js';

/** What one person wants to be told of. Who has none gets the usual. */
@Entity('notification_rules')
@Index(['unsubscribe'], { unique: true })
@Index('notification_rules_digest_due', ['nextDigestAt'], { where: 'next_digest_at IS NOT NULL' })
export class NotificationRulesEntity {
  @PrimaryColumn('bigint')
  userId!: string;

  @ManyToOne(() => UserEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id' })
  protected user?: UserEntity;

  @Column('jsonb')
  rules!: NotificationRules;

  /** Time of day of the daily e-mail, "08:00", in this zone, on these days (1 is Monday). */
  @Column('text')
  digestTime!: string;

  @Column('text')
  digestZone!: string;

  @Column('integer', { array: true })
  digestDays!: number[];

  /** null: no rule asks for a daily e-mail. */
  @Column('timestamptz', { nullable: true })
  nextDigestAt!: Date | null;

  @Column('text')
  language!: 'en' | 'de';

  /** Whoever has this may turn the e-mails off, and nothing else: it stands in each of them. */
  @Column('text')
  unsubscribe!: string;
}

/** Something that one person is told of, once. */
@Entity('notification')
@Index(['userId', 'event'], { unique: true })
@Index('notification_in_app', ['userId', 'id'], { where: 'in_app' })
@Index('notification_unread', ['userId'], { where: 'in_app AND read_at IS NULL' })
@Index('notification_by_mention', ['mentionId'])
@Index('notification_by_source', ['sourceId'], { where: 'source_id IS NOT NULL' })
@Index('notification_by_time', ['at'])
export class NotificationEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  @Column('bigint')
  userId!: string;

  @ManyToOne(() => UserEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id' })
  protected user?: UserEntity;

  /** Names what happened, so that nobody is told of it twice: `mention:7`, `note:3`. */
  @Column('text')
  event!: string;

  @Column('text')
  kind!: NotificationKind;

  @Column('timestamptz', { default: () => 'now()' })
  at!: Date;

  @Column('timestamptz', { nullable: true })
  readAt!: Date | null;

  @Column('text', { nullable: true })
  severity!: Severity | null;

  @Column('bigint', { nullable: true })
  byUserId!: string | null;

  @ManyToOne(() => UserEntity, { onDelete: 'SET NULL' })
  @JoinColumn({ name: 'by_user_id' })
  protected by?: UserEntity;

  @Column('bigint', { nullable: true })
  mentionId!: string | null;

  /** Its text is read from here and kept nowhere else: what is erased is gone from here, too. */
  @ManyToOne(() => MentionEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'mention_id' })
  protected mention?: MentionEntity;

  @Column('bigint', { nullable: true })
  sourceId!: string | null;

  @ManyToOne(() => SourceEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'source_id' })
  protected source?: SourceEntity;

  /** Of a source: what became of it, in words. */
  @Column('text', { nullable: true })
  detail!: string | null;

  @Column('boolean')
  inApp!: boolean;
}

/** One message to one person outside the page; at most one for each period of a channel. */
@Entity('outgoing_message')
@Index(['userId', 'channel', 'period'], { unique: true })
@Index('outgoing_message_due', ['nextTryAt'], { where: 'sent_at IS NULL AND given_up_at IS NULL' })
export class OutgoingMessageEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  @Column('bigint')
  userId!: string;

  @ManyToOne(() => UserEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id' })
  protected user?: UserEntity;

  @Column('text')
  channel!: Exclude<Channel, 'app'>;

  /** When a daily one was due; of others the notification that it begins with. */
  @Column('text')
  period!: string;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;

  /** While a process is at it, this lies ahead: should it die, another tries then. */
  @Column('timestamptz', { default: () => 'now()' })
  nextTryAt!: Date;

  @Column('integer', { default: 0 })
  tries!: number;

  @Column('timestamptz', { nullable: true })
  sentAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  givenUpAt!: Date | null;

  @Column('text', { nullable: true })
  failure!: string | null;
}

/** A notification that leaves the page by a channel, and the message it goes with; null: none yet. */
@Entity('notification_sending')
@Index('notification_sending_waiting', ['channel', 'notificationId'], {
  where: 'message_id IS NULL',
})
@Index('notification_sending_by_message', ['messageId'])
export class NotificationSendingEntity {
  @PrimaryColumn('bigint')
  notificationId!: string;

  @ManyToOne(() => NotificationEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'notification_id' })
  protected notification?: NotificationEntity;

  @PrimaryColumn('text')
  channel!: Exclude<Channel, 'app'>;

  @Column('bigint', { nullable: true })
  messageId!: string | null;

  @ManyToOne(() => OutgoingMessageEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'message_id' })
  protected message?: OutgoingMessageEntity;
}

/** A mention that was triaged, and of which nobody was told yet. Written with its triage. */
@Entity('mention_untold')
export class MentionUntoldEntity {
  @PrimaryColumn('bigint')
  mentionId!: string;

  @ManyToOne(() => MentionEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'mention_id' })
  protected mention?: MentionEntity;
}
