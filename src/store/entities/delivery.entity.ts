import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { SourceEntity } from './source.entity.js';

/** What was sent to us, by the sender's own id: a delivery that comes twice counts once. */
@Entity('delivery')
@Index(['receivedAt'])
export class DeliveryEntity {
  @PrimaryColumn('bigint')
  sourceId!: string;

  @ManyToOne(() => SourceEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'source_id' })
  protected source?: SourceEntity;

  @PrimaryColumn('text')
  deliveryId!: string;

  @Column('timestamptz', { default: () => 'now()' })
  receivedAt!: Date;
}
