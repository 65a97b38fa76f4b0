import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { UserEntity } from './user.entity.js';

/** Who has which mention open. Kept in an unlogged table: it is worth nothing after a crash. */
@Entity('presence')
@Index(['seenAt'])
export class PresenceEntity {
  /** One open window; made by the page. */
  @PrimaryColumn('text')
  client!: string;

  @Column('bigint')
  userId!: string;

  @ManyToOne(() => UserEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id' })
  protected user?: UserEntity;

  /** No foreign key: who looks at what was just removed harms nobody. */
  @Column('bigint')
  mentionId!: string;

  @Column('text')
  state!: 'viewing' | 'idle' | 'writing';

  @Column('timestamptz', { default: () => 'now()' })
  seenAt!: Date;
}
