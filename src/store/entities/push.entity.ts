import {
  Check,
  Column,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
} from 'typeorm';
import { UserEntity } from './user.entity.js';

/** A browser that takes push messages for one person. */
@Entity('push_subscription')
@Index(['endpoint'], { unique: true })
@Index(['userId'])
export class PushSubscriptionEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  @Column('bigint')
  userId!: string;

  @ManyToOne(() => UserEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id' })
  protected user?: UserEntity;

  /** The address at the browser's push service; a secret between it and us. */
  @Column('text')
  endpoint!: string;

  @Column('text')
  p256dh!: string;

  @Column('text')
  auth!: string;

  @Column('text')
  name!: string;

  /** The session it was made in: when that ends, so do the messages. null: made with a token. */
  @Column('text', { nullable: true })
  sessionDigest!: string | null;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;
}

/** The one key by which push services know us (VAPID); made at first use. */
@Entity('push_key')
@Check('push_key_is_one', 'id = 1')
export class PushKeyEntity {
  @PrimaryColumn('smallint')
  id!: number;

  @Column('text')
  publicKey!: string;

  /** As a JSON Web Key. */
  @Column('jsonb')
  privateKey!: unknown;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;
}
