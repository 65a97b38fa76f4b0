import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One row: what tells this Earshot from another one that uses the same Redis. */
@Entity('installation')
export class InstallationEntity {
  @PrimaryColumn('uuid')
  id!: string;

  /** Secrets for others are derived from it unless EARSHOT_SECRET is set; 64 hexadecimal digits. */
  @Column('text')
  secret!: string;
}
