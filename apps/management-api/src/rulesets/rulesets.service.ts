import { Injectable } from '@nestjs/common';
import type { NewRuleset } from '@tessera/api-contracts';
import { ApiError } from '@tessera/service-kit';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../auth/actor';
import { Campaigns } from '../campaigns/campaigns.service';
import { type CampaignPlace, findCampaign, type Place } from '../campaigns/find-campaign';
import type { CatalogTransaction } from '../catalog-log/catalog-transaction';
import { CatalogWriter } from '../catalog-log/catalog-writer';
import { withIds } from './rule-ids';
import { RuleChecker } from './rule-checker';
import { RulesetVersionEntity, type StoredRule } from './ruleset-version.entity';
import { RulesetEntity } from './ruleset.entity';
import { rulesetOf } from './ruleset.wire';

/** A ruleset with its newest version. */
export interface CurrentRuleset {
  readonly row: RulesetEntity;
  readonly version: RulesetVersionEntity;
  /** Whether it is its campaign's active ruleset. */
  readonly active: boolean;
}

@Injectable()
export class Rulesets {
  constructor(
    private readonly catalog: CatalogWriter,
    private readonly campaigns: Campaigns,
    private readonly checker: RuleChecker,
  ) {}

  /** Throws ApiError 404; 400 with a detail for each error in a rule. */
  create(actor: Actor, { applicationId, campaignId }: Place, body: NewRuleset): Promise<CurrentRuleset> {
    return this.catalog.write(actor, async (transaction) => {
      const place = await findCampaign(transaction.manager, applicationId, campaignId);
      return this.add(transaction, place, body);
    });
  }

  /** Within another write of the same campaign. Throws as `create`. */
  async add(transaction: CatalogTransaction, place: CampaignPlace, body: NewRuleset): Promise<CurrentRuleset> {
    const { actor, now } = transaction;
    const [applicationId, campaignId] = [place.application.id, place.campaign.id];
    const common = { createdBy: actor.userId, created: now };
    const id = await transaction.nextId();
    return this.save(
      transaction,
      place,
      { id, applicationId, campaignId, version: 1, activatedAt: null, ...common },
      body,
      [],
    );
  }

  /** The next version under the same id. Throws as `create`, and 400 campaign.no_rules. */
  update(actor: Actor, place: Place, id: bigint, body: NewRuleset): Promise<CurrentRuleset> {
    return this.catalog.write(actor, async (transaction) => {
      const { manager } = transaction;
      const found = await findCampaign(manager, place.applicationId, place.campaignId);
      const { row, version } = await currentRuleset(manager, found, id);
      return this.save(transaction, found, { ...row, version: row.version + 1 }, body, version.rules);
    });
  }

  /** Earlier versions stay: effects in the log name them. Throws ApiError 404, 400 campaign.no_rules. */
  delete(actor: Actor, place: Place, id: bigint): Promise<void> {
    return this.catalog.write(actor, async (transaction) => {
      const { manager } = transaction;
      const found = await findCampaign(manager, place.applicationId, place.campaignId);
      const { active } = await currentRuleset(manager, found, id);
      await manager.delete(RulesetEntity, { id });
      if (active) {
        await this.campaigns.save(transaction, found.application, { ...found.campaign, activeRulesetId: null });
      }
      const { application } = found;
      transaction.record(
        { kind: 'RulesetDeleted', application: application.id, campaign: place.campaignId, id },
        { application: application.id, currency: application.currency },
      );
    });
  }

  private async save(
    transaction: CatalogTransaction,
    place: CampaignPlace,
    row: RulesetEntity,
    body: NewRuleset,
    before: readonly StoredRule[],
  ): Promise<CurrentRuleset> {
    const { manager, actor, now } = transaction;
    const rules = withIds(body.rules, before);
    const common = { createdBy: actor.userId, created: now };
    const unpriced = { rulesetId: row.id, version: row.version, rules, bindings: body.bindings, ...common };
    const costs = await this.checker.check(transaction, rulesetOf(row, unpriced));
    const version = { ...unpriced, rules: rules.map((rule, index) => ({ ...rule, cost: costs[index] ?? 0 })) };
    const saved = await manager.save(RulesetEntity, body.activate ? { ...row, activatedAt: now } : row);
    await manager.save(RulesetVersionEntity, version);
    const scope = { application: place.application.id, currency: place.application.currency };
    transaction.record({ kind: 'RulesetSaved', entity: rulesetOf(row, version) }, scope);
    return { row: saved, version, active: await this.activate(transaction, place, row.id, body.activate) };
  }

  /** Also checks, by saving the campaign, that an enabled campaign keeps rules. */
  private async activate(
    transaction: CatalogTransaction,
    { application, campaign }: CampaignPlace,
    id: bigint,
    wanted: boolean,
  ): Promise<boolean> {
    const active = wanted || campaign.activeRulesetId === id;
    if (active) await this.campaigns.save(transaction, application, { ...campaign, activeRulesetId: id });
    return active;
  }
}

/** Throws ApiError 404 `ruleset.not_found`. */
export async function currentRuleset(
  manager: EntityManager,
  { campaign }: CampaignPlace,
  id: bigint,
): Promise<CurrentRuleset> {
  const row = await manager.findOneBy(RulesetEntity, { id, campaignId: campaign.id });
  if (!row) throw ApiError.notFound('ruleset.not_found', 'There is no such ruleset');
  const version = await manager.findOneByOrFail(RulesetVersionEntity, { rulesetId: id, version: row.version });
  return { row, version, active: campaign.activeRulesetId === id };
}
