import {
  Column,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
} from 'typeorm';
import { UserEntity } from './user.entity.js';

/** Who somebody is at an identity provider. Issuer and subject together never name another one. */
@Entity('oidc_identity')
@Index(['issuer', 'subject'], { unique: true })
@Index(['userId'])
export class OidcIdentityEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  @Column('bigint')
  userId!: string;

  @ManyToOne(() => UserEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id' })
  protected user?: UserEntity;

  @Column('text')
  issuer!: string;

  @Column('text')
  subject!: string;

  @Column('timestamptz', { default: () => 'now()' })
  linkedAt!: Date;

  @Column('timestamptz', { nullable: true })
  lastUsedAt!: Date | null;
}

/** Somebody was sent to the identity provider and is not back yet. */
@Entity('oidc_attempt')
@Index(['expiresAt'])
export class OidcAttemptEntity {
  /** Of the secret in the cookie that binds it to one browser. */
  @PrimaryColumn('text')
  digest!: string;

  @Column('text')
  state!: string;

  @Column('text')
  nonce!: string;

  /** Of PKCE (RFC 7636). */
  @Column('text')
  verifier!: string;

  /** Path of ours to show afterwards. */
  @Column('text')
  target!: string;

  @Column('timestamptz')
  expiresAt!: Date;
}
