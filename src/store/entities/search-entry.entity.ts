import { Column, Entity, Index, JoinColumn, OneToOne, PrimaryColumn } from 'typeorm';
import { MentionEntity } from './mention.entity.js';

/**
 * The words of a mention, for search. Apart from the mention, whose row is written again with
 * every stage, so that the words are cut and indexed once per text.
 */
@Entity('search_entry')
@Index('search_entry_words', { synchronize: false })
export class SearchEntryEntity {
  @PrimaryColumn('bigint')
  mentionId!: string;

  @OneToOne(() => MentionEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'mention_id' })
  protected mention?: MentionEntity;

  @Column('tsvector')
  words!: string;
}
