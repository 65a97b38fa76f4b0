import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DeeperWork } from '../../domain/deeper.js';

/** What came of asking the deeper model on a day (UTC); see `DeeperEnd` for what the counts mean. */
@Entity('deeper_day')
export class DeeperDayEntity {
  @PrimaryColumn('date')
  day!: string;

  /** As the settings name it. */
  @PrimaryColumn('text')
  model!: string;

  @PrimaryColumn('text')
  work!: DeeperWork;

  @Column('integer')
  decided!: number;

  @Column('integer')
  open!: number;

  @Column('integer')
  refused!: number;

  @Column('integer')
  failed!: number;

  @Column('integer')
  skipped!: number;

  /** Answered requests by how long they took: `latencyCounts`. */
  @Column('integer', { array: true })
  latency!: number[];

  /** The last thing that went wrong, for people. */
  @Column('text', { nullable: true })
  failure!: string | null;

  @Column('timestamptz', { nullable: true })
  failedAt!: Date | null;
}
