import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import type { Compared } from '../../domain/gate.js';
import type { TaughtTask } from '../../domain/teaching.js';
import { UserEntity } from './user.entity.js';

/**
 * `serving`: reads its task in place of the shipped model; `retired`: has served; `refused`: was no
 * better. A row comes together with its verdict: nothing half-made is ever stored.
 */
export const MODEL_STATES = ['serving', 'retired', 'refused'] as const;
export type ModelState = (typeof MODEL_STATES)[number];

/** How a model did against the one before it, and against the shipped one. */
export interface StoredGate extends Compared {
  /** Chance of so good a result by luck (0..1). */
  readonly chance: number;
}

/** A model that was fitted to corrections. */
@Entity('model')
@Index(['task', 'version'], { unique: true })
@Index('model_serving', ['task'], { unique: true, where: "state = 'serving'" })
export class ModelEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  @Column('text')
  task!: TaughtTask;

  /** Counts the models of the task, from 1. */
  @Column('integer')
  version!: number;

  /** The model that served when it was made; null: the shipped one. */
  @Column('bigint', { nullable: true })
  parentId!: string | null;

  /** Digest of the shipped model that it was fitted from. */
  @Column('text')
  base!: string;

  @Column('bytea', { select: false })
  bytes!: Buffer;

  /** The header of the model file. */
  @Column('jsonb')
  header!: unknown;

  /** Corrected texts that it learnt from (count). */
  @Column('integer')
  lessons!: number;

  /** Digest of the corrections that were there, so that the same ones are not learnt twice. */
  @Column('text')
  lessonsDigest!: string;

  @Column('jsonb')
  gate!: StoredGate;

  @Column('text')
  state!: ModelState;

  /** Why it is in that state, for people. */
  @Column('text')
  reason!: string;

  @Column('timestamptz', { default: () => 'now()' })
  madeAt!: Date;

  /** Who asked for it; null: the night. */
  @Column('bigint', { nullable: true })
  madeBy!: string | null;

  @ManyToOne(() => UserEntity, { onDelete: 'SET NULL' })
  @JoinColumn({ name: 'made_by' })
  protected user?: UserEntity;

  /** When it last began to serve. */
  @Column('timestamptz', { nullable: true })
  servedFrom!: Date | null;

  /** When it last ceased to serve. */
  @Column('timestamptz', { nullable: true })
  servedTo!: Date | null;
}
