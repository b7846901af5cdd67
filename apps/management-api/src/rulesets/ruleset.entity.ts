import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { CampaignEntity } from '../campaigns/campaign.entity';
import { catalogId } from '../columns';

/** A ruleset as it stands: `version` names its newest row in ruleset_versions. */
@Entity('rulesets')
@Index('rulesets_campaign', ['campaignId', 'id'])
export class RulesetEntity {
  @PrimaryColumn({ ...catalogId, primaryKeyConstraintName: 'rulesets_pk' })
  id!: bigint;

  @Column({ ...catalogId, name: 'application_id' })
  applicationId!: bigint;

  @ForeignKey(() => CampaignEntity, { name: 'rulesets_campaign_fk', onDelete: 'CASCADE' })
  @Column({ ...catalogId, name: 'campaign_id' })
  campaignId!: bigint;

  @Column({ type: 'integer' })
  version!: number;

  @Column({ ...catalogId, name: 'created_by' })
  createdBy!: bigint;

  @Column({ type: 'timestamptz' })
  created!: Date;

  @Column({ name: 'activated_at', type: 'timestamptz', nullable: true })
  activatedAt!: Date | null;
}
