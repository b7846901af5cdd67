import type {
  AdditionalCost,
  Achievement,
  Application,
  AttributeDefinition,
  Audience,
  Campaign,
  CatalogChange,
  Collection,
  EvaluationGroup,
  EvaluationTree,
  LimitConfig,
  EventType,
  GiveawayPool,
  Rule,
  RuleEffect,
  Ruleset,
  Webhook,
} from '../catalog-event';
import type {
  CartItemInput,
  CouponChunkReceived,
  CouponSettings,
  GiveawayChunkReceived,
  ProfileUpdateReceived,
  SessionReopenReceived,
  SessionReturnReceived,
  SessionUpdateReceived,
} from '../request';
import type { Value } from '../value';

export const SHOP = 1n;

/** 2026-07-15T12:00:00Z, a Wednesday. */
export const NOON = 1_784_116_800_000n;

export function application(changes: Partial<Application> = {}): Application {
  return {
    id: SHOP,
    name: 'Shop',
    description: '',
    currency: 'EUR',
    timezone: 'Europe/Berlin',
    attributes: {},
    created: 0n,
    modified: 0n,
    limits: [],
    partialRewards: false,
    sessionIdleAfter: null,
    ...changes,
  };
}

let nextId = 1000n;

export function attribute(
  entity: string,
  name: string,
  type: string,
  changes: Partial<AttributeDefinition> = {},
): CatalogChange {
  nextId += 1n;
  const definition: AttributeDefinition = {
    id: nextId,
    entity,
    name,
    title: name,
    type,
    description: '',
    suggestions: [],
    restrictedBySuggestions: false,
    editable: true,
    eventType: null,
    personal: false,
    subscribedApplications: [],
    created: 0n,
    ...changes,
  };
  return { kind: 'AttributeSaved', entity: definition };
}

export function eventType(name: string): CatalogChange {
  nextId += 1n;
  const entity: EventType = { id: nextId, name, title: name, description: '', applications: [], created: 0n };
  return { kind: 'EventTypeSaved', entity };
}

export function additionalCost(name: string, changes: Partial<AdditionalCost> = {}): CatalogChange {
  nextId += 1n;
  const same = { id: nextId, name, title: name, description: '', created: 0n };
  const entity: AdditionalCost = { ...same, type: 'session', subscribedApplications: [], ...changes };
  return { kind: 'AdditionalCostSaved', entity };
}

export function webhook(id: bigint, changes: Partial<Webhook> = {}): CatalogChange {
  const sealed = { kind: 'sealed', keyId: '', nonce: new Uint8Array(), bytes: new Uint8Array() } as const;
  const entity: Webhook = {
    id,
    applications: [],
    title: `webhook ${id}`,
    verb: 'POST',
    url: 'https://example.com/hook',
    headers: [],
    params: [],
    payload: null,
    secret: sealed,
    enabled: true,
    created: 0n,
    modified: 0n,
    ...changes,
  };
  return { kind: 'WebhookSaved', entity };
}

/** A collection of the account with its items. */
export function collection(name: string, items: readonly string[], changes: Partial<Collection> = {}): CatalogChange[] {
  nextId += 1n;
  const entity: Collection = {
    id: nextId,
    application: 0n,
    campaign: 0n,
    name,
    description: '',
    subscribedApplications: [],
    createdBy: 1n,
    created: 0n,
    modified: 0n,
    ...changes,
  };
  return [
    { kind: 'CollectionSaved', entity },
    { kind: 'CollectionItemsImported', collection: entity.id, chunk: 0, chunks: 1, items },
  ];
}

/** An audience of the account. */
export function audience(id: bigint, name: string, changes: Partial<Audience> = {}): CatalogChange {
  const own = { id, name, description: '', integration: '', integrationId: '', createdIn3rdParty: false };
  const entity: Audience = { ...own, subscribedApplications: [], created: 0n, modified: 0n, ...changes };
  return { kind: 'AudienceSaved', entity };
}

/** An achievement of a campaign of the shop; its target is a whole number of steps. */
export function achievement(
  id: bigint,
  campaignId: bigint,
  target: number,
  changes: Partial<Achievement> = {},
): CatalogChange {
  const entity: Achievement = {
    id,
    application: SHOP,
    campaign: campaignId,
    name: `achievement ${id}`,
    title: '',
    description: '',
    target: BigInt(target) * 10_000n,
    period: '',
    recurrencePolicy: 'no_recurrence',
    activationPolicy: 'user_action',
    fixedStartDate: null,
    endDate: null,
    allowRollbackAfterCompletion: true,
    createdBy: 1n,
    created: 0n,
    modified: 0n,
    ...changes,
  };
  return { kind: 'AchievementSaved', entity };
}

/** A giveaway pool of the account. */
export function giveawayPool(id: bigint, name: string, changes: Partial<GiveawayPool> = {}): CatalogChange {
  const own = { id, name, description: '', subscribedApplications: [], createdBy: 1n };
  return { kind: 'GiveawayPoolSaved', entity: { ...own, created: 0n, modified: 0n, ...changes } };
}

export function giveaways(
  pool: bigint,
  codes: readonly string[],
  changes: Partial<GiveawayChunkReceived> = {},
): GiveawayChunkReceived {
  const always = { startDate: null, endDate: null };
  return { kind: 'GiveawayChunkReceived', pool, batch: 'import', chunk: 0, chunks: 1, codes, ...always, ...changes };
}

export function profileUpdate(profileId: string, changes: Partial<ProfileUpdateReceived> = {}): ProfileUpdateReceived {
  const common = { kind: 'ProfileUpdateReceived', profileId, attributes: null, runRuleEngine: false } as const;
  return { ...common, joins: [], leaves: [], ends: [], ...changes };
}

