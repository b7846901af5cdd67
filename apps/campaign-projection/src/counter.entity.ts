import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A sum of one partition. */
abstract class Summed {
  @PrimaryColumn('bigint')
  application!: string;

  @PrimaryColumn('bigint')
  campaign!: string;

  @PrimaryColumn('text')
  name!: string;

  @PrimaryColumn('integer')
  partition!: number;

  @Column('bigint')
  given!: string;

  /** Of what was given: what a rollback took back. */
  @Column('bigint')
  undone!: string;

  @Column('timestamptz', { name: 'last_at' })
  lastAt!: Date;

  /** The last decision of the partition that is in it: what is not above it is counted already. */
  @Column('bigint', { name: 'last_seq' })
  lastSeq!: string;
}

/**
 * What is counted of a campaign by measure, since it began. Each partition counts in rows of its own, so that partitions never wait for
 * each other's locks; a query adds them up.
 */
@Entity('counter')
export class CounterEntity extends Summed {}

/**
 * The same by quarters of an hour of UTC: no time zone of today is off by less, so that every hour, day, week, month and year
 * of any zone is a sum of them.
 */
@Entity('course')
export class CourseEntity extends Summed {
  @PrimaryColumn('timestamptz')
  quarter!: Date;
}

/** As the course, of the limits that count for the campaign as a whole: by the names of their counters. */
@Entity('budget_course')
export class BudgetCourseEntity extends Summed {
  @PrimaryColumn('timestamptz')
  quarter!: Date;
}
