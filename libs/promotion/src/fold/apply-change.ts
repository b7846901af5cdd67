import type { Catalog } from '../catalog';
import type { Achievement, AttributeDefinition, CatalogChange, Collection } from '../catalog-event';
import type { LoyaltyProgram } from '../loyalty-program';
import { CatalogState, type ApplicationPart, type CatalogParts } from './catalog-state';
import { Collections, sameNames } from './collections';
import { Definitions, sameShape } from './definitions';
import { PersistentMap } from './persistent-map';

/** Version 0: nothing is declared. */
export function emptyCatalog(): Catalog {
  return new CatalogState({
    version: 0n,
    applications: PersistentMap.empty(),
    apiKeys: new Map(),
    definitions: new Definitions(),
    eventTypes: PersistentMap.empty(),
    webhooks: PersistentMap.empty(),
    additionalCosts: PersistentMap.empty(),
    collections: new Collections(),
    audiences: PersistentMap.empty(),
    giveawayPools: PersistentMap.empty(),
    loyaltyPrograms: [],
    scopes: new Map(),
  });
}

/**
 * The catalog after one management write, at the version that the write's record carries. The one before stays as it is.
 * Whether the version is the next one is the reader's business. Throws TypeError on a catalog made elsewhere.
 */
export function applyChange(catalog: Catalog, version: bigint, change: CatalogChange): Catalog {
  if (!(catalog instanceof CatalogState)) throw new TypeError('a catalog comes from emptyCatalog and applyChange');
  return new CatalogState({ ...catalog.parts, ...changedParts(catalog.parts, change), version });
}

function changedParts(parts: CatalogParts, change: CatalogChange): Partial<CatalogParts> {
  switch (change.kind) {
    case 'ApplicationSaved':
      return inApplication(parts, change.entity.id, () => ({ application: change.entity }));
    case 'ApiKeySaved':
      return { apiKeys: new Map(parts.apiKeys).set(change.entity.id, change.entity) };
    case 'AttributeSaved':
      return withDefinition(parts, change.entity);
    case 'AttributeDeleted':
      return { definitions: parts.definitions.without(change.id), scopes: new Map() };
    case 'EventTypeSaved':
      return { eventTypes: parts.eventTypes.with(change.entity.id, change.entity) };
    case 'CampaignSaved': {
      const campaign = change.entity;
      return inApplication(parts, campaign.application, ({ campaigns }) => ({
        campaigns: campaigns.with(campaign.id, campaign),
      }));
    }
    case 'CampaignDeleted':
      return inApplication(parts, change.application, ({ campaigns }) => ({ campaigns: campaigns.without(change.id) }));
    case 'RulesetSaved': {
      const ruleset = change.entity;
      return inApplication(parts, ruleset.application, ({ rulesets }) => ({
        rulesets: rulesets.with(ruleset.id, ruleset),
      }));
    }
    case 'RulesetDeleted':
      return inApplication(parts, change.application, ({ rulesets }) => ({ rulesets: rulesets.without(change.id) }));
    case 'WebhookSaved':
      return { webhooks: parts.webhooks.with(change.entity.id, change.entity) };
    case 'WebhookDeleted':
      return { webhooks: parts.webhooks.without(change.id) };
    case 'EvaluationTreeSaved':
      return inApplication(parts, change.entity.application, () => ({ tree: change.entity }));
    case 'AdditionalCostSaved':
      return { additionalCosts: parts.additionalCosts.with(change.entity.id, change.entity) };
    case 'CollectionSaved':
      return withCollection(parts, change.entity);
    case 'CollectionItemsImported':
      return { collections: parts.collections.imported(change) };
    case 'CollectionDeleted':
      return { collections: parts.collections.deleted(change.id), scopes: new Map() };
    case 'AudienceSaved':
      return { audiences: parts.audiences.with(change.entity.id, change.entity) };
    case 'AudienceDeleted':
      return { audiences: parts.audiences.without(change.id) };
    case 'GiveawayPoolSaved':
      return { giveawayPools: parts.giveawayPools.with(change.entity.id, change.entity) };
    case 'GiveawayPoolDeleted':
      return { giveawayPools: parts.giveawayPools.without(change.id) };
    case 'AchievementSaved':
      return withAchievement(parts, change.entity);
    case 'AchievementDeleted': {
      const { application, id } = change;
      const deleted = inApplication(parts, application, ({ achievements }) => ({
        achievements: achievements.without(id),
      }));
      return { ...deleted, scopes: withoutScope(parts, application) };
    }
    case 'LoyaltyProgramSaved':
      return withProgram(parts, change.entity);
  }
}

const NEW_PART: ApplicationPart = {
  application: undefined,
  campaigns: PersistentMap.empty(),
  rulesets: PersistentMap.empty(),
  tree: undefined,
  achievements: PersistentMap.empty(),
};

function inApplication(
  parts: CatalogParts,
  id: bigint,
  changed: (part: ApplicationPart) => Partial<ApplicationPart>,
): Partial<CatalogParts> {
  const part = parts.applications.get(id) ?? NEW_PART;
  return { applications: parts.applications.with(id, { ...part, ...changed(part) }) };
}

/** Compiled rules are kept unless types changed: a new title must not compile ten thousand rules again. */
function withDefinition(parts: CatalogParts, definition: AttributeDefinition): Partial<CatalogParts> {
  const definitions = parts.definitions.with(definition);
  const before = parts.definitions.all.find(({ id }) => id === definition.id);
  return sameShape(before, definition) ? { definitions } : { definitions, scopes: new Map() };
}

/** As of attributes: only what rules may name is a part of what they are compiled against. */
function withCollection(parts: CatalogParts, collection: Collection): Partial<CatalogParts> {
  const collections = parts.collections.saved(collection);
  const same = sameNames(parts.collections.get(collection.id), collection);
  return same ? { collections } : { collections, scopes: new Map() };
}

/** Rules name programs, so they are compiled again where another name holds, or in another application. */
function withProgram(parts: CatalogParts, program: LoyaltyProgram): Partial<CatalogParts> {
  const before = parts.loyaltyPrograms.find(({ id }) => id === program.id);
  const others = parts.loyaltyPrograms.filter(({ id }) => id !== program.id);
  const loyaltyPrograms = [...others, program].sort((a, b) => (a.id < b.id ? -1 : 1));
  const same = before?.subscribedApplications.join() === program.subscribedApplications.join();
  return same && before?.name === program.name ? { loyaltyPrograms } : { loyaltyPrograms, scopes: new Map() };
}

/** As of collections, in the one application that has it: no other one's rules can name it. */
function withAchievement(parts: CatalogParts, achievement: Achievement): Partial<CatalogParts> {
  const { application, id, name, campaign } = achievement;
  const before = parts.applications.get(application)?.achievements.get(id);
  const saved = inApplication(parts, application, ({ achievements }) => ({
    achievements: achievements.with(id, achievement),
  }));
  const same = before?.name === name && before.campaign === campaign;
  return same ? saved : { ...saved, scopes: withoutScope(parts, application) };
}

function withoutScope({ scopes }: CatalogParts, application: bigint): CatalogParts['scopes'] {
  return new Map([...scopes].filter(([id]) => id !== application));
}
