import type { LimitConfig } from '@tessera/api-contracts';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ApplicationEntity } from '../applications/application.entity';
import { catalogId } from '../columns';

export type CampaignState = 'enabled' | 'disabled' | 'archived';

@Entity('campaigns')
@Index('campaigns_application', ['applicationId', 'id'])
export class CampaignEntity {
  @PrimaryColumn({ ...catalogId, primaryKeyConstraintName: 'campaigns_pk' })
  id!: bigint;

  @ForeignKey(() => ApplicationEntity, { name: 'campaigns_application_fk' })
  @Column({ ...catalogId, name: 'application_id' })
  applicationId!: bigint;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  description!: string;

  @Column({ type: 'text' })
  state!: CampaignState;

  /** The schedule is half open: this instant belongs to it. */
  @Column({ name: 'start_time', type: 'timestamptz', nullable: true })
  startTime!: Date | null;

  /** The first instant after it. */
  @Column({ name: 'end_time', type: 'timestamptz', nullable: true })
  endTime!: Date | null;

  @Column({ type: 'text', array: true })
  tags!: string[];

  @Column({ type: 'text', array: true })
  features!: string[];

  /** As the API shows them. */
  @Column({ type: 'jsonb' })
  limits!: LimitConfig[];

  /** As the API shows them. */
  @Column({ type: 'jsonb' })
  attributes!: Record<string, unknown>;

  /** Of its new coupons; as the API shows them. */
  @Column({ name: 'coupon_attributes', type: 'jsonb', default: {} })
  couponAttributes!: Record<string, unknown>;

  /** What it was made from, if anything. */
  @Column({ ...catalogId, name: 'template_id', nullable: true })
  templateId!: bigint | null;

  @Column({ ...catalogId, name: 'active_ruleset_id', nullable: true })
  activeRulesetId!: bigint | null;

  @Column({ name: 'coupon_settings', type: 'jsonb', nullable: true })
  couponSettings!: { validCharacters: string[]; couponPattern: string } | null;

  @Column({ name: 'referral_settings', type: 'jsonb', nullable: true })
  referralSettings!: { validCharacters: string[]; couponPattern: string } | null;

  /** Whether a cancelled session gives its coupons back. */
  @Column({ name: 'rollback_coupons_on_cancel', type: 'boolean', default: true })
  rollbackCouponsOnCancel!: boolean;

  /** Whether a return tries its rules again on what is left. */
  @Column({ name: 'reevaluate_on_return', type: 'boolean', default: false })
  reevaluateOnReturn!: boolean;

  @Column({ ...catalogId, name: 'created_by' })
  createdBy!: bigint;

  @Column({ ...catalogId, name: 'updated_by' })
  updatedBy!: bigint;

  @Column({ type: 'timestamptz' })
  created!: Date;

  @Column({ type: 'timestamptz' })
  updated!: Date;
}
