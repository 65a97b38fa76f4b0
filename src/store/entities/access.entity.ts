import {
  Column,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
} from 'typeorm';
import type { Permission } from '../../domain/permission.js';
import { UserEntity } from './user.entity.js';

/** Secrets are kept as SHA-256 digests only: who reads the database cannot sign in with it. */
@Entity('session')
@Index(['id'], { unique: true })
@Index(['userId'])
export class SessionEntity {
  @PrimaryColumn('text')
  digest!: string;

  /** Names it to its person; opens nothing. */
  @Column('bigint', { generated: 'identity' })
  id!: string;

  @Column('bigint')
  userId!: string;

  @ManyToOne(() => UserEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id' })
  protected user?: UserEntity;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;

  /** At the latest. */
  @Column('timestamptz')
  expiresAt!: Date;

  /** To a minute. */
  @Column('timestamptz', { default: () => 'now()' })
  lastSeenAt!: Date;

  /** In words: "Firefox on Linux". */
  @Column('text', { default: 'unknown' })
  device!: string;

  @Column('text', { default: 'link' })
  way!: 'link' | 'password' | 'oidc';
}

/** A link that signs one person in, once. */
@Entity('sign_in_link')
export class SignInLinkEntity {
  @PrimaryColumn('text')
  digest!: string;

  @Column('bigint')
  userId!: string;

  @ManyToOne(() => UserEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id' })
  protected user?: UserEntity;

  @Column('timestamptz')
  expiresAt!: Date;

  @Column('timestamptz', { nullable: true })
  usedAt!: Date | null;
}

/** A bearer token for programs; it may do what its scopes allow and its person may. */
@Entity('api_token')
@Index(['digest'], { unique: true })
export class ApiTokenEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  @Column('bigint')
  userId!: string;

  @ManyToOne(() => UserEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id' })
  protected user?: UserEntity;

  @Column('text')
  name!: string;

  @Column('text')
  digest!: string;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { nullable: true })
  lastUsedAt!: Date | null;
  /** null: all that its person may do. */
  @Column('text', { array: true, nullable: true })
  scopes!: Permission[] | null;

  @Column('timestamptz', { nullable: true })
  expiresAt!: Date | null;
}
