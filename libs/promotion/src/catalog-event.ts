import type { LoyaltyProgram } from './loyalty-program';
import type { Attributes, Instant, SealedValue, Value } from './value';

export interface Application {
  readonly id: bigint;
  readonly name: string;
  readonly description: string;
  /** ISO 4217. */
  readonly currency: string;
  /** IANA. */
  readonly timezone: string;
  readonly attributes: Attributes;
  readonly created: Instant;
  readonly modified: Instant;
  /** Of each campaign that has none of its own for the action. */
  readonly limits: readonly LimitConfig[];
  /** Whether a budget that does not suffice gives what it has left; else it gives nothing. */
  readonly partialRewards: boolean;
  /** A duration after which an open session that nobody touched is cancelled; null: it stays open. */
  readonly sessionIdleAfter: string | null;
}

export type ApiKeyScope = 'integration' | 'import' | 'read';

export interface ApiKey {
  /** The public part of `pk_<keyId>_<secret>`. */
  readonly id: string;
  readonly application: bigint;
  readonly title: string;
  readonly scopes: readonly string[];
  /** SHA-256 of the secret part. */
  readonly hash: Uint8Array;
  readonly created: Instant;
  readonly expires: Instant;
  readonly revoked: boolean;
}

export type AttributeEntity =
  'Application' | 'Campaign' | 'CustomerProfile' | 'CustomerSession' | 'CartItem' | 'Coupon' | 'Event';

export type AttributeType =
  | 'string'
  | 'number'
  | 'boolean'
  | 'time'
  | 'location'
  | '(list string)'
  | '(list number)'
  | '(list time)'
  | '(list location)';

export interface AttributeDefinition {
  readonly id: bigint;
  /** One of AttributeEntity; open on the wire. */
  readonly entity: string;
  readonly name: string;
  readonly title: string;
  /** One of AttributeType; open on the wire. */
  readonly type: string;
  readonly description: string;
  readonly suggestions: readonly string[];
  readonly restrictedBySuggestions: boolean;
  readonly editable: boolean;
  /** The custom event type it belongs to, for the entity Event; else null. */
  readonly eventType: string | null;
  /** Personal values are sealed in every topic that lasts. */
  readonly personal: boolean;
  /** Empty: every application of the account. */
  readonly subscribedApplications: readonly bigint[];
  readonly created: Instant;
}

export interface EventType {
  readonly id: bigint;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Empty: every application of the account. */
  readonly applications: readonly bigint[];
  readonly created: Instant;
}

export interface LimitConfig {
  /** `redeemCoupon` and its siblings; open on the wire. */
  readonly action: string;
  /** A count; minor units for the action setDiscount, hundredths for those of points. */
  readonly limit: bigint;
  /** Coupon, Profile …; empty means the whole campaign. */
  readonly entities: readonly string[];
  /** daily, weekly, monthly, yearly; null means for ever. */
  readonly period: string | null;
}

export interface CodeSettings {
  readonly validCharacters: readonly string[];
  readonly couponPattern: string;
}

export interface Campaign {
  readonly id: bigint;
  readonly application: bigint;
  readonly name: string;
  readonly description: string;
  /** enabled, disabled, archived. */
  readonly state: string;
  /** The schedule as half-open instants, resolved from local time when saved. */
  readonly startTime: Instant | null;
  readonly endTime: Instant | null;
  readonly tags: readonly string[];
  readonly features: readonly string[];
  readonly limits: readonly LimitConfig[];
  readonly attributes: Attributes;
  readonly activeRulesetId: bigint | null;
  readonly couponSettings: CodeSettings | null;
  readonly createdBy: bigint;
  readonly created: Instant;
  readonly updated: Instant;
  /** Whether a cancelled session gives its coupons of this campaign back. */
  readonly rollbackCouponsOnCancel: boolean;
  /** Of the codes that `referralCreated` makes. */
  readonly referralSettings: CodeSettings | null;
  /** Whether a return may try its rules again on what is left. */
  readonly reevaluateOnReturn: boolean;
  /** What new coupons of the campaign have, as far as nothing else is said of them. */
  readonly couponAttributes: Attributes;
}

