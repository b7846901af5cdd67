import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Where the decision stands that wrote a row, or that has a position. */
@Entity('row_version')
export class RowVersionEntity {
  /** A hash of kind and key: keys are as long as customers make them. */
  @PrimaryColumn('uuid')
  name!: string;

  @PrimaryColumn('bigint')
  position!: string;

  @Column('integer')
  partition!: number;

  @Column('bigint', { name: 'record_offset' })
  recordOffset!: string;

  /** When it was decided; null in rows that are older than this column. */
  @Column('timestamptz', { nullable: true })
  at!: Date | null;
}
