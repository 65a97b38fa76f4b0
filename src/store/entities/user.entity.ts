import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { Language } from '../../domain/account.js';
import type { Role } from '../../domain/work.js';

@Entity('app_user')
@Index(['email'], { unique: true })
export class UserEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  @Column('text')
  name!: string;

  /** In lower case. */
  @Column('text')
  email!: string;

  @Column('text')
  role!: Role;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;

  /** People are deactivated, never deleted: what they did keeps their name. */
  @Column('timestamptz', { nullable: true })
  deactivatedAt!: Date | null;

  /** Of the pages; null: what the browser asks for. */
  @Column('text', { nullable: true })
  language!: Language | null;

  /** `Europe/Berlin`; null: the browser's. */
  @Column('text', { nullable: true })
  timeZone!: string | null;

  /** Stands in for the first admin until this Earshot was set up. */
  @Column('boolean', { default: false })
  firstRun!: boolean;
}
