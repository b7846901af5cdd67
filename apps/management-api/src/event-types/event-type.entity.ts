import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { bigintsColumn, catalogId } from '../columns';

@Entity('event_types')
@Index('event_types_name', ['name'], { unique: true })
export class EventTypeEntity {
  @PrimaryColumn({ ...catalogId, primaryKeyConstraintName: 'event_types_pk' })
  id!: bigint;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  title!: string;

  @Column({ type: 'text' })
  description!: string;

  /** Empty: every application. */
  @Column({ name: 'application_ids', type: 'bigint', array: true, transformer: bigintsColumn })
  applicationIds!: bigint[];

  @Column({ type: 'timestamptz' })
  created!: Date;
}
