import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import type { SourceState } from '../../domain/health.js';
import { MonitorEntity } from './monitor.entity.js';

/** One place we poll. The row holds its own schedule, cursor and health: any process may die. */
@Entity('source')
@Index(['kind', 'locator'], { unique: true })
@Index('source_due', ['nextPollAt'], { where: 'enabled' })
@Index('source_claimed', ['claimedUntil'], { where: 'claimed_until IS NOT NULL' })
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

  /** Grows whenever what is to be read here changes: another address, another monitor. */
  @Column('integer', { default: 0 })
  generation!: number;

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

  /** Longest silence that was none of trouble, in hours; fades with time. */
  @Column('real', { nullable: true })
  longestGapHours!: number | null;

  /** How many gaps between posts that was learned from. */
  @Column('integer', { default: 0 })
  gapCount!: number;

  /** Of a place that shows only its newest posts: the time that these span. */
  @Column('integer', { nullable: true })
  windowSeconds!: number | null;

  /** All that was posted until then was seen, or is counted as not observed. */
  @Column('timestamptz', { nullable: true })
  coveredUntil!: Date | null;

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

  /** As last judged, so that a change is noticed once. */
  @Column('text', { default: 'never-tried' })
  state!: SourceState;

  @Column('timestamptz', { default: () => 'now()' })
  stateSince!: Date;

  /** How long the last poll took; slow places have a lane of their own. */
  @Column('integer', { nullable: true })
  lastDurationMs!: number | null;

  /** Where permanent redirects lead, how often they did so, and since when. */
  @Column('text', { nullable: true })
  movedTo!: string | null;

  @Column('integer', { default: 0 })
  movedSeen!: number;

  @Column('timestamptz', { nullable: true })
  movedSince!: Date | null;

  /** What was deleted there is erased here, too; only the count stays. */
  @Column('boolean', { default: false })
  eraseWhenGone!: boolean;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;
}
