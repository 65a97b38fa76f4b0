import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import type { ProposalState, ProposedWeek } from '../../domain/proposal.js';
import { UserEntity } from './user.entity.js';

/** Complaints that mean much the same and carry no topic: perhaps one that is missing. */
@Entity('topic_proposal')
@Index('topic_proposal_open', ['id'], { where: "state = 'open'" })
export class TopicProposalEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  @Column('text', { default: 'open' })
  state!: ProposalState;

  @Column('text')
  name!: string;

  /** Words and phrases that tell it from other complaints, most telling first. */
  @Column('text', { array: true })
  phrases!: string[];

  /** The middle of its sentence vectors, 512 entries of -127..127. */
  @Column('bytea')
  centre!: Buffer;

  /** Its mentions, those nearest to the middle first, and at most so many as are kept. */
  @Column('bigint', { array: true })
  mentionIds!: string[];

  /** Complaints in it, and people who wrote them (counts). */
  @Column('integer')
  mentions!: number;

  @Column('integer')
  people!: number;

  @Column('jsonb')
  weeks!: ProposedWeek[];

  @Column('timestamptz', { default: () => 'now()' })
  firstSeenAt!: Date;

  @Column('timestamptz', { default: () => 'now()' })
  lastSeenAt!: Date;

  /** The topic that it became, or was merged into. */
  @Column('text', { nullable: true })
  topic!: string | null;

  @Column('timestamptz', { nullable: true })
  decidedAt!: Date | null;

  @Column('bigint', { nullable: true })
  decidedBy!: string | null;

  @ManyToOne(() => UserEntity, { onDelete: 'SET NULL' })
  @JoinColumn({ name: 'decided_by' })
  protected user?: UserEntity;
}
