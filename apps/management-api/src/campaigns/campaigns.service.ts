import { Injectable } from '@nestjs/common';
import type { NewCampaign, UpdateCampaign } from '@tessera/api-contracts';
import { ApiError } from '@tessera/service-kit';
import type { EntityManager } from 'typeorm';
import { forgetAchievements } from '../achievements/achievements.service';
import type { ApplicationEntity } from '../applications/application.entity';
import { findApplication } from '../applications/find-application';
import { AttributeValues } from '../attributes/attribute-values';
import type { Actor } from '../auth/actor';
import type { CatalogTransaction } from '../catalog-log/catalog-transaction';
import { CatalogWriter } from '../catalog-log/catalog-writer';
import { forgetCollections } from '../collections/collections.service';
import { EvaluationTrees } from '../evaluation/evaluation-trees.service';
import { hasRules } from '../rulesets/active-rules';
import { RulesetEntity } from '../rulesets/ruleset.entity';
import { CampaignEntity } from './campaign.entity';
import { campaignOf, type CampaignValues } from './campaign.wire';
import { findCampaign } from './find-campaign';
import { resolveTime } from './schedule';

@Injectable()
export class Campaigns {
  constructor(
    private readonly catalog: CatalogWriter,
    private readonly values: AttributeValues,
    private readonly trees: EvaluationTrees,
  ) {}

  /** Throws ApiError 404; 400 campaign.schedule, campaign.no_rules, limit.*, attribute.*, evaluation.group. */
  create(actor: Actor, applicationId: bigint, body: NewCampaign): Promise<CampaignEntity> {
    return this.catalog.write(actor, async (transaction) => {
      const { manager, now } = transaction;
      const application = await findApplication(manager, applicationId);
      const { startTime, endTime, couponSettings, referralSettings, evaluationGroupId, ...same } = body;
      const saved = await this.save(transaction, application, {
        id: await transaction.nextId(),
        applicationId,
        ...same,
        startTime: timeOf(startTime, null, application.timezone),
        endTime: timeOf(endTime, null, application.timezone),
        activeRulesetId: null,
        templateId: null,
        couponSettings: couponSettings ?? null,
        referralSettings: referralSettings ?? null,
        createdBy: actor.userId,
        updatedBy: actor.userId,
        created: now,
        updated: now,
      });
      await this.place(transaction, application, saved, evaluationGroupId);
      return saved;
    });
  }

  /** Throws as `create`, and 400 campaign.ruleset where the active ruleset is not one of the campaign's. */
  update(actor: Actor, applicationId: bigint, id: bigint, body: UpdateCampaign): Promise<CampaignEntity> {
    return this.catalog.write(actor, async (transaction) => {
      const { application, campaign } = await findCampaign(transaction.manager, applicationId, id);
      const saved = await this.save(transaction, application, changed(campaign, body, application.timezone));
      await this.place(transaction, application, saved, body.evaluationGroupId);
      return saved;
    });
  }

  private async place(
    transaction: CatalogTransaction,
    application: ApplicationEntity,
    { id }: CampaignEntity,
    groupId: number | undefined,
  ): Promise<void> {
    if (groupId !== undefined) await this.trees.move(transaction, application, id, groupId);
  }

  /** Saves a campaign that another write of the same transaction changes. */
  async save(
    transaction: CatalogTransaction,
    application: ApplicationEntity,
    row: CampaignEntity,
  ): Promise<CampaignEntity> {
    const { manager, actor, now } = transaction;
    checkOrder(row);
    await checkRuleset(transaction, row);
    const values = await this.valuesOf(manager, row);
    const next = { ...row, updatedBy: actor.userId, updated: now };
    const entity = campaignOf(next, values, application.currency);
    const saved = await manager.save(CampaignEntity, next);
    transaction.record(
      { kind: 'CampaignSaved', entity },
      { application: application.id, currency: application.currency },
    );
    return saved;
  }

  private async valuesOf(
    manager: EntityManager,
    { applicationId: application, attributes, couponAttributes }: CampaignEntity,
  ): Promise<CampaignValues> {
    const ofCoupons = { application, entity: 'Coupon', pointer: '/couponAttributes' } as const;
    return {
      attributes: await this.values.of(manager, { application, entity: 'Campaign' }, attributes),
      couponAttributes: await this.values.of(manager, ofCoupons, couponAttributes),
    };
  }

  /** Deletes the campaign and its rulesets; what the log says of them stays. Throws ApiError 404. */
  delete(actor: Actor, applicationId: bigint, id: bigint): Promise<void> {
    return this.catalog.write(actor, async (transaction) => {
      const { manager } = transaction;
      const place = await findCampaign(manager, applicationId, id);
      const { application } = place;
      const rulesets = await manager.findBy(RulesetEntity, { campaignId: id });
      await this.trees.forget(transaction, application, id);
      await forgetAchievements(transaction, place);
      await manager.delete(CampaignEntity, { id, applicationId });
      const scope = { application: applicationId, currency: application.currency };
      await forgetCollections(transaction, scope, id);
      transaction.record({ kind: 'CampaignDeleted', application: applicationId, id }, scope);
      const within = { application: applicationId, campaign: id };
      for (const ruleset of rulesets) transaction.record({ kind: 'RulesetDeleted', ...within, id: ruleset.id }, scope);
    });
  }
}

function changed(row: CampaignEntity, body: UpdateCampaign, zone: string): CampaignEntity {
  const { activeRulesetId, couponSettings, referralSettings } = body;
  return {
    ...row,
    name: body.name,
    description: body.description ?? row.description,
    state: body.state ?? row.state,
    startTime: timeOf(body.startTime, row.startTime, zone),
    endTime: timeOf(body.endTime, row.endTime, zone),
    tags: body.tags,
    features: body.features,
    limits: body.limits,
    attributes: body.attributes ?? row.attributes,
    couponAttributes: body.couponAttributes ?? row.couponAttributes,
    activeRulesetId: activeRulesetId === undefined ? row.activeRulesetId : idOrNull(activeRulesetId),
    couponSettings: couponSettings === undefined ? row.couponSettings : couponSettings,
    referralSettings: referralSettings === undefined ? row.referralSettings : referralSettings,
    rollbackCouponsOnCancel: body.rollbackCouponsOnCancel ?? row.rollbackCouponsOnCancel,
    reevaluateOnReturn: body.reevaluateOnReturn ?? row.reevaluateOnReturn,
  };
}

function idOrNull(id: number | null): bigint | null {
  return id === null ? null : BigInt(id);
}

/** Left out: what is stored stays; null: none. */
export function timeOf(text: string | null | undefined, stored: Date | null, zone: string): Date | null {
  if (text === undefined) return stored;
  return text === null ? null : resolveTime(text, zone);
}

function checkOrder({ startTime, endTime }: CampaignEntity): void {
  if (!startTime || !endTime || startTime < endTime) return;
  throw ApiError.invalid('campaign.schedule', 'A campaign must end after it starts', '/endTime');
}

async function checkRuleset({ manager }: CatalogTransaction, row: CampaignEntity): Promise<void> {
  const rules = row.activeRulesetId === null ? 'none' : await hasRules(manager, row.id, row.activeRulesetId);
  if (rules === 'elsewhere') {
    throw ApiError.invalid('campaign.ruleset', 'The active ruleset must be one of the campaign', '/activeRulesetId');
  }
  if (row.state !== 'enabled' || rules === 'some') return;
  throw ApiError.invalid('campaign.no_rules', 'A campaign without rules cannot be enabled', '/state');
}
