import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { MonitorEntity } from './monitor.entity.js';

/** One place we poll. The row holds its own schedule, cursor and health: any process may die. */
@Entity('source')
@Index(['kind', 'locator'], { unique: true })
@Index('source_due', ['nextPollAt'], { where: 'enabled' })
export class SourceEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  @Column('text')
  kind!: string;

  @Column('text')
  name!: string;

  /** What makes the place one and the same, its address in most kinds. */
  @Column('text')
  locator!: string;

  /** The host that is asked, for the limit per host. */
  @Column('text')
  host!: string;

  @Column('jsonb')
  params!: unknown;

  @Column('boolean', { default: true })
  enabled!: boolean;

  /** Everything at this place is about this monitor, whatever its words are. */
  @Column('bigint', { nullable: true })
  ownedByMonitorId!: string | null;

  @ManyToOne(() => MonitorEntity, { onDelete: 'SET NULL' })
  @JoinColumn({ name: 'owned_by_monitor_id' })
  protected ownedByMonitor?: MonitorEntity;

  @Column('integer')
  intervalSeconds!: number;

  @Column('integer')
  minIntervalSeconds!: number;

  @Column('integer')
  maxIntervalSeconds!: number;

  @Column('timestamptz', { default: () => 'now()' })
  nextPollAt!: Date;

  /** A poll is under way until then at the latest; afterwards anyone may claim it again. */
  @Column('timestamptz', { nullable: true })
  claimedUntil!: Date | null;

  @Column('jsonb', { nullable: true })
  cursor!: unknown;

  @Column('text', { nullable: true })
  etag!: string | null;

  @Column('text', { nullable: true })
  lastModified!: string | null;

  @Column('timestamptz', { nullable: true })
  lastPolledAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  lastAnsweredAt!: Date | null;

  /** Newest post seen, by its own date or else when it was fetched. */
  @Column('timestamptz', { nullable: true })
  lastItemAt!: Date | null;

  /** Longest time between two posts so far, in hours. */
  @Column('real', { nullable: true })
  longestGapHours!: number | null;

  /** Tells whether posts without a usable date changed since the last answer; null when it had none. */
  @Column('text', { nullable: true })
  undatedDigest!: string | null;

  /** Failed polls in a row. */
  @Column('integer', { default: 0 })
  failures!: number;

  @Column('text', { nullable: true })
  lastErrorCode!: string | null;

  @Column('text', { nullable: true })
  lastError!: string | null;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;
}
