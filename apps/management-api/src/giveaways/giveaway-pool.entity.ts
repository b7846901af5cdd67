import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintColumn, bigintsColumn, catalogId } from '../columns';

/** A pool; its codes are the evaluator's. */
@Entity('giveaway_pools')
export class GiveawayPoolEntity {
  @PrimaryColumn({ ...catalogId, primaryKeyConstraintName: 'giveaway_pools_pk' })
  id!: bigint;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  description!: string;

  /** Empty: every application. */
  @Column({ name: 'subscribed_application_ids', type: 'bigint', array: true, transformer: bigintsColumn })
  subscribedApplicationIds!: bigint[];

  @Column({ name: 'created_by', type: 'bigint', transformer: bigintColumn })
  createdBy!: bigint;

  @Column({ name: 'modified_by', type: 'bigint', transformer: bigintColumn })
  modifiedBy!: bigint;

  @Column({ type: 'timestamptz' })
  created!: Date;

  @Column({ type: 'timestamptz' })
  modified!: Date;
}
