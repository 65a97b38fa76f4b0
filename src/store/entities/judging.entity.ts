import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { Asked } from '../../domain/judging.js';
import type { Drawn } from '../../domain/teaching.js';
import { MentionEntity } from './mention.entity.js';
import { UserEntity } from './user.entity.js';

/** One of the texts that a person is asked about on a day. */
@Entity('judging')
@Index('judging_by_mention', ['mentionId'])
export class JudgingEntity {
  @PrimaryColumn('bigint')
  userId!: string;

  @ManyToOne(() => UserEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id' })
  protected user?: UserEntity;

  /** UTC. */
  @PrimaryColumn('date')
  day!: string;

  /** From 1. */
  @PrimaryColumn('smallint')
  position!: number;

  @Column('bigint')
  mentionId!: string;

  @ManyToOne(() => MentionEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'mention_id' })
  protected mention?: MentionEntity;

  @Column('text')
  asked!: Asked;

  @Column('text')
  drawn!: Exclude<Drawn, 'inbox'>;

  @Column('text', { default: 'waiting' })
  state!: 'waiting' | 'judged' | 'skipped';

  @Column('timestamptz', { nullable: true })
  at!: Date | null;
}