export interface Binding {
  readonly name: string;
  readonly expression: string;
}

export interface RuleEffect {
  readonly type: string;
  /** Texts may hold `{{ expression }}`; numeric props are CEL texts. The guide's table says which prop is which. */
  readonly props: Readonly<Record<string, Value>>;
}

export interface Rule {
  /** A UUID that the rule keeps over versions. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** CEL, of type bool. */
  readonly condition: string;
  readonly bindings: readonly Binding[];
  readonly effects: readonly RuleEffect[];
  readonly onFailure: readonly RuleEffect[];
}

export interface Ruleset {
  readonly id: bigint;
  readonly application: bigint;
  readonly campaign: bigint;
  /** Raised by each change; an immutable version is (id, version). */
  readonly version: number;
  readonly rules: readonly Rule[];
  readonly bindings: readonly Binding[];
  readonly createdBy: bigint;
  readonly created: Instant;
}

export interface Webhook {
  readonly id: bigint;
  /** Empty: every application of the account. */
  readonly applications: readonly bigint[];
  readonly title: string;
  readonly verb: string;
  readonly url: string;
  /** `Name: value` lines, sealed with the installation's master key: they often hold credentials. */
  readonly headers: readonly SealedValue[];
  readonly params: readonly string[];
  readonly payload: string | null;
  readonly secret: SealedValue;
  readonly enabled: boolean;
  readonly created: Instant;
  readonly modified: Instant;
}

/** How the elements of a group stand to each other: all give, or of those that would give only one. */
export type EvaluationMode = 'stackable' | 'listOrder' | 'lowestDiscount' | 'highestDiscount';

/** Whether a group that excludes decides once for the session, or for each cart item. */
export type EvaluationScope = 'session' | 'cartItem';

export type EvaluationElement =
  | { readonly kind: 'EvaluatedCampaign'; readonly id: bigint }
  /** Another group of the same tree. */
  | { readonly kind: 'EvaluatedGroup'; readonly id: bigint };

export interface EvaluationGroup {
  readonly id: bigint;
  readonly name: string;
  readonly description: string;
  /** One of EvaluationMode; open on the wire. */
  readonly mode: string;
  /** One of EvaluationScope; open on the wire. */
  readonly scope: string;
  readonly locked: boolean;
  /** In the order of evaluation. */
  readonly elements: readonly EvaluationElement[];
}

/** In which order an application's campaigns are evaluated, and which exclude each other. */
export interface EvaluationTree {
  readonly application: bigint;
  /** From 1, raised by each change. */
  readonly version: number;
  /** The base group first, which is stackable. Campaigns that none of them names follow in it, by id. */
  readonly groups: readonly EvaluationGroup[];
  readonly updatedBy: bigint;
  readonly updated: Instant;
}

/** A named cost beside the prices, such as shipping: what it is called, and where sessions may carry it. */
export interface AdditionalCost {
  readonly id: bigint;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** session, item, both; open on the wire. */
  readonly type: string;
  /** Empty: every application of the account. */
  readonly subscribedApplications: readonly bigint[];
  readonly created: Instant;
}

/** Texts under a name, of which rules ask whether one is among them. */
export interface Collection {
  readonly id: bigint;
  /** 0: the account's. */
  readonly application: bigint;
  /** 0: no campaign's. */
  readonly campaign: bigint;
  readonly name: string;
  readonly description: string;
  /** Of the account's: empty is every application. */
  readonly subscribedApplications: readonly bigint[];
  readonly createdBy: bigint;
  readonly created: Instant;
  readonly modified: Instant;
}

/**
 * A part of a collection's new items. The chunks of one import follow each other, from 0: with the last one they are the
 * collection's items, in place of those before.
 */
export interface CollectionItems {
  readonly collection: bigint;
  readonly chunk: number;
  readonly chunks: number;
  readonly items: readonly string[];
}

