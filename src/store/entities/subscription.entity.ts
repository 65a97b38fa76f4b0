import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn } from 'typeorm';
import { SourceEntity } from './source.entity.js';

/** A hub that pushes what is new in a feed (WebSub); the feed is then polled rarely. */
@Entity('subscription')
export class SubscriptionEntity {
  @PrimaryColumn('bigint')
  sourceId!: string;

  @OneToOne(() => SourceEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'source_id' })
  protected source?: SourceEntity;

  @Column('text')
  hub!: string;

  @Column('text')
  topic!: string;

  /** `asked`: the hub has not confirmed yet. */
  @Column('text', { default: 'asked' })
  status!: 'asked' | 'active' | 'refused';

  @Column('timestamptz', { default: () => 'now()' })
  askedAt!: Date;

  /** The hub stops then unless it is asked again. */
  @Column('timestamptz', { nullable: true })
  expiresAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  lastPushAt!: Date | null;
}
