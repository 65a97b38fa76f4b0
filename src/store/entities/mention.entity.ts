import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import type { DismissReason, InboxStatus, Stage, Want } from '../../domain/mention.js';
import type { Reason } from '../../domain/priority.js';
import type { ComplaintLabel, SentimentLabel } from '../../domain/reading.js';
import { AuthorEntity } from './author.entity.js';
import { SourceEntity } from './source.entity.js';
import { TaskEntity } from './task.entity.js';
import { UserEntity } from './user.entity.js';

/** One public post, comment or review that matched a monitor. */
@Entity('mention')
@Index(['sourceId', 'externalId'], { unique: true })
@Index('mention_inbox', ['status', 'priority', 'id'])
@Index('mention_by_priority', ['priority', 'id'])
@Index('mention_by_time', ['occurredAt', 'id'])
@Index('mention_by_author', ['authorId', 'occurredAt'])
@Index('mention_by_task', ['taskId'], { where: 'task_id IS NOT NULL' })
@Index('mention_recheck', ['sourceId', 'recheckAt'], { where: 'recheck_at IS NOT NULL' })
@Index('mention_by_content', ['contentHash'])
@Index('mention_by_parent', ['sourceId', 'parentExternalId'], {
  where: 'parent_external_id IS NOT NULL',
})
@Index('mention_waiting', ['waitingUntil', 'id'], { where: "status = 'waiting'" })
@Index('mention_returned', ['waitingUntil'], {
  where: "status = 'new' AND waiting_until IS NOT NULL",
})
@Index('mention_due', { synchronize: false })
@Index('mention_by_complaint', ['complaint', 'priority', 'id'], {
  where: 'actionable_at IS NOT NULL',
})
@Index('mention_claimed', ['claimedUntil'], { where: 'claimed_until IS NOT NULL' })
@Index('mention_gone', ['goneAt'], { where: 'gone_at IS NOT NULL' })
@Index('mention_labelled', ['id'], { where: "own_labels <> '{}'" })
@Index('mention_marks', { synchronize: false })
@Index('mention_by_owner', ['ownerId', 'status', 'priority', 'id'], {
  where: 'owner_id IS NOT NULL',
})
@Index('mention_copies', ['copyOf'], { where: 'copy_of IS NOT NULL' })
@Index('mention_unfinished', ['stageSince'], { where: "stage <> 'triaged'" })
export class MentionEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  @Column('bigint')
  sourceId!: string;

  @ManyToOne(() => SourceEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'source_id' })
  protected source?: SourceEntity;

  /** The place's own id. */
  @Column('text')
  externalId!: string;

  /** The monitors that matched; the first is the one that work is opened for. */
  @Column('bigint', { array: true })
  monitorIds!: string[];

  /** Why each of them matched, in the same order. */
  @Column('text', { array: true })
  matchedBecause!: string[];

  @Column('bigint', { nullable: true })
  authorId!: string | null;

  @ManyToOne(() => AuthorEntity)
  @JoinColumn({ name: 'author_id' })
  protected author?: AuthorEntity;

  @Column('text', { nullable: true })
  url!: string | null;

  @Column('text', { nullable: true })
  title!: string | null;

  @Column('text')
  text!: string;

  /** Tells an edit from a repeat: a digest of what a reader sees. */
  @Column('text')
  contentHash!: string;

  @Column('real', { nullable: true })
  rating!: number | null;

  @Column('text', { array: true, default: '{}' })
  tags!: string[];

  @Column('text', { nullable: true })
  parentExternalId!: string | null;

  @Column('text', { nullable: true })
  language!: string | null;

  /** Clock 1: posted, as the place says. */
  @Column('timestamptz', { nullable: true })
  publishedAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  updatedAt!: Date | null;

  /**
   * Clock 2: first fetchable. When it was posted or, if that was earlier, the poll before the one
   * that brought it: a poll then could have had it, had there been one.
   */
  @Column('timestamptz', { nullable: true })
  fetchableAt!: Date | null;

  /** Clock 3: fetched. */
  @Column('timestamptz', { default: () => 'now()' })
  fetchedAt!: Date;

  /** Clock 4: when a person could first act on it. */
  @Column('timestamptz', { nullable: true })
  actionableAt!: Date | null;

  /** The mention's own time: when it was posted, else when it was first fetched. */
  @Column('timestamptz')
  occurredAt!: Date;

  /** When it is looked up again for edits and deletion; null when no more, or never. */
  @Column('timestamptz', { nullable: true })
  recheckAt!: Date | null;

  /** How often it was looked up again. */
  @Column('smallint', { default: 0 })
  rechecks!: number;

  /** When it was first missed at the place; it is gone only when missed again later. */
  @Column('timestamptz', { nullable: true })
  missedAt!: Date | null;

  /** When it was found to be deleted at the place. */
  @Column('timestamptz', { nullable: true })
  goneAt!: Date | null;

  /** When its text and author were erased here; the row stays, for the counts. */
  @Column('timestamptz', { nullable: true })
  erasedAt!: Date | null;

  @Column('text', { default: 'new' })
  stage!: Stage;

  @Column('timestamptz', { default: () => 'now()' })
  stageSince!: Date;

  @Column('text', { default: 'new' })
  status!: InboxStatus;

  /** When a waiting one comes back; null in every other status. */
  @Column('timestamptz', { nullable: true })
  waitingUntil!: Date | null;

  /** null in every status but `dismissed`. */
  @Column('text', { nullable: true })
  dismissedBecause!: DismissReason | null;

  /** Whose it is, until someone gives it to another. */
  @Column('bigint', { nullable: true })
  ownerId!: string | null;

  @ManyToOne(() => UserEntity, { onDelete: 'SET NULL' })
  @JoinColumn({ name: 'owner_id' })
  protected owner?: UserEntity;

  /** Who works on it right now: a lease, which ends at `claimedUntil` by itself. */
  @Column('bigint', { nullable: true })
  claimedBy!: string | null;

  @ManyToOne(() => UserEntity, { onDelete: 'SET NULL' })
  @JoinColumn({ name: 'claimed_by' })
  protected claimant?: UserEntity;

  @Column('timestamptz', { nullable: true })
  claimedUntil!: Date | null;

  /** When an answer is due; null when none is. */
  @Column('timestamptz', { nullable: true })
  dueAt!: Date | null;

  /** What the customer asks for; null when the text does not say so. */
  @Column('jsonb', { nullable: true })
  want!: Want | null;

  /** Labels that people put on it, in the order of the alphabet. The place's own are `tags`. */
  @Column('text', { array: true, default: '{}' })
  ownLabels!: string[];

  /** The mention that this one is folded under, which is itself folded under none. */
  @Column('bigint', { nullable: true })
  copyOf!: string | null;

  @ManyToOne(() => MentionEntity, { onDelete: 'SET NULL' })
  @JoinColumn({ name: 'copy_of' })
  protected lead?: MentionEntity;

  /** The label in force: a person's correction, else the reading's; null until read. */
  @Column('text', { nullable: true })
  complaint!: ComplaintLabel | null;

  @Column('text', { nullable: true })
  sentiment!: SentimentLabel | null;

  /** Most likely first. */
  @Column('text', { array: true, default: '{}' })
  topics!: string[];

  /**
   * What else it can be found by, as `leaving:decided`: labels in force that have no column of their
   * own, and what a list would have to look up elsewhere. Written by triage.
   */
  @Column('text', { array: true, default: '{}' })
  marks!: string[];

  /** 0..100. */
  @Column('smallint', { default: 0 })
  priority!: number;

  @Column('jsonb', { default: [] })
  reasons!: Reason[];

  @Column('bigint', { nullable: true })
  taskId!: string | null;

  @ManyToOne(() => TaskEntity, { onDelete: 'SET NULL' })
  @JoinColumn({ name: 'task_id' })
  protected task?: TaskEntity;

  /** Counts the changes made by people, so that two of them cannot overwrite each other. */
  @Column('integer', { default: 1 })
  version!: number;
}
