import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** How much of a limit is used up: of the campaign as a whole, or of one of those that it counts apart. */
@Entity('budget')
@Index('budget_profile', ['profileId'])
export class BudgetEntity {
  @PrimaryColumn('bigint')
  application!: string;

  @PrimaryColumn('bigint')
  campaign!: string;

  /** A hash of what is counted apart: ids are as long as customers make them. */
  @PrimaryColumn('uuid')
  spender!: string;

  /** Of the limit. */
  @PrimaryColumn('text')
  action!: string;

  /** The day, week, month or year, as counters name it; empty: for ever. */
  @PrimaryColumn('text')
  period!: string;

  /** Its name, which says for whom it counts. */
  @Column('text')
  counter!: string;

  /** Empty: for all. */
  @Column('text', { name: 'profile_id' })
  profileId!: string;

  /** Money in minor units, points in hundredths. */
  @Column('bigint')
  value!: string;

  /** Of the decision that last moved it. */
  @Column('bigint')
  position!: string;
}
