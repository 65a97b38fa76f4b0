import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
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
}
