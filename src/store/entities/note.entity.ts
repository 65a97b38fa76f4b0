import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { MentionEntity } from './mention.entity.js';
import { UserEntity } from './user.entity.js';

/** What people write to each other beside a mention. Never shown to its author. */
@Entity('mention_note')
@Index(['mentionId', 'id'])
export class NoteEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  @Column('bigint')
  mentionId!: string;

  @ManyToOne(() => MentionEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'mention_id' })
  protected mention?: MentionEntity;

  @Column('bigint')
  userId!: string;

  @ManyToOne(() => UserEntity)
  @JoinColumn({ name: 'user_id' })
  protected user?: UserEntity;

  @Column('text')
  text!: string;

  /** The people it calls by @name. */
  @Column('bigint', { array: true, default: '{}' })
  calls!: string[];

  /** Attachments, by link only. */
  @Column('text', { array: true, default: '{}' })
  links!: string[];

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { nullable: true })
  editedAt!: Date | null;

  /** Its text and links are gone then; that there was a note stays. */
  @Column('timestamptz', { nullable: true })
  deletedAt!: Date | null;

  /** Counts its edits, so that two windows cannot overwrite each other. */
  @Column('integer', { default: 1 })
  version!: number;
}

/** What a note said before an edit. */
@Entity('mention_note_revision')
@Index(['noteId', 'id'])
export class NoteRevisionEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  @Column('bigint')
  noteId!: string;

  @ManyToOne(() => NoteEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'note_id' })
  protected note?: NoteEntity;

  @Column('text')
  text!: string;

  @Column('timestamptz', { default: () => 'now()' })
  replacedAt!: Date;
}
