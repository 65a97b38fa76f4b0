import { Column, Entity, Index, JoinColumn, ManyToOne, OneToOne, PrimaryColumn } from 'typeorm';
import { UserEntity } from './user.entity.js';

/** A person's password, apart from the person, so that no list of people can carry it along. */
@Entity('password')
export class PasswordEntity {
  @PrimaryColumn('bigint')
  userId!: string;

  @OneToOne(() => UserEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id' })
  protected user?: UserEntity;

  /** argon2id with its parameters and salt, as a PHC string. */
  @Column('text')
  hash!: string;

  @Column('timestamptz', { default: () => 'now()' })
  setAt!: Date;
}

/** The app that shows codes (TOTP, RFC 6238), once it has shown the first right one. */
@Entity('second_step')
export class SecondStepEntity {
  @PrimaryColumn('bigint')
  userId!: string;

  @OneToOne(() => UserEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id' })
  protected user?: UserEntity;

  /** Its secret, sealed (AES-256-GCM). */
  @Column('text')
  sealed!: string;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;

  /** null: begun, and asked of nobody yet. */
  @Column('timestamptz', { nullable: true })
  confirmedAt!: Date | null;

  /** The last 30 seconds whose code was taken, counted from 1970; none before can be taken again. */
  @Column('bigint', { nullable: true })
  lastStep!: string | null;
}

/** For whoever lost the app. 120 random bits each, so a plain digest is enough. */
@Entity('recovery_code')
@Index(['userId'])
export class RecoveryCodeEntity {
  @PrimaryColumn('text')
  digest!: string;

  @Column('bigint')
  userId!: string;

  @ManyToOne(() => UserEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id' })
  protected user?: UserEntity;

  @Column('timestamptz', { nullable: true })
  usedAt!: Date | null;
}

/** Failed tries to sign in, by account, known browser or address; kept as digests. */
@Entity('sign_in_try')
@Index(['at'])
export class SignInTryEntity {
  @PrimaryColumn('text')
  key!: string;

  @Column('integer')
  failures!: number;

  /** When the last one was. */
  @Column('timestamptz', { default: () => 'now()' })
  at!: Date;

  /** The next one is looked at from then on. */
  @Column('timestamptz', { default: () => 'now()' })
  freeAt!: Date;
}
