import type { Achievement as AchievementJson } from '@tessera/api-contracts';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { CampaignEntity } from '../campaigns/campaign.entity';
import { catalogId } from '../columns';

@Entity('achievements')
@Index('achievements_name', ['campaignId', 'name'], { unique: true })
export class AchievementEntity {
  @PrimaryColumn({ ...catalogId, primaryKeyConstraintName: 'achievements_pk' })
  id!: bigint;

  @Column({ ...catalogId, name: 'application_id' })
  applicationId!: bigint;

  @ForeignKey(() => CampaignEntity, { name: 'achievements_campaign_fk', onDelete: 'CASCADE' })
  @Column({ ...catalogId, name: 'campaign_id' })
  campaignId!: bigint;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  title!: string;

  @Column({ type: 'text' })
  description!: string;

  /** In ten-thousandths. */
  @Column({ ...catalogId })
  target!: bigint;

  /** Empty: for ever. */
  @Column({ type: 'text' })
  period!: string;

  @Column({ name: 'recurrence_policy', type: 'text' })
  recurrencePolicy!: AchievementJson['recurrencePolicy'];

  @Column({ name: 'activation_policy', type: 'text' })
  activationPolicy!: AchievementJson['activationPolicy'];

  @Column({ name: 'fixed_start_date', type: 'timestamptz', nullable: true })
  fixedStartDate!: Date | null;

  @Column({ name: 'end_date', type: 'timestamptz', nullable: true })
  endDate!: Date | null;

  @Column({ name: 'allow_rollback_after_completion', type: 'boolean' })
  allowRollbackAfterCompletion!: boolean;

  @Column({ ...catalogId, name: 'created_by' })
  createdBy!: bigint;

  @Column({ type: 'timestamptz' })
  created!: Date;

  @Column({ type: 'timestamptz' })
  modified!: Date;
}
