import type {
  AdditionalCost,
  Achievement,
  ApiKey,
  Application,
  AttributeDefinition,
  Audience,
  Campaign,
  EvaluationTree,
  EventType,
  GiveawayPool,
  Ruleset,
  Webhook,
} from './catalog-event';
import type { LoyaltyProgram } from './loyalty-program';
import type { Asked, CampaignRules } from './rule-index/rule-index';
import type { ApplicationScope } from './rules/application-scope';
import type { CompiledRuleset } from './rules/compiled-rule';

/** The catalog at one version: immutable; `applyChange` gives the next. */
export interface Catalog {
  readonly version: bigint;
  application(id: bigint): Application | undefined;
  apiKey(keyId: string): ApiKey | undefined;
  /** Definitions by name that hold for the entity in this application; for Event, of this event type. */
  attributes(application: bigint, entity: string, eventType?: string): ReadonlyMap<string, AttributeDefinition>;
  eventType(application: bigint, name: string): EventType | undefined;
  /** The declared cost of this name; undefined where the application has none. */
  additionalCost(application: bigint, name: string): AdditionalCost | undefined;
  campaign(application: bigint, id: bigint): Campaign | undefined;
  /** By id, which is the order in which those are evaluated that the tree does not name. */
  campaigns(application: bigint): readonly Campaign[];
  /** Undefined: the application never had one, and all campaigns are evaluated. */
  evaluationTree(application: bigint): EvaluationTree | undefined;
  ruleset(application: bigint, id: bigint): Ruleset | undefined;
  webhook(id: bigint): Webhook | undefined;
  /** The items of one of the account's collections, by its name; undefined: the application has none of that name. */
  collectionItems(application: bigint, name: string): ReadonlySet<string> | undefined;
  /** The items of a collection of the campaign's own. */
  campaignItems(campaign: Campaign, name: string): ReadonlySet<string> | undefined;
  /** One that the application may use. */
  audience(application: bigint, id: bigint): Audience | undefined;
  /** One that the application may use. */
  giveawayPool(application: bigint, id: bigint): GiveawayPool | undefined;
  achievement(application: bigint, id: bigint): Achievement | undefined;
  /** One of the campaign, by its name. */
  campaignAchievement(campaign: Campaign, name: string): Achievement | undefined;
  /** By id. */
  achievements(application: bigint): readonly Achievement[];
  loyaltyProgram(id: bigint): LoyaltyProgram | undefined;
  /** Those that the application is subscribed to, by id. */
  loyaltyPrograms(application: bigint): readonly LoyaltyProgram[];
  applications(): readonly Application[];
  /** What rules of the application may name, with its declared attributes. */
  scope(application: bigint): ApplicationScope;
  /** The campaign's active ruleset, compiled once; undefined where it has none. */
  compiled(campaign: Campaign): CompiledRuleset | undefined;
  /**
   * The rules of running campaigns that may have something to say to a request; by campaign ids, rules in their order. A
   * rule that is left out would not hold, and nobody would hear of it.
   */
  candidates(application: bigint, asked: Asked): readonly CampaignRules[];
}
