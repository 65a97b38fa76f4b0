import { Column, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import type { TaughtTask } from '../../domain/teaching.js';
import { UserEntity } from './user.entity.js';

/** What came of one task. */
export interface TaughtOutcome {
  readonly task: TaughtTask;
  /** For people. */
  readonly what: string;
  /** null when nothing was trained. */
  readonly modelId: string | null;
}

/** One time that the models were taught. At most one is unfinished; whoever holds its claim works on it. */
@Entity('teaching_run')
export class TeachingRunEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  /** The night that it belongs to; null when a person asked for it. */
  @Column('date', { nullable: true, unique: true })
  night!: string | null;

  @Column('timestamptz', { default: () => 'now()' })
  askedAt!: Date;

  @Column('bigint', { nullable: true })
  askedBy!: string | null;

  @ManyToOne(() => UserEntity, { onDelete: 'SET NULL' })
  @JoinColumn({ name: 'asked_by' })
  protected user?: UserEntity;

  /** Until then the process that works on it is believed to live. */
  @Column('timestamptz', { nullable: true })
  claimedUntil!: Date | null;

  /** Counts the claims: who holds an earlier one has lost it. */
  @Column('integer', { default: 0 })
  claims!: number;

  /** Share of the work that is done (0..1). */
  @Column('real', { default: 0 })
  progress!: number;

  @Column('jsonb', { default: [] })
  outcome!: TaughtOutcome[];

  @Column('text', { nullable: true })
  error!: string | null;

  @Column('timestamptz', { nullable: true })
  endedAt!: Date | null;
}
