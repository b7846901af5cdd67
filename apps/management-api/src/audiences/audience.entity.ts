import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { bigintsColumn, catalogId } from '../columns';

@Entity('audiences')
@Index('audiences_name', ['name'], { unique: true })
export class AudienceEntity {
  @PrimaryColumn({ ...catalogId, primaryKeyConstraintName: 'audiences_pk' })
  id!: bigint;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  description!: string;

  /** The system that it comes from, and its id there; empty: none. */
  @Column({ type: 'text' })
  integration!: string;

  @Column({ name: 'integration_id', type: 'text' })
  integrationId!: string;

  @Column({ name: 'created_in_3rd_party', type: 'boolean' })
  createdIn3rdParty!: boolean;

  /** Empty: every application. */
  @Column({ name: 'subscribed_application_ids', type: 'bigint', array: true, transformer: bigintsColumn })
  subscribedApplicationIds!: bigint[];

  @Column({ type: 'timestamptz' })
  created!: Date;

  @Column({ type: 'timestamptz' })
  modified!: Date;
}
