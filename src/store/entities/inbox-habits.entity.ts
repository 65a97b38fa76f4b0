import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { UserEntity } from './user.entity.js';

/** A view of the inbox under a name. */
@Entity('saved_view')
@Index(['ownerId', 'id'])
export class SavedViewEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  @Column('bigint')
  ownerId!: string;

  @ManyToOne(() => UserEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'owner_id' })
  protected owner?: UserEntity;

  @Column('text')
  name!: string;

  /** Seen by everyone, changed by its owner and by managers. */
  @Column('boolean', { default: false })
  shared!: boolean;

  /** The query string of the address that shows it, without "?". */
  @Column('text')
  address!: string;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;

  @Column('integer', { default: 1 })
  version!: number;
}

/** Several changes under one key. */
@Entity('macro')
@Index(['ownerId', 'id'])
export class MacroEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  @Column('bigint')
  ownerId!: string;

  @ManyToOne(() => UserEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'owner_id' })
  protected owner?: UserEntity;

  @Column('text')
  name!: string;

  /** A digit 0 to 9, pressed after "m"; null when it is only in the palette. */
  @Column('text', { nullable: true })
  key!: string | null;

  @Column('boolean', { default: false })
  shared!: boolean;

  /** The changes, as a single mention would be asked for them. */
  @Column('jsonb')
  action!: unknown;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;

  @Column('integer', { default: 1 })
  version!: number;
}
