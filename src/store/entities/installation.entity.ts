import { Entity, PrimaryColumn } from 'typeorm';

/** One row: what tells this Earshot from another one that uses the same Redis. */
@Entity('installation')
export class InstallationEntity {
  @PrimaryColumn('uuid')
  id!: string;
}
