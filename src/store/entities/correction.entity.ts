import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { MentionEntity } from './mention.entity.js';
import { UserEntity } from './user.entity.js';

/** A person's word on one label of a mention. It outlives every re-reading. */
@Entity('correction')
export class CorrectionEntity {
  @PrimaryColumn('bigint')
  mentionId!: string;

  @ManyToOne(() => MentionEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'mention_id' })
  protected mention?: MentionEntity;

  @PrimaryColumn('text')
  label!: 'complaint' | 'sentiment' | 'topics';

  @Column('jsonb')
  value!: unknown;

  @Column('bigint')
  userId!: string;

  @ManyToOne(() => UserEntity)
  @JoinColumn({ name: 'user_id' })
  protected user?: UserEntity;

  @Column('timestamptz', { default: () => 'now()' })
  at!: Date;
}
