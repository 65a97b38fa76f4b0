import { Column, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { UserEntity } from './user.entity.js';

/** One search for new patterns among the complaints without a topic. */
@Entity('proposal_run')
export class ProposalRunEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  /** The Monday whose weekly search it is; null: a person asked. */
  @Column('date', { nullable: true, unique: true })
  week!: string | null;

  @Column('timestamptz', { default: () => 'now()' })
  askedAt!: Date;

  @Column('bigint', { nullable: true })
  askedBy!: string | null;

  @ManyToOne(() => UserEntity, { onDelete: 'SET NULL' })
  @JoinColumn({ name: 'asked_by' })
  protected user?: UserEntity;

  /** Complaints without a topic that it looked at, and patterns that it found in them (counts). */
  @Column('integer', { default: 0 })
  looked!: number;

  @Column('integer', { default: 0 })
  found!: number;

  @Column('timestamptz', { nullable: true })
  endedAt!: Date | null;
}
