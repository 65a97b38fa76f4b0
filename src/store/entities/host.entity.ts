import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One host that is asked: its turn, its pause and its pace, for all processes. */
@Entity('host')
export class HostEntity {
  /** With its port when it is not the usual one. */
  @PrimaryColumn('text')
  host!: string;

  /** The earliest moment of the next request. */
  @Column('timestamptz', { default: () => 'now()' })
  nextAt!: Date;

  /** An exchange is under way until then at the latest; afterwards anyone may begin one. */
  @Column('timestamptz', { nullable: true })
  heldUntil!: Date | null;

  /** The host asked to be left alone until then. */
  @Column('timestamptz', { nullable: true })
  pausedUntil!: Date | null;

  /** Time between the beginnings of two requests, in milliseconds; learned from what it answers. */
  @Column('integer')
  spacingMs!: number;
}
