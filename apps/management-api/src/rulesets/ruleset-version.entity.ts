import type { Rule } from '@tessera/api-contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { catalogId } from '../columns';

/** `cost`: elementary steps in the worst case, by the attributes that were declared when it was saved. */
export type StoredRule = Rule & { readonly id: string; readonly cost?: number };
export type StoredBinding = Rule['bindings'][number];

/**
 * An immutable version. Effects in the log name it, so it outlives its ruleset and its campaign: no foreign key.
 */
@Entity('ruleset_versions')
export class RulesetVersionEntity {
  @PrimaryColumn({ ...catalogId, name: 'ruleset_id', primaryKeyConstraintName: 'ruleset_versions_pk' })
  rulesetId!: bigint;

  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'ruleset_versions_pk' })
  version!: number;

  /** As the API shows them. */
  @Column({ type: 'jsonb' })
  rules!: StoredRule[];

  /** As the API shows them. */
  @Column({ type: 'jsonb' })
  bindings!: StoredBinding[];

  @Column({ ...catalogId, name: 'created_by' })
  createdBy!: bigint;

  @Column({ type: 'timestamptz' })
  created!: Date;
}
