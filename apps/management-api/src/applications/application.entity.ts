import type { LimitConfig } from '@tessera/api-contracts';
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

  /** Of campaigns that have none of their own; as the API shows them. */
  @Column({ type: 'jsonb', default: [] })
  limits!: LimitConfig[];

  @Column({ name: 'partial_rewards', type: 'boolean', default: false })
  partialRewards!: boolean;

  @Column({ name: 'session_idle_after', type: 'text', nullable: true })
  sessionIdleAfter!: string | null;

  @Column({ ...catalogId, name: 'created_by' })
  createdBy!: bigint;

  @Column({ type: 'timestamptz' })
  created!: Date;

  @Column({ type: 'timestamptz' })
  modified!: Date;
}
