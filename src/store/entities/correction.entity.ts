import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { Correctable, Drawn } from '../../domain/teaching.js';
import { MentionEntity } from './mention.entity.js';
import { UserEntity } from './user.entity.js';

/**
 * A person's word on one label of a mention, and of every exact copy of the text that they judged. It
 * outlives every re-reading.
 */
@Entity('correction')
@Index('correction_by_content', ['contentHash'])
export class CorrectionEntity {
  @PrimaryColumn('bigint')
  mentionId!: string;

  @ManyToOne(() => MentionEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'mention_id' })
  protected mention?: MentionEntity;

  @PrimaryColumn('text')
  label!: Correctable;

  @Column('jsonb')
  value!: unknown;

  @Column('bigint')
  userId!: string;

  @ManyToOne(() => UserEntity)
  @JoinColumn({ name: 'user_id' })
  protected user?: UserEntity;

  @Column('timestamptz', { default: () => 'now()' })
  at!: Date;

  /** Of the text that was judged; null when that was erased. */
  @Column('text', { nullable: true })
  contentHash!: string | null;

  @Column('text', { default: 'inbox' })
  drawn!: Drawn;

  /** This label as the model had it before the person's word, without quotes; null when it had none. */
  @Column('jsonb', { nullable: true })
  read!: unknown;

  /** The model that had read it so. */
  @Column('text', { nullable: true })
  model!: string | null;
}
