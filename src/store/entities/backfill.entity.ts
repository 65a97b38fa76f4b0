import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { SourceEntity } from './source.entity.js';

/** A walk into the past of a place that a person asked for. The row holds how far it is. */
@Entity('backfill')
@Index('backfill_running', ['sourceId'], { unique: true, where: "status = 'running'" })
@Index(['sourceId', 'id'])
export class BackfillEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  @Column('bigint')
  sourceId!: string;

  @ManyToOne(() => SourceEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'source_id' })
  protected source?: SourceEntity;

  /** Posts written before are not wanted. */
  @Column('timestamptz')
  since!: Date;

  @Column('text', { default: 'running' })
  status!: 'running' | 'done' | 'failed' | 'cancelled';

  /** Where the next older page is; null before the first. */
  @Column('text', { nullable: true })
  position!: string | null;

  @Column('integer', { default: 0 })
  pages!: number;

  @Column('integer', { default: 0 })
  items!: number;

  @Column('integer', { default: 0 })
  matched!: number;

  @Column('integer', { default: 0 })
  stored!: number;

  /** The oldest post reached so far. */
  @Column('timestamptz', { nullable: true })
  oldestAt!: Date | null;

  @Column('timestamptz', { default: () => 'now()' })
  nextPageAt!: Date;

  /** A page is under way until then at the latest. */
  @Column('timestamptz', { nullable: true })
  claimedUntil!: Date | null;

  /** Failed pages in a row. */
  @Column('integer', { default: 0 })
  failures!: number;

  @Column('text', { nullable: true })
  error!: string | null;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { default: () => 'now()' })
  updatedAt!: Date;
}
