import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import type { Taxonomy } from '../../domain/taxonomy.js';
import type { TaxonomyEffect } from '../../domain/taxonomy-effect.js';
import { UserEntity } from './user.entity.js';

/** A changed taxonomy that a person tries out before saving it. */
@Entity('taxonomy_preview')
@Index(['userId', 'id'])
export class TaxonomyPreviewEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  @Column('bigint')
  userId!: string;

  @ManyToOne(() => UserEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id' })
  protected user?: UserEntity;

  @Column('jsonb')
  body!: Taxonomy;

  /** `dropped`: the same person has asked for another one since. */
  @Column('text', { default: 'running' })
  state!: 'running' | 'done' | 'failed' | 'dropped';

  /** Mentions looked at so far, and in all (counts). */
  @Column('integer', { default: 0 })
  done!: number;

  @Column('integer', { default: 0 })
  total!: number;

  @Column('jsonb', { nullable: true })
  effect!: TaxonomyEffect | null;

  @Column('timestamptz', { default: () => 'now()' })
  at!: Date;
}
