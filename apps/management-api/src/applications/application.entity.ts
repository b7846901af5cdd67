import { Column, Entity, PrimaryColumn } from 'typeorm';
import { catalogId } from '../columns';

@Entity('applications')
export class ApplicationEntity {
  @PrimaryColumn({ ...catalogId, primaryKeyConstraintName: 'applications_pk' })
  id!: bigint;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  description!: string;

  @Column({ type: 'text' })
  currency!: string;

  @Column({ type: 'text' })
  timezone!: string;

  /** As the API shows them. */
  @Column({ type: 'jsonb' })
  attributes!: Record<string, unknown>;

  @Column({ ...catalogId, name: 'created_by' })
  createdBy!: bigint;

  @Column({ type: 'timestamptz' })
  created!: Date;

  @Column({ type: 'timestamptz' })
  modified!: Date;
}
