import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** Vouches for a stretch of the audit log, and for the seal before it. Rows are only ever added. */
@Entity('audit_seal')
export class AuditSealEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  /** The last entry it holds; the stretch begins after the last one of the seal before. */
  @Column('bigint')
  through!: string;

  @Column('integer')
  entries!: number;

  /** HMAC-SHA-256 of the digest before and of every entry of the stretch; base64url. */
  @Column('text')
  digest!: string;

  @Column('timestamptz', { default: () => 'now()' })
  at!: Date;
}
