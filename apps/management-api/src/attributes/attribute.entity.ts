import { Column, DeleteDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';
import { bigintsColumn, catalogId } from '../columns';

@Entity('attributes')
@Index('attributes_name', ['entity', 'eventType', 'name'], { unique: true })
export class AttributeEntity {
  @PrimaryColumn({ ...catalogId, primaryKeyConstraintName: 'attributes_pk' })
  id!: bigint;

  @Column({ type: 'text' })
  entity!: string;

  /** Empty but for the entity Event. */
  @Column({ name: 'event_type', type: 'text' })
  eventType!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  title!: string;

  @Column({ type: 'text' })
  type!: string;

  @Column({ type: 'text' })
  description!: string;

  @Column({ type: 'text', array: true })
  suggestions!: string[];

  @Column({ name: 'restricted_by_suggestions', type: 'boolean' })
  restrictedBySuggestions!: boolean;

  @Column({ type: 'boolean' })
  editable!: boolean;

  @Column({ type: 'boolean' })
  personal!: boolean;

  /** Empty: every application. */
  @Column({ name: 'application_ids', type: 'bigint', array: true, transformer: bigintsColumn })
  applicationIds!: bigint[];

  @Column({ type: 'timestamptz' })
  created!: Date;

  /** Reads pass over rows that have it. They keep what values of the name are, which may stand in the log. */
  @DeleteDateColumn({ type: 'timestamptz', nullable: true })
  deleted!: Date | null;
}
