import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What was used of an allowance in its present hour, day or month. */
@Entity('budget')
export class BudgetEntity {
  @PrimaryColumn('text')
  name!: string;

  @Column('timestamptz')
  periodStart!: Date;

  @Column('double precision')
  used!: number;
}
