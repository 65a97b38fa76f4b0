import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** What we listen for: a brand or product, as words and phrases. */
@Entity('monitor')
export class MonitorEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  @Column('text', { unique: true })
  name!: string;

  @Column('text', { array: true, default: '{}' })
  any!: string[];

  @Column('text', { array: true, default: '{}' })
  all!: string[];

  @Column('text', { array: true, default: '{}' })
  none!: string[];

  /** Our own handles, in lower case without a leading @: their posts open no work. */
  @Column('text', { array: true, default: '{}' })
  ownAccounts!: string[];

  /** Names of our brand as people write them; none: the monitor's name and words. */
  @Column('text', { array: true, default: '{}' })
  brandNames!: string[];

  /** Whom people leave us for, or leave for us; a complaint about them is none about us. */
  @Column('text', { array: true, default: '{}' })
  competitors!: string[];

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;
}
