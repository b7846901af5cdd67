import type { Catalog } from '../catalog';
import type {
  Achievement,
  AdditionalCost,
  ApiKey,
  Application,
  Audience,
  Campaign,
  EvaluationTree,
  EventType,
  GiveawayPool,
  Ruleset,
  Webhook,
} from '../catalog-event';
import { type LoyaltyProgram, programsIn } from '../loyalty-program';
import { ApplicationScope } from '../rules/application-scope';
import type { CompiledRuleset } from '../rules/compiled-rule';
import type { Asked, CampaignRules } from '../rule-index/rule-index';
import { byCampaign } from './by-campaign';
import type { Collections } from './collections';
import { type Definitions, type DefinitionMap } from './definitions';
import { type PersistentMap } from './persistent-map';

/** What belongs to one application alone. */
export interface ApplicationPart {
  readonly application: Application | undefined;
  readonly campaigns: PersistentMap<Campaign>;
  readonly rulesets: PersistentMap<Ruleset>;
  readonly tree: EvaluationTree | undefined;
  readonly achievements: PersistentMap<Achievement>;
}

export interface CatalogParts {
  readonly version: bigint;
  readonly applications: PersistentMap<ApplicationPart>;
  readonly apiKeys: ReadonlyMap<string, ApiKey>;
  readonly definitions: Definitions;
  readonly eventTypes: PersistentMap<EventType>;
  readonly webhooks: PersistentMap<Webhook>;
  readonly additionalCosts: PersistentMap<AdditionalCost>;
  readonly collections: Collections;
  readonly audiences: PersistentMap<Audience>;
  readonly giveawayPools: PersistentMap<GiveawayPool>;
  /** By id. */
  readonly loyaltyPrograms: readonly LoyaltyProgram[];
  /**
   * Scopes and, in them, compiled rulesets: made when first asked for, and handed on to the next version as long as no
   * attribute changes its type and no collection its name. What is in it follows from the parts alone.
   */
  readonly scopes: Map<bigint, ApplicationScope>;
}

export class CatalogState implements Catalog {
  private readonly sorted = new Map<bigint, readonly Campaign[]>();
  private readonly programs = new Map<bigint, readonly LoyaltyProgram[]>();
  private readonly achievementsOf = new Map<bigint, ReadonlyMap<bigint, readonly Achievement[]>>();

  constructor(readonly parts: CatalogParts) {}

  get version(): bigint {
    return this.parts.version;
  }

  application(id: bigint): Application | undefined {
    return this.parts.applications.get(id)?.application;
  }

  apiKey(keyId: string): ApiKey | undefined {
    return this.parts.apiKeys.get(keyId);
  }

  attributes(application: bigint, entity: string, eventType?: string): DefinitionMap {
    return this.parts.definitions.of(application, entity, eventType ?? null);
  }

  eventType(application: bigint, name: string): EventType | undefined {
    for (const type of this.parts.eventTypes.values()) {
      if (type.name === name && holdsIn(type.applications, application)) return type;
    }
    return undefined;
  }

  additionalCost(application: bigint, name: string): AdditionalCost | undefined {
    for (const cost of this.parts.additionalCosts.values()) {
      if (cost.name === name && holdsIn(cost.subscribedApplications, application)) return cost;
    }
    return undefined;
  }

  campaign(application: bigint, id: bigint): Campaign | undefined {
    return this.parts.applications.get(application)?.campaigns.get(id);
  }

  campaigns(application: bigint): readonly Campaign[] {
    const known = this.sorted.get(application);
    if (known !== undefined) return known;
    const campaigns = [...(this.parts.applications.get(application)?.campaigns.values() ?? [])];
    campaigns.sort((left, right) => (left.id < right.id ? -1 : 1));
    this.sorted.set(application, campaigns);
    return campaigns;
  }

  evaluationTree(application: bigint): EvaluationTree | undefined {
    return this.parts.applications.get(application)?.tree;
  }

  ruleset(application: bigint, id: bigint): Ruleset | undefined {
    return this.parts.applications.get(application)?.rulesets.get(id);
  }

  webhook(id: bigint): Webhook | undefined {
    return this.parts.webhooks.get(id);
  }

  collectionItems(application: bigint, name: string): ReadonlySet<string> | undefined {
    return this.parts.collections.ofApplication(application).get(name)?.items;
  }

  campaignItems({ application, id }: Campaign, name: string): ReadonlySet<string> | undefined {
    return this.parts.collections.ofCampaign(application, id).get(name)?.items;
  }

  audience(application: bigint, id: bigint): Audience | undefined {
    const audience = this.parts.audiences.get(id);
    return audience && holdsIn(audience.subscribedApplications, application) ? audience : undefined;
  }

  giveawayPool(application: bigint, id: bigint): GiveawayPool | undefined {
    const pool = this.parts.giveawayPools.get(id);
    return pool && holdsIn(pool.subscribedApplications, application) ? pool : undefined;
  }

  achievement(application: bigint, id: bigint): Achievement | undefined {
    return this.parts.applications.get(application)?.achievements.get(id);
  }

  campaignAchievement({ application, id }: Campaign, name: string): Achievement | undefined {
    const known = this.achievementsOf.get(application) ?? byCampaign(this.achievements(application));
    this.achievementsOf.set(application, known);
    return known.get(id)?.find((one) => one.name === name);
  }

  achievements(application: bigint): readonly Achievement[] {
    const all = [...(this.parts.applications.get(application)?.achievements.values() ?? [])];
    return all.sort((left, right) => (left.id < right.id ? -1 : 1));
  }

  loyaltyProgram(id: bigint): LoyaltyProgram | undefined {
    return this.parts.loyaltyPrograms.find((program) => program.id === id);
  }

  loyaltyPrograms(application: bigint): readonly LoyaltyProgram[] {
    const known = this.programs.get(application);
    if (known !== undefined) return known;
    const own = programsIn(this.parts.loyaltyPrograms, application);
    this.programs.set(application, own);
    return own;
  }

  applications(): readonly Application[] {
    return [...this.parts.applications.values()].flatMap(({ application }) => application ?? []);
  }

  scope(application: bigint): ApplicationScope {
    const known = this.parts.scopes.get(application);
    if (known !== undefined) return known;
    const scope = new ApplicationScope(this.parts, application);
    this.parts.scopes.set(application, scope);
    return scope;
  }

  compiled(campaign: Campaign): CompiledRuleset | undefined {
    if (campaign.activeRulesetId === null) return undefined;
    const ruleset = this.ruleset(campaign.application, campaign.activeRulesetId);
    return ruleset === undefined ? undefined : this.scope(campaign.application).compiled(ruleset);
  }

  candidates(application: bigint, asked: Asked): readonly CampaignRules[] {
    const part = this.parts.applications.get(application);
    return part === undefined ? [] : this.scope(application).index.candidates(part, asked);
  }
}

function holdsIn(applications: readonly bigint[], application: bigint): boolean {
  return applications.length === 0 || applications.includes(application);
}
