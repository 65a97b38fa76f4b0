import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import type { AuditSubject } from '../../domain/audit.js';
import { UserEntity } from './user.entity.js';

/** Who changed what. Rows are only ever added: a trigger refuses everything else. */
@Entity('audit_entry')
@Index(['subjectKind', 'subjectId', 'id'])
@Index('audit_by_person', ['userId', 'at', 'id'], { where: 'user_id IS NOT NULL' })
@Index('audit_by_time', ['at', 'id'])
export class AuditEntryEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  @Column('timestamptz', { default: () => 'now()' })
  at!: Date;

  /** null: Earshot itself. */
  @Column('bigint', { nullable: true })
  userId!: string | null;

  @ManyToOne(() => UserEntity)
  @JoinColumn({ name: 'user_id' })
  protected user?: UserEntity;

  /** In words, as the history shows it: "marked as done". */
  @Column('text')
  action!: string;

  @Column('text')
  subjectKind!: AuditSubject;

  @Column('text')
  subjectId!: string;

  @Column('jsonb', { nullable: true })
  detail!: unknown;
}
