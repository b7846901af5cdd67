import { Injectable } from '@nestjs/common';
import type { CampaignCopy, NewRuleset } from '@tessera/api-contracts';
import { ApiError } from '@tessera/service-kit';
import { copyAchievements } from '../achievements/copy-achievements';
import type { ApplicationEntity } from '../applications/application.entity';
import { findApplication, requireApplications } from '../applications/find-application';
import type { Actor } from '../auth/actor';
import type { CatalogTransaction } from '../catalog-log/catalog-transaction';
import { CatalogWriter } from '../catalog-log/catalog-writer';
import { copyCollections } from '../collections/copy-collections';
import { EvaluationTrees } from '../evaluation/evaluation-trees.service';
import type { StoredRule } from '../rulesets/ruleset-version.entity';
import { currentRuleset, Rulesets } from '../rulesets/rulesets.service';
import type { CampaignEntity } from './campaign.entity';
import { Campaigns, timeOf } from './campaigns.service';
import { type CampaignPlace, findCampaign } from './find-campaign';

/** Copies campaigns with their active rules into applications, their own included. */
@Injectable()
export class CampaignCopies {
  constructor(
    private readonly catalog: CatalogWriter,
    private readonly campaigns: Campaigns,
    private readonly rulesets: Rulesets,
    private readonly trees: EvaluationTrees,
  ) {}

  /**
   * The copies, disabled, with the campaign's settings, limits (their amounts in the target's currency), attributes, collections
   * and achievements; coupons and counters stay behind, and what customers achieved. All of them or none.
   * Throws ApiError 404; 400 application.unknown, evaluation.group; 400 with the place of the application for whatever it does not
   * take of the campaign: an attribute it is not subscribed to, a rule that names one, an amount that its currency cannot have.
   */
  copy(actor: Actor, applicationId: bigint, id: bigint, body: CampaignCopy): Promise<CampaignEntity[]> {
    return this.catalog.write(actor, async (transaction) => {
      const source = await findCampaign(transaction.manager, applicationId, id);
      const targets = body.applicationIds.map(BigInt);
      await requireApplications(transaction.manager, targets, '/applicationIds');
      const copies: CampaignEntity[] = [];
      for (const [index, target] of targets.entries()) {
        const application = await findApplication(transaction.manager, target);
        copies.push(await inPlace(index, () => this.copyInto(transaction, source, application, body)));
      }
      return copies;
    });
  }

  private async copyInto(
    transaction: CatalogTransaction,
    source: CampaignPlace,
    application: ApplicationEntity,
    body: CampaignCopy,
  ): Promise<CampaignEntity> {
    const row = copyOf(source.campaign, application, body);
    const campaign = await this.campaigns.save(transaction, application, {
      ...row,
      id: await transaction.nextId(),
      createdBy: transaction.actor.userId,
      created: transaction.now,
    });
    const { evaluationGroupId } = body;
    if (evaluationGroupId !== undefined) {
      await this.trees.move(transaction, application, campaign.id, evaluationGroupId);
    }
    await copyCollections(transaction, source.campaign, { application, campaign });
    const achievements = await copyAchievements(transaction, source.campaign, { application, campaign });
    await this.copyRules(transaction, source, { application, campaign }, achievements);
    return (await findCampaign(transaction.manager, application.id, campaign.id)).campaign;
  }

  /** Rules of a copy are rules of their own: what a customer got once by a rule, the copy's may give again. */
  private async copyRules(
    transaction: CatalogTransaction,
    source: CampaignPlace,
    target: CampaignPlace,
    achievements: ReadonlyMap<string, bigint>,
  ): Promise<void> {
    const { activeRulesetId } = source.campaign;
    if (activeRulesetId === null) return;
    const { version } = await currentRuleset(transaction.manager, source, activeRulesetId);
    const rules = version.rules.map((rule) => ofCopy(rule, achievements));
    await this.rulesets.add(transaction, target, { rules, bindings: version.bindings, activate: true });
  }
}

/** The ids of the source's achievements, as text, become those of the copy's. */
function ofCopy(rule: StoredRule, achievements: ReadonlyMap<string, bigint>): NewRuleset['rules'][number] {
  const mapped = ([type, props]: StoredRule['effects'][number]): StoredRule['effects'][number] => {
    const copied = achievements.get(String(props['achievementId']));
    return [type, copied === undefined ? props : { ...props, achievementId: Number(copied) }];
  };
  return { ...rule, id: undefined, effects: rule.effects.map(mapped), onFailure: rule.onFailure.map(mapped) };
}

function copyOf(
  campaign: CampaignEntity,
  { id, timezone }: ApplicationEntity,
  { name, description, tags, startTime, endTime }: CampaignCopy,
): CampaignEntity {
  return {
    ...campaign,
    applicationId: id,
    name: name ?? campaign.name,
    description: description ?? campaign.description,
    tags: tags ?? campaign.tags,
    startTime: timeOf(startTime, campaign.startTime, timezone),
    endTime: timeOf(endTime, campaign.endTime, timezone),
    state: 'disabled',
    activeRulesetId: null,
    templateId: null,
  };
}

/** What is said of the copy's body is said of the application that it goes to: its caller knows no such body. */
async function inPlace<T>(index: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 400) throw error;
    throw new ApiError(
      400,
      error.errors.map((detail) => placed(detail, index)),
    );
  }
}

/** Fields of the call itself keep their place. */
const OWN_FIELDS = ['/evaluationGroupId', '/endTime'];

function placed({ source, details, ...same }: ApiError['errors'][number], index: number): ApiError['errors'][number] {
  const pointer = source?.pointer ?? '';
  if (OWN_FIELDS.includes(pointer)) return { ...same, ...(details && { details }), source: { pointer } };
  const said = [pointer, details].filter(Boolean).join(': ');
  return { ...same, details: said, source: { pointer: `/applicationIds/${index}` } };
}
