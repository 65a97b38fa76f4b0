import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import type { Reason } from '../../domain/priority.js';
import type { TaskOutcome, TaskStatus } from '../../domain/work.js';
import { AuthorEntity } from './author.entity.js';
import { MonitorEntity } from './monitor.entity.js';
import { UserEntity } from './user.entity.js';

/** Outreach work for one customer's problem. At most one is unfinished per subject. */
@Entity('task')
@Index('task_unfinished', ['monitorId', 'subject'], { unique: true, where: "status <> 'resolved'" })
@Index('task_by_priority', ['status', 'priority', 'id'])
@Index('task_by_rank', ['priority', 'id'])
@Index('task_by_owner', ['ownerId', 'priority', 'id'])
@Index('task_by_author', ['authorId'])
export class TaskEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  @Column('bigint')
  monitorId!: string;

  @ManyToOne(() => MonitorEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'monitor_id' })
  protected monitor?: MonitorEntity;

  /** Whose problem this is, as a key: an author and a topic, or one mention without an author. */
  @Column('text')
  subject!: string;

  @Column('bigint', { nullable: true })
  authorId!: string | null;

  @ManyToOne(() => AuthorEntity)
  @JoinColumn({ name: 'author_id' })
  protected author?: AuthorEntity;

  @Column('text', { nullable: true })
  topic!: string | null;

  @Column('text', { default: 'open' })
  status!: TaskStatus;

  @Column('bigint', { nullable: true })
  ownerId!: string | null;

  @ManyToOne(() => UserEntity, { onDelete: 'SET NULL' })
  @JoinColumn({ name: 'owner_id' })
  protected owner?: UserEntity;

  /** The highest priority of its mentions. */
  @Column('smallint')
  priority!: number;

  @Column('jsonb', { default: [] })
  reasons!: Reason[];

  @Column('timestamptz', { default: () => 'now()' })
  openedAt!: Date;

  @Column('timestamptz', { default: () => 'now()' })
  updatedAt!: Date;

  @Column('timestamptz', { nullable: true })
  resolvedAt!: Date | null;

  @Column('text', { nullable: true })
  outcome!: TaskOutcome | null;

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('integer', { default: 1 })
  version!: number;
}
