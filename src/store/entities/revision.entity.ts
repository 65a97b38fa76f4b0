import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { MentionEntity } from './mention.entity.js';

/** What a mention said before an edit. */
@Entity('mention_revision')
@Index(['mentionId', 'id'])
export class RevisionEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  @Column('bigint')
  mentionId!: string;

  @ManyToOne(() => MentionEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'mention_id' })
  protected mention?: MentionEntity;

  @Column('text', { nullable: true })
  title!: string | null;

  @Column('text')
  text!: string;

  /** When we saw that it had been replaced. */
  @Column('timestamptz', { default: () => 'now()' })
  replacedAt!: Date;
}
