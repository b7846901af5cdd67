import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { bigintsColumn, catalogId } from '../columns';

export type AdditionalCostType = 'session' | 'item' | 'both';

@Entity('additional_costs')
@Index('additional_costs_name', ['name'], { unique: true })
export class AdditionalCostEntity {
  @PrimaryColumn({ ...catalogId, primaryKeyConstraintName: 'additional_costs_pk' })
  id!: bigint;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  title!: string;

  @Column({ type: 'text' })
  description!: string;

  @Column({ type: 'text' })
  type!: AdditionalCostType;

  /** Empty: every application. */
  @Column({ name: 'application_ids', type: 'bigint', array: true, transformer: bigintsColumn })
  applicationIds!: bigint[];

  @Column({ type: 'timestamptz' })
  created!: Date;
}
