import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { SourceEntity } from './source.entity.js';

/** Says once that a source changed its state for the worse, or came back. */
@Entity('notice')
@Index('notice_open', ['id'], { where: 'dismissed_at IS NULL' })
@Index(['sourceId', 'id'])
export class NoticeEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  @Column('timestamptz', { default: () => 'now()' })
  at!: Date;

  @Column('bigint')
  sourceId!: string;

  @ManyToOne(() => SourceEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'source_id' })
  protected source?: SourceEntity;

  @Column('text')
  fromState!: string;

  @Column('text')
  toState!: string;

  /** In words: what happened and what to do. */
  @Column('text')
  reason!: string;

  @Column('timestamptz', { nullable: true })
  dismissedAt!: Date | null;
}
