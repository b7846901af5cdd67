import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { ApplicationEntity } from '../applications/application.entity';
import { catalogId } from '../columns';
import type { StoredSet } from './evaluation-set';

/** An immutable version of an application's evaluation tree; the newest holds. */
@Entity('evaluation_trees')
export class EvaluationTreeEntity {
  @ForeignKey(() => ApplicationEntity, { name: 'evaluation_trees_application_fk' })
  @PrimaryColumn({ ...catalogId, name: 'application_id', primaryKeyConstraintName: 'evaluation_trees_pk' })
  applicationId!: bigint;

  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'evaluation_trees_pk' })
  version!: number;

  /** As the API shows it, without the campaigns that nobody has put anywhere. */
  @Column({ type: 'jsonb' })
  set!: StoredSet;

  @Column({ ...catalogId, name: 'created_by' })
  createdBy!: bigint;

  @Column({ type: 'timestamptz' })
  created!: Date;
}
