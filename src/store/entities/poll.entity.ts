import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { SourceEntity } from './source.entity.js';

/** What one poll brought: the evidence behind health and coverage. */
@Entity('poll')
@Index(['sourceId', 'at'])
@Index(['at'])
export class PollEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  @Column('bigint')
  sourceId!: string;

  @ManyToOne(() => SourceEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'source_id' })
  protected source?: SourceEntity;

  @Column('timestamptz', { default: () => 'now()' })
  at!: Date;

  @Column('integer')
  durationMs!: number;

  /** `postponed`: its host or an allowance wants us to wait; the place was not asked. */
  @Column('text')
  outcome!: 'items' | 'not-modified' | 'failed' | 'postponed';

  /** Posts in the answer. */
  @Column('integer', { default: 0 })
  items!: number;

  /** Of these, matched by a monitor. */
  @Column('integer', { default: 0 })
  matched!: number;

  /** Of these, new or edited. */
  @Column('integer', { default: 0 })
  stored!: number;

  @Column('text', { nullable: true })
  error!: string | null;
}
