import { Column, Entity, JoinColumn, ManyToOne, OneToOne, PrimaryColumn } from 'typeorm';
import type { Look } from '../../domain/recheck.js';
import { MentionEntity } from './mention.entity.js';
import { UserEntity } from './user.entity.js';

/** The latest look at one post at its place, for people: when to look next stands at the mention. */
@Entity('mention_look')
export class LookEntity {
  @PrimaryColumn('bigint')
  mentionId!: string;

  @OneToOne(() => MentionEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'mention_id' })
  protected mention?: MentionEntity;

  /** null: nobody has looked yet. */
  @Column('timestamptz', { nullable: true })
  lookedAt!: Date | null;

  @Column('text', { nullable: true })
  outcome!: Look | null;

  /** Why it could not be told. */
  @Column('text', { nullable: true })
  why!: string | null;

  /** The latest look that found it standing. */
  @Column('timestamptz', { nullable: true })
  seenAt!: Date | null;

  /** When somebody asked for a look that has yet to come back. */
  @Column('timestamptz', { nullable: true })
  askedAt!: Date | null;

  @Column('bigint', { nullable: true })
  askedBy!: string | null;

  @ManyToOne(() => UserEntity, { onDelete: 'SET NULL' })
  @JoinColumn({ name: 'asked_by' })
  protected asker?: UserEntity;
}
