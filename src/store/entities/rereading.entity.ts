import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** Open mentions that are read again because the models have changed. A newer one replaces it. */
@Entity('rereading')
export class RereadingEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  /** For people: "complaint is read by version 3". */
  @Column('text')
  because!: string;

  /** Readings from before this moment are old. */
  @Column('timestamptz')
  startAt!: Date;

  /** Mentions that there were to read (count). */
  @Column('integer')
  total!: number;

  /** How many of them were sent to be read. */
  @Column('integer', { default: 0 })
  sent!: number;

  /** The mentions from this one on were sent; the newest goes first. */
  @Column('bigint', { nullable: true })
  downTo!: string | null;

  @Column('timestamptz', { nullable: true })
  endedAt!: Date | null;
}
