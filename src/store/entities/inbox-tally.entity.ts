import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/**
 * How many mentions stand where, as differences that are added up: whoever changes mentions adds a row
 * in the same transaction and waits for nobody. Written by triggers of `mention`; rows are put
 * together now and then.
 */
@Entity('inbox_tally')
export class InboxTallyEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  /** A status, for what is in the inbox and folded under nothing; `coming` for what is on its way there. */
  @Column('text')
  place!: string;

  @Column('bigint', { nullable: true })
  ownerId!: string | null;

  /** By so many more; fewer when negative. */
  @Column('integer')
  mentions!: number;
}
