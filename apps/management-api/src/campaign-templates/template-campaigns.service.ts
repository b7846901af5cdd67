import { Injectable } from '@nestjs/common';
import type { LimitConfig, NewTemplateCampaign } from '@tessera/api-contracts';
import { ApiError, type ErrorDetail } from '@tessera/service-kit';
import type { ApplicationEntity } from '../applications/application.entity';
import { findApplication } from '../applications/find-application';
import type { Actor } from '../auth/actor';
import type { CampaignEntity } from '../campaigns/campaign.entity';
import { Campaigns } from '../campaigns/campaigns.service';
import { findCampaign } from '../campaigns/find-campaign';
import type { CatalogTransaction } from '../catalog-log/catalog-transaction';
import { CatalogWriter } from '../catalog-log/catalog-writer';
import type { CollectionEntity } from '../collections/collection.entity';
import { Collections } from '../collections/collections.service';
import { EvaluationTrees } from '../evaluation/evaluation-trees.service';
import { type CurrentRuleset, Rulesets } from '../rulesets/rulesets.service';
import type { CampaignTemplateEntity } from './campaign-template.entity';
import { findTemplate } from './campaign-templates.service';
import { valueBindings } from './parameters';

export interface MadeCampaign {
  readonly campaign: CampaignEntity;
  readonly ruleset: CurrentRuleset;
  readonly collections: readonly CollectionEntity[];
}

/** Makes campaigns from templates. */
@Injectable()
export class TemplateCampaigns {
  constructor(
    private readonly catalog: CatalogWriter,
    private readonly campaigns: Campaigns,
    private readonly rulesets: Rulesets,
    private readonly trees: EvaluationTrees,
    private readonly collections: Collections,
  ) {}

  /**
   * A campaign, disabled, with the template's settings and rules; its parameters are bindings of the ruleset. Later changes of
   * the template do not reach it.
   * Throws ApiError 404; 400 template.*, evaluation.group, and with the pointer `/templateId` what the application does not
   * take of the template any more.
   */
  create(actor: Actor, applicationId: bigint, body: NewTemplateCampaign): Promise<MadeCampaign> {
    return this.catalog.write(actor, async (transaction) => {
      const { manager } = transaction;
      const application = await findApplication(manager, applicationId);
      const template = await findTemplate(manager, BigInt(body.templateId));
      requireUsable(template, applicationId);
      const bindings = [...valueBindings(template.parameters, body.templateParamValues), ...template.bindings];
      return ofTemplate(() => this.make(transaction, application, template, body, bindings));
    });
  }

  private async make(
    transaction: CatalogTransaction,
    application: ApplicationEntity,
    template: CampaignTemplateEntity,
    body: NewTemplateCampaign,
    bindings: CampaignTemplateEntity['bindings'],
  ): Promise<MadeCampaign> {
    const row = campaignOf(transaction, application, template, body);
    const campaign = await this.campaigns.save(transaction, application, { ...row, id: await transaction.nextId() });
    const { evaluationGroupId } = body;
    if (evaluationGroupId !== undefined) {
      await this.trees.move(transaction, application, campaign.id, evaluationGroupId);
    }
    const collections = await this.collectionsOf(transaction, template, campaign);
    const rules = { rules: template.rules, bindings, activate: true };
    const ruleset = await this.rulesets.add(transaction, { application, campaign }, rules);
    const saved = await findCampaign(transaction.manager, application.id, campaign.id);
    return { campaign: saved.campaign, ruleset, collections };
  }

  /** Before the rules, which name them. */
  private async collectionsOf(
    transaction: CatalogTransaction,
    { campaignCollections }: CampaignTemplateEntity,
    { applicationId, id: campaignId }: CampaignEntity,
  ): Promise<CollectionEntity[]> {
    const made: CollectionEntity[] = [];
    for (const one of campaignCollections)
      made.push(await this.collections.add(transaction, { applicationId, campaignId }, one));
    return made;
  }
}

function requireUsable({ state, applicationIds }: CampaignTemplateEntity, application: bigint): void {
  if (state !== 'enabled')
    throw ApiError.invalid('template.state', `The template is ${state}, not enabled`, '/templateId');
  if (applicationIds.includes(application)) return;
  throw ApiError.invalid('template.application', 'The template is not for this application', '/templateId');
}

function campaignOf(
  { actor, now }: CatalogTransaction,
  { id: applicationId }: ApplicationEntity,
  template: CampaignTemplateEntity,
  body: NewTemplateCampaign,
): Omit<CampaignEntity, 'id'> {
  const { description, tags, features, couponSettings, referralSettings, rollbackCouponsOnCancel } = template;
  return {
    ...{ applicationId, name: body.name, description: body.description ?? description, tags: body.tags ?? tags },
    ...{ features, couponSettings, referralSettings, rollbackCouponsOnCancel, reevaluateOnReturn: false },
    ...{ couponAttributes: template.couponAttributes, templateId: template.id },
    attributes: { ...template.attributes, ...body.campaignAttributesOverrides },
    limits: overridden(template.limits, body.limitOverrides),
    ...{ state: 'disabled', startTime: null, endTime: null, activeRulesetId: null },
    ...{ createdBy: actor.userId, updatedBy: actor.userId, created: now, updated: now },
  };
}

function overridden(limits: readonly LimitConfig[], overrides: readonly LimitConfig[]): LimitConfig[] {
  const taken = new Set(overrides.map(limitName));
  return [...limits.filter((limit) => !taken.has(limitName(limit))), ...overrides];
}

function limitName({ action, entities, period }: LimitConfig): string {
  return [action, [...entities].sort().join(), period ?? ''].join('|');
}

/** Fields of the call itself keep their place. */
const OWN_FIELDS = ['/evaluationGroupId'];

/** What is said of a campaign's body is said of the template: its caller knows no such body. */
async function ofTemplate<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 400) throw error;
    throw new ApiError(400, error.errors.map(placed));
  }
}

function placed({ source, details, ...same }: ErrorDetail): ErrorDetail {
  const pointer = source?.pointer ?? '';
  if (OWN_FIELDS.includes(pointer)) return { ...same, ...(details && { details }), source: { pointer } };
  return { ...same, details: [pointer, details].filter(Boolean).join(': '), source: { pointer: '/templateId' } };
}
