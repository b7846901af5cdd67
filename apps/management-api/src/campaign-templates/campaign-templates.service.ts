import { Injectable } from '@nestjs/common';
import type { NewCampaignCollection, NewCampaignTemplate, UpdateCampaignTemplate } from '@tessera/api-contracts';
import { ApiError } from '@tessera/service-kit';
import type { EntityManager } from 'typeorm';
import { requireApplications } from '../applications/find-application';
import type { Actor } from '../auth/actor';
import { findCampaign } from '../campaigns/find-campaign';
import type { CatalogTransaction } from '../catalog-log/catalog-transaction';
import { CatalogWriter } from '../catalog-log/catalog-writer';
import { noteChange } from '../changes/note-change';
import { CollectionEntity } from '../collections/collection.entity';
import type { StoredRule } from '../rulesets/ruleset-version.entity';
import { currentRuleset } from '../rulesets/rulesets.service';
import { CampaignTemplateEntity } from './campaign-template.entity';
import { showTemplate } from './campaign-template.wire';
import { TemplateCheck } from './template-check';

/** All that a template says of campaigns. */
type Content = Omit<CampaignTemplateEntity, 'id' | 'createdBy' | 'updatedBy' | 'created' | 'updated'>;

/** Templates stay with this service: the evaluator knows the campaigns that are made from them. */
@Injectable()
export class CampaignTemplates {
  constructor(
    private readonly catalog: CatalogWriter,
    private readonly check: TemplateCheck,
  ) {}

  /** Throws ApiError 404 campaign.*; 400 application.unknown, and what is wrong with rules, limits, attributes. */
  create(actor: Actor, { fromCampaign, ...body }: NewCampaignTemplate): Promise<CampaignTemplateEntity> {
    return this.catalog.write(actor, async (transaction) => {
      const start = fromCampaign ? await contentOf(transaction.manager, fromCampaign) : EMPTY;
      return this.save(transaction, undefined, {
        ...{ id: await transaction.nextId(), createdBy: actor.userId, created: transaction.now },
        ...changed({ ...start, name: body.name }, body),
      });
    });
  }

  /** Throws as `create`, and 404 template.not_found. */
  update(actor: Actor, id: bigint, body: UpdateCampaignTemplate): Promise<CampaignTemplateEntity> {
    return this.catalog.write(actor, async (transaction) => {
      const stored = await findTemplate(transaction.manager, id);
      return this.save(transaction, stored, { ...stored, ...changed(stored, body) });
    });
  }

  /** Campaigns that were made from it stay. Throws ApiError 404. */
  delete(actor: Actor, id: bigint): Promise<void> {
    return this.catalog.write(actor, async (transaction) => {
      const { manager } = transaction;
      await note(transaction, id, await findTemplate(manager, id), undefined);
      await manager.delete(CampaignTemplateEntity, { id });
    });
  }

  private async save(
    transaction: CatalogTransaction,
    before: CampaignTemplateEntity | undefined,
    content: Omit<CampaignTemplateEntity, 'updated' | 'updatedBy'>,
  ): Promise<CampaignTemplateEntity> {
    const { manager, actor, now } = transaction;
    await requireApplications(manager, content.applicationIds, '/applicationsIds');
    const row = { ...content, updatedBy: actor.userId, updated: now };
    await this.check.check(transaction, row);
    await note(transaction, row.id, before, row);
    return manager.save(CampaignTemplateEntity, row);
  }
}

/** The evaluator knows no templates, so the catalog log has none. */
async function note(
  { manager, actor, now }: CatalogTransaction,
  id: bigint,
  before: CampaignTemplateEntity | undefined,
  after: CampaignTemplateEntity | undefined,
): Promise<void> {
  const states = {
    ...(before && { old: showTemplate(before, NOBODY) }),
    ...(after && { new: showTemplate(after, NOBODY) }),
  };
  await noteChange(manager, actor, { at: now, entity: `/campaign_templates/${id}`, ...states });
}

/** Who changed it, the note itself says. */
const NOBODY = new Map<bigint, string>();

/** Throws ApiError 404 `template.not_found`. */
export async function findTemplate(manager: EntityManager, id: bigint): Promise<CampaignTemplateEntity> {
  const template = await manager.findOneBy(CampaignTemplateEntity, { id });
  if (!template) throw ApiError.notFound('template.not_found', 'There is no such campaign template');
  return template;
}

const EMPTY: Content = {
  ...{ name: '', description: '', instructions: '', state: 'draft', applicationIds: [], tags: [], features: [] },
  ...{ limits: [], couponSettings: null, referralSettings: null, rollbackCouponsOnCancel: true },
  ...{ attributes: {}, couponAttributes: {}, campaignCollections: [] },
  ...{ parameters: [], rules: [], bindings: [] },
};

async function contentOf(
  manager: EntityManager,
  { applicationId, campaignId }: NonNullable<NewCampaignTemplate['fromCampaign']>,
): Promise<Content> {
  const place = await findCampaign(manager, BigInt(applicationId), BigInt(campaignId));
  const { description, tags, features, limits, couponSettings, referralSettings } = place.campaign;
  const { rollbackCouponsOnCancel, attributes, couponAttributes, activeRulesetId } = place.campaign;
  const campaignCollections = await collectionsOf(manager, place.campaign.id);
  const version = activeRulesetId === null ? null : (await currentRuleset(manager, place, activeRulesetId)).version;
  return {
    ...EMPTY,
    ...{ description, tags, features, limits, couponSettings, referralSettings, rollbackCouponsOnCancel },
    ...{ attributes, couponAttributes, campaignCollections },
    applicationIds: [place.application.id],
    rules: version?.rules.map(withoutId) ?? [],
    bindings: version?.bindings ?? [],
  };
}

async function collectionsOf(manager: EntityManager, campaignId: bigint): Promise<Content['campaignCollections']> {
  const own = await manager.find(CollectionEntity, { where: { campaignId }, order: { id: 'ASC' } });
  return own.map(({ name, description }) => ({ name, description }));
}

/** Rules of a campaign that is made from it are rules of their own. */
function withoutId({
  title,
  description,
  condition,
  bindings,
  effects,
  onFailure,
}: StoredRule): Content['rules'][number] {
  return { title, description, condition, bindings, effects, onFailure };
}

function changed(before: Content, body: UpdateCampaignTemplate): Content {
  const { couponSettings, referralSettings } = body;
  return {
    name: body.name ?? before.name,
    description: body.description ?? before.description,
    instructions: body.instructions ?? before.instructions,
    state: body.state ?? before.state,
    applicationIds: body.applicationsIds?.map(BigInt) ?? before.applicationIds,
    tags: body.tags ?? before.tags,
    features: body.features ?? before.features,
    limits: body.limits ?? before.limits,
    couponSettings: couponSettings === undefined ? before.couponSettings : couponSettings,
    referralSettings: referralSettings === undefined ? before.referralSettings : referralSettings,
    rollbackCouponsOnCancel: body.rollbackCouponsOnCancel ?? before.rollbackCouponsOnCancel,
    attributes: body.campaignAttributes ?? before.attributes,
    couponAttributes: body.couponAttributes ?? before.couponAttributes,
    campaignCollections: body.campaignCollections?.map(described) ?? before.campaignCollections,
    parameters: body.templateParams ?? before.parameters,
    rules: body.rules ?? before.rules,
    bindings: body.bindings ?? before.bindings,
  };
}

function described({ name, description = '' }: NewCampaignCollection): Content['campaignCollections'][number] {
  return { name, description };
}
