import { Column, Entity, Index, JoinColumn, OneToOne, PrimaryColumn } from 'typeorm';
import type { Reading } from '../../domain/reading.js';
import { MentionEntity } from './mention.entity.js';

/** What the model understood of a mention's present text. Corrections stand beside it, not in it. */
@Entity('reading')
@Index('reading_by_model', ['model', 'mentionId'])
export class ReadingEntity {
  @PrimaryColumn('bigint')
  mentionId!: string;

  @OneToOne(() => MentionEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'mention_id' })
  protected mention?: MentionEntity;

  /** Of the text that was read: another one on the mention means that it has yet to be read. */
  @Column('text')
  contentHash!: string;

  @Column('text')
  model!: string;

  @Column('jsonb')
  reading!: Reading;

  /** `Read.vector`. */
  @Column('bytea', { nullable: true })
  vector!: Buffer | null;

  /** What the heads said of its topics, which no edit of a topic changes; null: it is found out when it is needed. */
  @Column('jsonb', { nullable: true })
  topicScores!: unknown;

  @Column('timestamptz', { default: () => 'now()' })
  readAt!: Date;
}
