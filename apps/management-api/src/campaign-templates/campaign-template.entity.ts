import type { CampaignTemplate, LimitConfig, TemplateParameter } from '@tessera/api-contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintsColumn, catalogId } from '../columns';

/** What campaigns are made from. Jsonb is as the API shows it. */
@Entity('campaign_templates')
export class CampaignTemplateEntity {
  @PrimaryColumn({ ...catalogId, primaryKeyConstraintName: 'campaign_templates_pk' })
  id!: bigint;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  description!: string;

  @Column({ type: 'text' })
  instructions!: string;

  @Column({ type: 'text' })
  state!: CampaignTemplate['state'];

  /** Where campaigns can be made from it; empty: nowhere yet. */
  @Column({ name: 'application_ids', type: 'bigint', array: true, transformer: bigintsColumn })
  applicationIds!: bigint[];

  @Column({ type: 'text', array: true })
  tags!: string[];

  @Column({ type: 'text', array: true })
  features!: string[];

  @Column({ type: 'jsonb' })
  limits!: LimitConfig[];

  @Column({ name: 'coupon_settings', type: 'jsonb', nullable: true })
  couponSettings!: { validCharacters: string[]; couponPattern: string } | null;

  @Column({ name: 'referral_settings', type: 'jsonb', nullable: true })
  referralSettings!: { validCharacters: string[]; couponPattern: string } | null;

  @Column({ name: 'rollback_coupons_on_cancel', type: 'boolean' })
  rollbackCouponsOnCancel!: boolean;

  /** Of the campaigns. */
  @Column({ type: 'jsonb' })
  attributes!: Record<string, unknown>;

  /** Of their coupons. */
  @Column({ name: 'coupon_attributes', type: 'jsonb', default: {} })
  couponAttributes!: Record<string, unknown>;

  /** That each of the campaigns has. */
  @Column({ name: 'campaign_collections', type: 'jsonb', default: [] })
  campaignCollections!: CampaignTemplate['campaignCollections'];

  @Column({ type: 'jsonb' })
  parameters!: TemplateParameter[];

  @Column({ type: 'jsonb' })
  rules!: CampaignTemplate['rules'];

  @Column({ type: 'jsonb' })
  bindings!: CampaignTemplate['bindings'];

  @Column({ ...catalogId, name: 'created_by' })
  createdBy!: bigint;

  @Column({ ...catalogId, name: 'updated_by' })
  updatedBy!: bigint;

  @Column({ type: 'timestamptz' })
  created!: Date;

  @Column({ type: 'timestamptz' })
  updated!: Date;
}
