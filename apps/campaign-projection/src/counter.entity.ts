import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * What is counted of a campaign, since it began. Each partition counts in rows of its own, so that partitions never wait for
 * each other's locks; a query adds them up.
 */
@Entity('counter')
export class CounterEntity {
  @PrimaryColumn('bigint')
  application!: string;

  @PrimaryColumn('bigint')
  campaign!: string;

  /** A measure. */
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
 * The same by quarters of an hour of UTC: no time zone of today is off by less, so that every hour, day, week, month and year
 * of any zone is a sum of them.
 */
@Entity('course')
export class CourseEntity {
  @PrimaryColumn('bigint')
  application!: string;

  @PrimaryColumn('bigint')
  campaign!: string;

  @PrimaryColumn('timestamptz')
  quarter!: Date;

  @PrimaryColumn('text')
  name!: string;

  @PrimaryColumn('integer')
  partition!: number;

  @Column('bigint')
  given!: string;

  @Column('bigint')
  undone!: string;

  @Column('timestamptz', { name: 'last_at' })
  lastAt!: Date;

  @Column('bigint', { name: 'last_seq' })
  lastSeq!: string;
}
