import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { Taxonomy } from '../../domain/taxonomy.js';
import { UserEntity } from './user.entity.js';

/** A taxonomy that was in force once; the one with the highest number is. Rows are only ever added. */
@Entity('taxonomy_version')
export class TaxonomyVersionEntity {
  @PrimaryColumn('integer')
  version!: number;

  /** Whole; its own `version` is this row's. */
  @Column('jsonb')
  body!: Taxonomy;

  /** The taxonomy's file as it was when this version took it over; null where a person made the version. */
  @Column('jsonb', { nullable: true })
  file!: Taxonomy | null;

  /** null: taken over from the file. */
  @Column('bigint', { nullable: true })
  userId!: string | null;

  @ManyToOne(() => UserEntity, { onDelete: 'SET NULL' })
  @JoinColumn({ name: 'user_id' })
  protected user?: UserEntity;

  @Column('timestamptz', { default: () => 'now()' })
  at!: Date;

  /** What was changed and why, for people. */
  @Column('text')
  note!: string;

  /** When every stored reading had its topics by this version; null: not yet, or a newer one came first. */
  @Column('timestamptz', { nullable: true })
  appliedAt!: Date | null;
}
