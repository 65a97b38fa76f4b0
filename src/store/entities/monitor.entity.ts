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

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;
}
