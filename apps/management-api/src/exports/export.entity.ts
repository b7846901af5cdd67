import type { ExportEntry } from '@tessera/api-contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { catalogId } from '../columns';

/** An export that was taken; kept for ninety days. */
@Entity('exports')
@Index('exports_created', ['created'])
export class ExportEntity {
  @PrimaryColumn({ ...catalogId, primaryKeyConstraintName: 'exports_pk' })
  id!: bigint;

  @Column({ ...catalogId, name: 'application_id' })
  applicationId!: bigint;

  @Column({ ...catalogId, name: 'campaign_id', nullable: true })
  campaignId!: bigint | null;

  @Column({ ...catalogId, name: 'user_id' })
  userId!: bigint;

  @Column({ type: 'text' })
  entity!: ExportEntry['entity'];

  @Column({ type: 'jsonb' })
  filter!: Record<string, unknown>;

  @Column({ type: 'timestamptz' })
  created!: Date;
}
