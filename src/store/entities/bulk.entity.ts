import {
  Column,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
} from 'typeorm';
import { MentionEntity } from './mention.entity.js';
import { UserEntity } from './user.entity.js';

/** One action on many mentions: what was asked, how far it came, and until when it can be undone. */
@Entity('bulk_run')
@Index('bulk_run_unfinished', ['id'], { where: "state IN ('waiting', 'running', 'undoing')" })
@Index(['userId', 'id'])
export class BulkRunEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  @Column('bigint')
  userId!: string;

  @ManyToOne(() => UserEntity)
  @JoinColumn({ name: 'user_id' })
  protected user?: UserEntity;

  /** The changes, as a single mention would be asked for them. */
  @Column('jsonb')
  action!: unknown;

  /** The matches that were asked for, as in the address of the inbox; null when mentions were named. */
  @Column('jsonb', { nullable: true })
  filter!: unknown;

  @Column('text', { default: 'waiting' })
  state!: 'waiting' | 'running' | 'done' | 'stopped' | 'failed' | 'undoing' | 'undone';

  @Column('integer')
  total!: number;

  /** Changed, or found as wanted already. */
  @Column('integer', { default: 0 })
  done!: number;

  /** Left alone, because of what another person had done meanwhile. */
  @Column('integer', { default: 0 })
  skipped!: number;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { nullable: true })
  finishedAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  undoUntil!: Date | null;

  @Column('text', { nullable: true })
  failure!: string | null;
}

/** One mention of a run: what it was before, for undo. */
@Entity('bulk_item')
@Index('bulk_item_by_mention', ['mentionId'])
@Index('bulk_item_left', ['runId', 'mentionId'], { where: 'outcome IS NULL' })
export class BulkItemEntity {
  @PrimaryColumn('bigint')
  runId!: string;

  @ManyToOne(() => BulkRunEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'run_id' })
  protected run?: BulkRunEntity;

  @PrimaryColumn('bigint')
  mentionId!: string;

  @ManyToOne(() => MentionEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'mention_id' })
  protected mention?: MentionEntity;

  /** null: still to do. */
  @Column('text', { nullable: true })
  outcome!: 'changed' | 'same' | 'skipped' | 'undone' | 'kept' | null;

  /** The fields that were changed, as they were. */
  @Column('jsonb', { nullable: true })
  before!: unknown;

  /** The version that the change made; undo leaves what has another one by then. */
  @Column('integer', { nullable: true })
  version!: number | null;
}
