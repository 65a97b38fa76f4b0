import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One host that is asked: its turn, its pause and its pace, for all processes. */
@Entity('host')
@Index('host_paused', ['pausedUntil'], { where: 'paused_until IS NOT NULL' })
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

  /** Learned time between two requests, in milliseconds, as of the end of the last pause; 0: none. */
  @Column('integer')
  spacingMs!: number;
}