/** Profiles that somebody put together; which these are, each profile says itself. */
export interface Audience {
  readonly id: bigint;
  readonly name: string;
  readonly description: string;
  /** The system that it comes from, and its id there; empty: none. */
  readonly integration: string;
  readonly integrationId: string;
  readonly createdIn3rdParty: boolean;
  /** Empty: every application of the account. */
  readonly subscribedApplications: readonly bigint[];
  readonly created: Instant;
  readonly modified: Instant;
}

/** Codes of which each is given away once; which codes it has, the evaluator knows. */
export interface GiveawayPool {
  readonly id: bigint;
  readonly name: string;
  readonly description: string;
  /** Empty: every application of the account. */
  readonly subscribedApplications: readonly bigint[];
  readonly createdBy: bigint;
  readonly created: Instant;
  readonly modified: Instant;
}

/** Whether a customer can reach an achievement again: never, in the next period, or as soon as it is reached. */
export type RecurrencePolicy = 'no_recurrence' | 'on_expiration' | 'on_completion';

/** Whether a period begins with a customer's first step, or for all at once. */
export type ActivationPolicy = 'user_action' | 'fixed_schedule';

/** Something that customers reach step by step, in a period. */
export interface Achievement {
  readonly id: bigint;
  readonly application: bigint;
  readonly campaign: bigint;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** In ten-thousandths, as progress is. */
  readonly target: bigint;
  /** `1M`, `7D_U` …, in the application's time zone; empty: for ever. */
  readonly period: string;
  /** One of RecurrencePolicy; open on the wire. */
  readonly recurrencePolicy: string;
  /** One of ActivationPolicy; open on the wire. */
  readonly activationPolicy: string;
  /** Of a fixed schedule: when its first period begins. */
  readonly fixedStartDate: Instant | null;
  /** From then on nothing counts any more. */
  readonly endDate: Instant | null;
  /** Whether what was reached is taken back with the session that reached it. */
  readonly allowRollbackAfterCompletion: boolean;
  readonly createdBy: bigint;
  readonly created: Instant;
  readonly modified: Instant;
}

/** What a management write changed: always the whole entity after the write. */
export type CatalogChange =
  | { readonly kind: 'ApplicationSaved'; readonly entity: Application }
  | { readonly kind: 'ApiKeySaved'; readonly entity: ApiKey }
  | { readonly kind: 'AttributeSaved'; readonly entity: AttributeDefinition }
  | { readonly kind: 'EventTypeSaved'; readonly entity: EventType }
  | { readonly kind: 'CampaignSaved'; readonly entity: Campaign }
  | { readonly kind: 'CampaignDeleted'; readonly application: bigint; readonly id: bigint }
  | { readonly kind: 'RulesetSaved'; readonly entity: Ruleset }
  | { readonly kind: 'RulesetDeleted'; readonly application: bigint; readonly campaign: bigint; readonly id: bigint }
  | { readonly kind: 'WebhookSaved'; readonly entity: Webhook }
  | { readonly kind: 'WebhookDeleted'; readonly id: bigint }
  | { readonly kind: 'EvaluationTreeSaved'; readonly entity: EvaluationTree }
  | { readonly kind: 'AdditionalCostSaved'; readonly entity: AdditionalCost }
  | { readonly kind: 'CollectionSaved'; readonly entity: Collection }
  | ({ readonly kind: 'CollectionItemsImported' } & CollectionItems)
  | { readonly kind: 'CollectionDeleted'; readonly id: bigint }
  | { readonly kind: 'AudienceSaved'; readonly entity: Audience }
  | { readonly kind: 'AudienceDeleted'; readonly id: bigint }
  | { readonly kind: 'GiveawayPoolSaved'; readonly entity: GiveawayPool }
  | { readonly kind: 'GiveawayPoolDeleted'; readonly id: bigint }
  | { readonly kind: 'AchievementSaved'; readonly entity: Achievement }
  | { readonly kind: 'AchievementDeleted'; readonly application: bigint; readonly id: bigint }
  | { readonly kind: 'LoyaltyProgramSaved'; readonly entity: LoyaltyProgram }
  | { readonly kind: 'AttributeDeleted'; readonly id: bigint };
