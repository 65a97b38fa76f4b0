import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { SourceEntity } from './source.entity.js';

/** How much of one hour of one source was observed: what every count is divided by. */
@Entity('coverage')
export class CoverageEntity {
  @PrimaryColumn('bigint')
  sourceId!: string;

  @ManyToOne(() => SourceEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'source_id' })
  protected source?: SourceEntity;

  /** The beginning of the hour. */
  @PrimaryColumn('timestamptz')
  hour!: Date;

  /** Seconds that polls on schedule covered. */
  @Column('real', { default: 0 })
  observedSeconds!: number;

  /** Seconds that were only covered afterwards, by an answer that reached back so far. */
  @Column('real', { default: 0 })
  recoveredSeconds!: number;

  @Column('integer', { default: 0 })
  polls!: number;

  @Column('integer', { default: 0 })
  failedPolls!: number;

  /** Posts that the place itself says there were, where it tells; null when it does not. */
  @Column('integer', { nullable: true })
  told!: number | null;

  /** Of these, the ones that came. */
  @Column('integer', { nullable: true })
  seen!: number | null;
}
