import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { UserEntity } from './user.entity.js';

/** Who changed what. Rows are only ever added. */
@Entity('audit_entry')
@Index(['subjectKind', 'subjectId', 'id'])
export class AuditEntryEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  @Column('timestamptz', { default: () => 'now()' })
  at!: Date;

  /** null: Earshot itself. */
  @Column('bigint', { nullable: true })
  userId!: string | null;

  @ManyToOne(() => UserEntity, { onDelete: 'SET NULL' })
  @JoinColumn({ name: 'user_id' })
  protected user?: UserEntity;

  /** In words, as the history shows it: "marked as done". */
  @Column('text')
  action!: string;

  @Column('text')
  subjectKind!:
    | 'mention'
    | 'task'
    | 'source'
    | 'monitor'
    | 'user'
    | 'token'
    | 'queue'
    | 'session'
    | 'reading'
    | 'taxonomy'
    | 'proposal';

  @Column('text')
  subjectId!: string;

  @Column('jsonb', { nullable: true })
  detail!: unknown;
}