export function rule(condition: string, effects: readonly RuleEffect[], changes: Partial<Rule> = {}): Rule {
  return { id: '', title: condition, description: '', condition, bindings: [], effects, onFailure: [], ...changes };
}

export function effect(type: string, props: Readonly<Record<string, Value>>): RuleEffect {
  return { type, props };
}

/** A limit on an action, of a campaign or as an application's default. */
export function limit(
  action: string,
  most: bigint,
  entities: readonly string[] = [],
  period: string | null = null,
): LimitConfig {
  return { action, limit: most, entities, period };
}

/** A campaign with its ruleset; rules get ids of their own. */
export function campaign(
  id: bigint,
  rules: readonly Rule[],
  changes: Partial<Campaign> = {},
  bindings: Ruleset['bindings'] = [],
): CatalogChange[] {
  const named = rules.map((one, index) => ({ ...one, id: one.id || `rule-${id}-${index}` }));
  const applicationId = changes.application ?? SHOP;
  const ruleset: Ruleset = {
    id: id + 100n,
    application: applicationId,
    campaign: id,
    version: 1,
    rules: named,
    bindings,
    createdBy: 1n,
    created: 0n,
  };
  const entity: Campaign = {
    id,
    application: applicationId,
    name: `campaign ${id}`,
    description: '',
    state: 'enabled',
    startTime: null,
    endTime: null,
    tags: [],
    features: [],
    limits: [],
    attributes: {},
    activeRulesetId: ruleset.id,
    couponSettings: null,
    referralSettings: null,
    createdBy: 1n,
    created: 0n,
    updated: 0n,
    rollbackCouponsOnCancel: true,
    reevaluateOnReturn: false,
    couponAttributes: {},
    ...changes,
  };
  return [
    { kind: 'RulesetSaved', entity: ruleset },
    { kind: 'CampaignSaved', entity },
  ];
}

/** A group of an evaluation tree; its elements are campaigns, by their ids, and groups. */
export interface Group extends Omit<EvaluationGroup, 'elements'> {
  readonly elements: readonly (bigint | Group)[];
}

export function group(
  id: bigint,
  mode: string,
  elements: Group['elements'],
  changes: Partial<EvaluationGroup> = {},
): Group {
  return { id, name: `group ${id}`, description: '', mode, scope: 'session', locked: false, ...changes, elements };
}

/** The evaluation tree of the shop, with these elements in its base group. */
export function evaluationTree(elements: Group['elements']) {
  const groups = groupsOf(group(SHOP, 'stackable', elements));
  const entity: EvaluationTree = { application: SHOP, version: 1, groups, updatedBy: 1n, updated: 0n };
  return { kind: 'EvaluationTreeSaved', entity } as const;
}

function groupsOf({ elements, ...own }: Group): EvaluationGroup[] {
  const within = elements.filter((element) => typeof element !== 'bigint');
  const named = elements.map((element) =>
    typeof element === 'bigint'
      ? ({ kind: 'EvaluatedCampaign', id: element } as const)
      : ({ kind: 'EvaluatedGroup', id: element.id } as const),
  );
  return [{ ...own, elements: named }, ...within.flatMap(groupsOf)];
}

/** An item of `cents` each. */
export function item(sku: string, cents: number, quantity = 1, changes: Partial<CartItemInput> = {}): CartItemInput {
  return {
    name: null,
    sku,
    quantity,
    price: BigInt(cents) * 10_000n,
    category: null,
    weight: null,
    height: null,
    width: null,
    length: null,
    attributes: {},
    additionalCosts: {},
    ...changes,
  };
}

export function update(sessionId: string, changes: Partial<SessionUpdateReceived> = {}): SessionUpdateReceived {
  return {
    kind: 'SessionUpdateReceived',
    sessionId,
    profileId: null,
    state: null,
    cartItems: null,
    couponCodes: null,
    referralCode: null,
    additionalCosts: null,
    identifiers: null,
    attributes: null,
    evaluableCampaignIds: null,
    ...changes,
  };
}

export function close(sessionId: string, changes: Partial<SessionUpdateReceived> = {}): SessionUpdateReceived {
  return update(sessionId, { state: 'closed', ...changes });
}

export function cancel(sessionId: string): SessionUpdateReceived {
  return update(sessionId, { state: 'cancelled' });
}

/** Units of lines come back: `{ 0: 2 }` are two of the first line, `{ 0: null }` all that is left of it. */
export function returned(
  sessionId: string,
  quantities: Readonly<Record<number, number | null>>,
  runRuleEngine = false,
): SessionReturnReceived {
  const returnedCartItems = Object.entries(quantities).map(([position, quantity]) => {
    return { position: Number(position), quantity, sku: null };
  });
  return { kind: 'SessionReturnReceived', sessionId, returnedCartItems, runRuleEngine };
}

export function reopen(sessionId: string): SessionReopenReceived {
  return { kind: 'SessionReopenReceived', sessionId };
}

/** Coupons of one campaign, by their codes. */
export function coupons(
  campaignId: bigint,
  codes: readonly string[],
  settings: Partial<CouponSettings> = {},
): CouponChunkReceived {
  return {
    kind: 'CouponChunkReceived',
    batch: 'batch',
    chunk: 0,
    chunks: 1,
    settings: {
      campaign: campaignId,
      usageLimit: 0n,
      profileLimit: null,
      ...{ reservationLimit: 0n, reservationMandatory: false, implicitlyReserved: false, advocate: null },
      discountLimit: null,
      startDate: null,
      expiryDate: null,
      attributes: {},
      recipient: null,
      ...settings,
    },
    codes,
    pattern: '',
    characters: [],
    count: 0,
    recipients: [],
  };
}
