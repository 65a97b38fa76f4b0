import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { UserEntity } from './user.entity.js';

/** The answer to a write, kept for a day so that a repeated request gets it again instead of acting twice. */
@Entity('idempotency_key')
export class IdempotencyKeyEntity {
  @PrimaryColumn('bigint')
  userId!: string;

  @ManyToOne(() => UserEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id' })
  protected user?: UserEntity;

  @PrimaryColumn('text')
  key!: string;

  /** Digest of method, path and body: the same key for another request is an error. */
  @Column('text')
  request!: string;

  /** HTTP status; null while the first request is still at work. */
  @Column('smallint', { nullable: true })
  status!: number | null;

  @Column('jsonb', { nullable: true })
  response!: unknown;

  @Column('timestamptz', { default: () => 'now()' })
  at!: Date;
}
