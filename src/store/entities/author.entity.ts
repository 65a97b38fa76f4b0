import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A public handle at one place. Two handles are one customer only when a person has said so. */
@Entity('author')
@Index(['place', 'handle'], { unique: true })
@Index('author_by_handle', { synchronize: false })
@Index('author_by_name', { synchronize: false })
export class AuthorEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  /** Kind and host within which a handle names one account: `feed:forum.example`. */
  @Column('text')
  place!: string;

  @Column('text')
  handle!: string;

  @Column('text', { nullable: true })
  name!: string | null;

  @Column('text', { nullable: true })
  url!: string | null;
}
