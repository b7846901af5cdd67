// Generated from schemas/ by tools/generate.mjs: change the .avsc files and run it again.

export interface Application {
  readonly id: bigint;
  readonly name: string;
  readonly description: string;
  /** ISO 4217. */
  readonly currency: string;
  /** IANA. */
  readonly timezone: string;
  readonly attributes: Readonly<Record<string, Value>>;
  readonly created: bigint;
  readonly modified: bigint;
  /** Of each campaign that has none of its own for the action. */
  readonly limits: readonly LimitConfig[];
  /** Whether a budget that does not suffice gives what it has left. */
  readonly partialRewards: boolean;
  /** After which an open session that nobody touched is cancelled. */
  readonly sessionIdleAfter: null | string;
}

export interface ApiKey {
  /** The public part of pk_<keyId>_<secret>. */
  readonly id: string;
  readonly application: bigint;
  readonly title: string;
  readonly scopes: readonly string[];
  /** SHA-256 of the secret part. */
  readonly hash: Uint8Array;
  readonly created: bigint;
  readonly expires: bigint;
  readonly revoked: boolean;
}

export interface AttributeDefinition {
  readonly id: bigint;
  readonly entity: string;
  readonly name: string;
  readonly title: string;
  readonly type: string;
  readonly description: string;
  readonly suggestions: readonly string[];
  readonly restrictedBySuggestions: boolean;
  readonly editable: boolean;
  readonly eventType: null | string;
  /** Its values are sealed in every topic that lasts. */
  readonly personal: boolean;
  /** Empty: all. */
  readonly subscribedApplications: readonly bigint[];
  readonly created: bigint;
}

export interface EventType {
  readonly id: bigint;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Empty: all. */
  readonly applications: readonly bigint[];
  readonly created: bigint;
}

export interface LimitConfig {
  readonly action: string;
  /** A count; minor units for the action setDiscount. */
  readonly limit: bigint;
  /** Empty: the whole campaign. */
  readonly entities: readonly string[];
  /** Null: for ever. */
  readonly period: null | string;
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
  readonly state: string;
  /** The schedule is the half-open span from startTime to endTime. */
  readonly startTime: null | bigint;
  readonly endTime: null | bigint;
  readonly tags: readonly string[];
  readonly features: readonly string[];
  readonly limits: readonly LimitConfig[];
  readonly attributes: Readonly<Record<string, Value>>;
  readonly activeRulesetId: null | bigint;
  readonly couponSettings: null | CodeSettings;
  readonly createdBy: bigint;
  readonly created: bigint;
  readonly updated: bigint;
  /** Whether a cancelled session gives its coupons of this campaign back. */
  readonly rollbackCouponsOnCancel: boolean;
  readonly referralSettings: null | CodeSettings;
  /** Whether a return may try its rules again on what is left. */
  readonly reevaluateOnReturn: boolean;
  /** What new coupons of the campaign have, as far as nothing else is said of them. */
  readonly couponAttributes: Readonly<Record<string, Value>>;
}

export interface Binding {
  readonly name: string;
  /** CEL. */
  readonly expression: string;
}

export interface RuleEffect {
  readonly type: string;
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
  readonly version: number;
  readonly rules: readonly Rule[];
  readonly bindings: readonly Binding[];
  readonly createdBy: bigint;
  readonly created: bigint;
}

export interface Webhook {
  readonly id: bigint;
  /** Empty: all. */
  readonly applications: readonly bigint[];
  readonly title: string;
  readonly verb: string;
  readonly url: string;
  /** Lines `Name: value` under the master key. */
  readonly headers: readonly SealedValue[];
  readonly params: readonly string[];
  readonly payload: null | string;
  /** Under the master key. */
  readonly secret: SealedValue;
  readonly enabled: boolean;
  readonly created: bigint;
  readonly modified: bigint;
}

export interface ApplicationSaved {
  readonly kind: 'ApplicationSaved';
  readonly entity: Application;
}

export interface ApiKeySaved {
  readonly kind: 'ApiKeySaved';
  readonly entity: ApiKey;
}

export interface AttributeSaved {
  readonly kind: 'AttributeSaved';
  readonly entity: AttributeDefinition;
}

export interface EventTypeSaved {
  readonly kind: 'EventTypeSaved';
  readonly entity: EventType;
}

export interface CampaignSaved {
  readonly kind: 'CampaignSaved';
  readonly entity: Campaign;
}

export interface CampaignDeleted {
  readonly kind: 'CampaignDeleted';
  readonly application: bigint;
  readonly id: bigint;
}

export interface RulesetSaved {
  readonly kind: 'RulesetSaved';
  readonly entity: Ruleset;
}

export interface RulesetDeleted {
  readonly kind: 'RulesetDeleted';
  readonly application: bigint;
  readonly campaign: bigint;
  readonly id: bigint;
}

export interface WebhookSaved {
  readonly kind: 'WebhookSaved';
  readonly entity: Webhook;
}

export interface WebhookDeleted {
  readonly kind: 'WebhookDeleted';
  readonly id: bigint;
}

export interface EvaluatedCampaign {
  readonly kind: 'EvaluatedCampaign';
  readonly id: bigint;
}

export interface EvaluatedGroup {
  readonly kind: 'EvaluatedGroup';
  readonly id: bigint;
}

export interface EvaluationGroup {
  readonly id: bigint;
  readonly name: string;
  readonly description: string;
  /** stackable, listOrder, lowestDiscount, highestDiscount. */
  readonly mode: string;
  /** session, cartItem. */
  readonly scope: string;
  readonly locked: boolean;
  /** In the order of evaluation. */
  readonly elements: readonly (EvaluatedCampaign | EvaluatedGroup)[];
}

/** In which order an application's campaigns are evaluated, and which exclude each other. */
export interface EvaluationTree {
  readonly application: bigint;
  /** From 1, raised by each change. */
  readonly version: number;
  /** The base group first. Campaigns that none of them names follow in it, by id. */
  readonly groups: readonly EvaluationGroup[];
  readonly updatedBy: bigint;
  readonly updated: bigint;
}

export interface EvaluationTreeSaved {
  readonly kind: 'EvaluationTreeSaved';
  readonly entity: EvaluationTree;
}

/** A named cost beside the prices, such as shipping. */
export interface AdditionalCost {
  readonly id: bigint;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** session, item, both. */
  readonly type: string;
  /** Empty: all. */
  readonly subscribedApplications: readonly bigint[];
  readonly created: bigint;
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
  readonly created: bigint;
  readonly modified: bigint;
}

export interface AdditionalCostSaved {
  readonly kind: 'AdditionalCostSaved';
  readonly entity: AdditionalCost;
}

export interface CollectionSaved {
  readonly kind: 'CollectionSaved';
  readonly entity: Collection;
}

/** A part of new items. With the last one they are the collection's, in place of those before. */
export interface CollectionItemsImported {
  readonly kind: 'CollectionItemsImported';
  readonly collection: bigint;
  /** From 0. */
  readonly chunk: number;
  readonly chunks: number;
  readonly items: readonly string[];
}

export interface CollectionDeleted {
  readonly kind: 'CollectionDeleted';
  readonly id: bigint;
}

/** Profiles that somebody put together; which these are, each profile says itself. */
export interface Audience {
  readonly id: bigint;
  readonly name: string;
  readonly description: string;
  /** The system that it comes from; empty: none. */
  readonly integration: string;
  readonly integrationId: string;
  readonly createdIn3rdParty: boolean;
  /** Empty: all. */
  readonly subscribedApplications: readonly bigint[];
  readonly created: bigint;
  readonly modified: bigint;
}

export interface AudienceSaved {
  readonly kind: 'AudienceSaved';
  readonly entity: Audience;
}

export interface AudienceDeleted {
  readonly kind: 'AudienceDeleted';
  readonly id: bigint;
}

/** Codes of which each is given away once; which codes it has, the evaluator knows. */
export interface GiveawayPool {
  readonly id: bigint;
  readonly name: string;
  readonly description: string;
  /** Empty: all. */
  readonly subscribedApplications: readonly bigint[];
  readonly createdBy: bigint;
  readonly created: bigint;
  readonly modified: bigint;
}

export interface GiveawayPoolSaved {
  readonly kind: 'GiveawayPoolSaved';
  readonly entity: GiveawayPool;
}

export interface GiveawayPoolDeleted {
  readonly kind: 'GiveawayPoolDeleted';
  readonly id: bigint;
}

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
  /** 1M, 7D_U …; empty: for ever. */
  readonly period: string;
  /** no_recurrence, on_expiration, on_completion. */
  readonly recurrencePolicy: string;
  /** user_action, fixed_schedule. */
  readonly activationPolicy: string;
  readonly fixedStartDate: null | bigint;
  readonly endDate: null | bigint;
  readonly allowRollbackAfterCompletion: boolean;
  readonly createdBy: bigint;
  readonly created: bigint;
  readonly modified: bigint;
}

export interface AchievementSaved {
  readonly kind: 'AchievementSaved';
  readonly entity: Achievement;
}

export interface AchievementDeleted {
  readonly kind: 'AchievementDeleted';
  readonly application: bigint;
  readonly id: bigint;
}

export interface LoyaltyTier {
  readonly name: string;
  /** Hundredths of a point. */
  readonly minPoints: bigint;
}

export interface LoyaltyProgram {
  readonly id: bigint;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly subscribedApplications: readonly bigint[];
  /** A duration, or unlimited. */
  readonly defaultValidity: string;
  /** A duration, or immediate. */
  readonly defaultPending: string;
  readonly allowSubledger: boolean;
  readonly timezone: string;
  /** From the lowest on. */
  readonly tiers: readonly LoyaltyTier[];
  readonly tiersExpirationPolicy: null | string;
  readonly tiersExpireIn: null | string;
  readonly tierCycleStartDate: null | bigint;
  /** one_down, balance_based. */
  readonly tiersDowngradePolicy: string;
  /** not_join, points_activated, points_earned. */
  readonly programJoinPolicy: string;
  /** only_pending, within_balance, unlimited. */
  readonly returnPolicy: string;
  readonly created: bigint;
  readonly modified: bigint;
  /** Of profiles: when tiers end, with the policy customer_attribute. */
  readonly tiersExpirationAttribute: null | string;
}

export interface LoyaltyProgramSaved {
  readonly kind: 'LoyaltyProgramSaved';
  readonly entity: LoyaltyProgram;
}

export interface AttributeDeleted {
  readonly kind: 'AttributeDeleted';
  readonly id: bigint;
}

export interface Refusal {
  readonly code: string;
  readonly title: string;
  readonly details: string;
  readonly pointer: null | string;
  /** The HTTP status that says the same. */
  readonly status: number;
}

/** What was read without a lock, or found missing: needed to decide again. */
export interface Read {
  readonly row: string;
  readonly key: string;
  /** Null: the row was not there. */
  readonly version: null | bigint;
}

/** What became of one request. */
export interface Decision {
  /** accepted, refused, repeated, undecodable. */
  readonly outcome: string;
  /** Null where it could not be decoded. */
  readonly request:
    | null
    | SessionUpdateReceived
    | ProfileUpdateReceived
    | CustomEventReceived
    | ProfileErasureReceived
    | CouponChunkReceived
    | CouponChangeReceived
    | CouponDeletionReceived
    | SessionReturnReceived
    | SessionReopenReceived
    | CouponsChangeReceived
    | CouponReservationReceived
    | GiveawayChunkReceived
    | PointsAdditionReceived
    | PointsDeductionReceived
    | ClockTicked
    | TierAssignmentReceived
    | SessionIdled
    | PointsActivationReceived
    | CouponOpeningsReceived
    | ProfileOpeningReceived
    | LimitOpeningsReceived
    | LedgerOpeningReceived;
  /** Of a repeated request: the position of the first decision. */
  readonly repeats: null | bigint;
  readonly engineVersion: string;
  readonly entropy: Uint8Array;
  readonly reads: readonly Read[];
  readonly events: readonly (
    | SessionChanged
    | ProfileChanged
    | ProfileActivityChanged
    | CustomEventRecorded
    | CouponRedemptionChanged
    | CouponsCreated
    | CouponChanged
    | CouponDeleted
    | CounterChanged
    | ProfileErased
    | CouponReservationChanged
    | GiveawaysAdded
    | GiveawayAwarded
    | AchievementProgressChanged
    | LedgerChanged
    | CouponOpeningChanged
    | ProfileOpeningChanged
    | LimitOpeningChanged
    | LedgerOpeningChanged
  )[];
  readonly effects: readonly Effect[];
  readonly refusals: readonly Refusal[];
  readonly ruleFailures: readonly RuleFailure[];
  /** Of the campaigns behind its effects, and behind those that its session is left with; none of those in the base. */
  readonly evaluationPlaces: readonly EvaluationPlace[];
}

/** A discount's exact part on a run of neighbouring units of one line. */
export interface DiscountShare {
  /** The line. */
  readonly position: number;
  /** The first unit of the run. */
  readonly subPosition: number;
  readonly units: number;
  /** Minor units on each unit. */
  readonly amount: bigint;
}

export interface EffectReference {
  readonly position: bigint;
  readonly index: number;
}

export interface Effect {
  /** Within its decision; the effect id is the uuid v5 of position/index. */
  readonly index: number;
  /** 0 where no campaign is behind it. */
  readonly campaign: bigint;
  readonly ruleset: bigint;
  readonly rulesetVersion: number;
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly ruleName: string;
  /** Within its rule. */
  readonly effectIndex: number;
  /** setDiscount, acceptCoupon …: an open set. */
  readonly type: string;
  readonly triggeredByCoupon: null | bigint;
  /** transient, committed, durable, rolledBack. */
  readonly phase: string;
  /** The effect that a rollback undoes. */
  readonly undoes: null | EffectReference;
  /** Money is a long in minor units of the envelope's currency. */
  readonly props: Readonly<Record<string, Value>>;
  readonly shares: readonly DiscountShare[];
}

/** What kept a campaign back that would have given something. */
export interface Exclusion {
  readonly group: bigint;
  /** The group's. */
  readonly mode: string;
  /** CampaignIsNotFirst, CampaignGaveLowerDiscount …: an open set. */
  readonly reason: string;
}

/** The innermost evaluation group of a campaign, below the base. */
export interface EvaluationPlace {
  readonly campaign: bigint;
  readonly group: bigint;
  /** The group's. */
  readonly mode: string;
}

export interface RuleFailure {
  readonly campaign: bigint;
  readonly ruleset: bigint;
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly ruleName: string;
  readonly coupon: null | bigint;
  readonly couponCode: null | string;
  readonly effectIndex: null | number;
  /** Sealed where it may quote a personal value. */
  readonly details: string | SealedValue;
  /** Where the campaign lost against others of an evaluation group. */
  readonly exclusion: null | Exclusion;
  /** The operand of the condition's top-level && that did not hold first, or was in error. */
  readonly conditionIndex: null | number;
  readonly referral: null | bigint;
  readonly referralCode: null | string;
  /** The innermost evaluation group of the campaign below the base. */
  readonly evaluationGroup: null | bigint;
  /** The group's. */
  readonly evaluationMode: null | string;
}

export interface SessionChanged {
  readonly kind: 'SessionChanged';
  /** talon_session_created, _updated, _closed … */
  readonly type: string;
  /** The state that resulted. */
  readonly session: Session;
}

export interface ProfileChanged {
  readonly kind: 'ProfileChanged';
  readonly type: string;
  /** The state that resulted. */
  readonly profile: Profile;
}

export interface ProfileActivityChanged {
  readonly kind: 'ProfileActivityChanged';
  readonly closedSessionsDelta: bigint;
  readonly totalSalesDelta: bigint;
  readonly activity: ProfileActivity;
}

export interface CustomEventRecorded {
  readonly kind: 'CustomEventRecorded';
  readonly id: bigint;
  readonly type: string;
  readonly profileId: string;
  readonly attributes: Readonly<Record<string, Value>>;
  /** The session that it happened in; null: none. */
  readonly sessionId: null | string;
  /** The sender's own id of it; null: it has none. */
  readonly integrationId: null | string;
  /** The closed session that it is about; null: none. */
  readonly connectedSessionId: null | string;
}

/** A redemption (+1), its rollback (-1), or only a part of its value given back (0), with the counters that resulted. */
export interface CouponRedemptionChanged {
  readonly kind: 'CouponRedemptionChanged';
  readonly couponId: bigint;
  readonly campaign: bigint;
  readonly code: string;
  readonly sessionId: string;
  readonly profileId: string;
  readonly delta: bigint;
  readonly usageCounter: bigint;
  readonly discountDelta: bigint;
  readonly discountCounter: bigint;
  /** Whether the code is a referral's. */
  readonly referral: boolean;
}

export interface NewCoupon {
  readonly id: bigint;
  readonly code: string;
  readonly canonical: string;
  /** Whose it is, where the coupons of a chunk are of several; null: as the settings say. */
  readonly recipient: null | string;
}

/** One event per chunk of a pool; the settings once. */
export interface CouponsCreated {
  readonly kind: 'CouponsCreated';
  readonly batch: string;
  readonly chunk: number;
  readonly chunks: number;
  readonly settings: CouponSettings;
  readonly coupons: readonly NewCoupon[];
  /** Given codes that existed already. */
  readonly skipped: readonly string[];
}

export interface CouponChanged {
  readonly kind: 'CouponChanged';
  readonly coupon: Coupon;
}

export interface CouponDeleted {
  readonly kind: 'CouponDeleted';
  readonly couponId: bigint;
  readonly campaign: bigint;
  readonly code: string;
}

/** A limit's counter, with the value that resulted. */
export interface CounterChanged {
  readonly kind: 'CounterChanged';
  readonly counter: string;
  readonly delta: bigint;
  readonly value: bigint;
}

export interface ProfileErased {
  readonly kind: 'ProfileErased';
  readonly profileId: string;
  readonly at: bigint;
}

/** A reservation (+1), or its end (-1), with the coupon's counter that resulted. */
export interface CouponReservationChanged {
  readonly kind: 'CouponReservationChanged';
  readonly couponId: bigint;
  readonly campaign: bigint;
  readonly code: string;
  readonly profileId: string;
  readonly delta: bigint;
  readonly reservationCounter: bigint;
}

export interface GiveawaysAdded {
  readonly kind: 'GiveawaysAdded';
  readonly stock: GiveawayStock;
  readonly batch: string;
  readonly chunk: number;
  readonly chunks: number;
  readonly giveaways: readonly Giveaway[];
  /** Codes that the pool had already. */
  readonly skipped: readonly string[];
}

export interface GiveawayAwarded {
  readonly kind: 'GiveawayAwarded';
  readonly giveaway: Giveaway;
  readonly stock: GiveawayStock;
  readonly poolName: string;
  readonly campaign: bigint;
  /** Empty: nobody known. */
  readonly profileId: string;
  /** Null: in no session. */
  readonly sessionId: null | string;
}

export interface AchievementProgressChanged {
  readonly kind: 'AchievementProgressChanged';
  readonly campaign: bigint;
  readonly tracker: bigint;
  /** In ten-thousandths; negative where it was taken back. */
  readonly delta: bigint;
  readonly progress: AchievementProgress;
}

export interface LedgerChanged {
  readonly kind: 'LedgerChanged';
  readonly entries: readonly LedgerEntry[];
  readonly tierChanges: readonly TierChange[];
  /** The state that resulted. */
  readonly ledger: Ledger;
}

/** What a coupon was used before Tessera knew of it, with the counters that resulted. */
export interface CouponOpeningChanged {
  readonly kind: 'CouponOpeningChanged';
  readonly couponId: bigint;
  readonly campaign: bigint;
  readonly code: string;
  /** By whom; empty: by all together, which alone moves the coupon's counters. */
  readonly profileId: string;
  /** How often, as it is said now. */
  readonly redemptions: bigint;
  readonly delta: bigint;
  readonly usageCounter: bigint;
  readonly discountDelta: bigint;
  readonly discountCounter: bigint;
  /** Whether the code is a referral's. */
  readonly referral: boolean;
}

/** What a profile did before Tessera knew of it, with what the application knows of it then. */
export interface ProfileOpeningChanged {
  readonly kind: 'ProfileOpeningChanged';
  readonly closedSessionsDelta: bigint;
  readonly totalSalesDelta: bigint;
  readonly activity: ProfileActivity;
}

/** What happened before Tessera knew of it, as a limit counts it, with the counter that resulted. */
export interface LimitOpeningChanged {
  readonly kind: 'LimitOpeningChanged';
  readonly campaign: bigint;
  readonly action: string;
  readonly counter: string;
  /** How much, as it is said now. */
  readonly amount: bigint;
  readonly delta: bigint;
  readonly value: bigint;
}

/** What a subledger came to before Tessera knew of it, with the ledger that resulted. */
export interface LedgerOpeningChanged {
  readonly kind: 'LedgerOpeningChanged';
  readonly subledger: string;
  readonly spentDelta: bigint;
  readonly expiredDelta: bigint;
  /** But for what entries that take points back leave owed. */
  readonly negativeDelta: bigint;
  readonly entries: readonly LedgerEntry[];
  readonly tierChanges: readonly TierChange[];
  /** The state that resulted. */
  readonly ledger: Ledger;
}

export interface CartItemInput {
  readonly name: null | string;
  readonly sku: string;
  readonly quantity: number;
  /** Of one unit, in ten-thousandths of the currency's minor unit. */
  readonly price: bigint;
  readonly category: null | string;
  readonly weight: null | number;
  readonly height: null | number;
  readonly width: null | number;
  readonly length: null | number;
  readonly attributes: Readonly<Record<string, Value>>;
  /** Prices by the cost's name, in ten-thousandths of the minor unit. */
  readonly additionalCosts: Readonly<Record<string, bigint>>;
}

/** A null field was left out of the request: what is stored stays. An empty list or text clears. */
export interface SessionUpdateReceived {
  readonly kind: 'SessionUpdateReceived';
  readonly sessionId: string;
  readonly profileId: null | string;
  readonly state: null | string;
  readonly cartItems: null | readonly CartItemInput[];
  readonly couponCodes: null | readonly string[];
  readonly referralCode: null | string;
  /** Prices by the cost's name, in ten-thousandths of the minor unit. */
  readonly additionalCosts: null | Readonly<Record<string, bigint>>;
  readonly identifiers: null | readonly string[];
  readonly attributes: null | Readonly<Record<string, Value>>;
  /** With dry runs only: exactly these campaigns, running or not. */
  readonly evaluableCampaignIds: null | readonly bigint[];
}

export interface MembershipEnd {
  readonly audience: bigint;
  readonly until: bigint;
}

export interface ProfileUpdateReceived {
  readonly kind: 'ProfileUpdateReceived';
  readonly profileId: string;
  readonly attributes: null | Readonly<Record<string, Value>>;
  readonly runRuleEngine: boolean;
  /** Audiences that the profile joins; one that it also leaves it does not join. */
  readonly joins: readonly bigint[];
  readonly leaves: readonly bigint[];
  /** When memberships that it joins end by themselves; the others stay. */
  readonly ends: readonly MembershipEnd[];
}

export interface CustomEventReceived {
  readonly kind: 'CustomEventReceived';
  readonly profileId: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, Value>>;
  /** The session that it happened in, which is created if it is not there; null: none. */
  readonly sessionId: null | string;
  /** The sender's own id, which the application has one event of at most; null: it has none. */
  readonly integrationId: null | string;
  /** A closed session that it is about, as a delivery is about an order; null: none. */
  readonly connectedSessionId: null | string;
}

export interface ProfileErasureReceived {
  readonly kind: 'ProfileErasureReceived';
  readonly profileId: string;
}

export interface CouponSettings {
  readonly campaign: bigint;
  /** 0 means unlimited. */
  readonly usageLimit: bigint;
  readonly profileLimit: null | bigint;
  /** Minor units. */
  readonly discountLimit: null | bigint;
  readonly startDate: null | bigint;
  readonly expiryDate: null | bigint;
  readonly attributes: Readonly<Record<string, Value>>;
  readonly recipient: null | string;
  /** 0 means unlimited. */
  readonly reservationLimit: bigint;
  /** Whether only who has reserved the coupon may redeem it. */
  readonly reservationMandatory: boolean;
  /** Whether everybody's inventory shows it. */
  readonly implicitlyReserved: boolean;
  /** Whose friends use the code: then it is a referral, and the recipient the friend. */
  readonly advocate: null | string;
}

/** At most 1,000 coupons: given codes, or a pattern in which each # becomes one of the characters. */
export interface CouponChunkReceived {
  readonly kind: 'CouponChunkReceived';
  readonly batch: string;
  readonly chunk: number;
  readonly chunks: number;
  readonly settings: CouponSettings;
  readonly codes: readonly string[];
  readonly pattern: string;
  readonly characters: readonly string[];
  readonly count: number;
  /** Whose each coupon is, in the order of the coupons, empty: anybody's; none: as the settings say. */
  readonly recipients: readonly string[];
}

export interface CouponChangeReceived {
  readonly kind: 'CouponChangeReceived';
  readonly couponId: bigint;
  readonly settings: CouponSettings;
}

export interface CouponDeletionReceived {
  readonly kind: 'CouponDeletionReceived';
  readonly couponId: bigint;
}

export interface ReturnedCartItemInput {
  /** The line. */
  readonly position: number;
  /** Null: all units that were not returned yet. */
  readonly quantity: null | number;
  /** If given, the line must have it. */
  readonly sku: null | string;
}

/** Units of a closed session come back. */
export interface SessionReturnReceived {
  readonly kind: 'SessionReturnReceived';
  readonly sessionId: string;
  readonly returnedCartItems: readonly ReturnedCartItemInput[];
  /** Whether campaigns that want it are tried again on what is left. */
  readonly runRuleEngine: boolean;
}

/** A closed session becomes open again. */
export interface SessionReopenReceived {
  readonly kind: 'SessionReopenReceived';
  readonly sessionId: string;
}

export interface CouponChange {
  readonly couponId: bigint;
  /** After the change, whole; null: deleted. */
  readonly settings: null | CouponSettings;
}

/** At most 1,000 changes and deletions of coupons. Those that are not there any more are left out. */
export interface CouponsChangeReceived {
  readonly kind: 'CouponsChangeReceived';
  /** The job that asks. */
  readonly batch: string;
  readonly chunk: number;
  readonly changes: readonly CouponChange[];
}

/** A coupon is reserved for a profile, or the reservation is given back. */
export interface CouponReservationReceived {
  readonly kind: 'CouponReservationReceived';
  readonly code: string;
  readonly profileId: string;
  /** How it is to be. */
  readonly reserved: boolean;
}

/** At most 1,000 codes that are added to a pool; those that it has already are left out. */
export interface GiveawayChunkReceived {
  readonly kind: 'GiveawayChunkReceived';
  readonly pool: bigint;
  readonly batch: string;
  readonly chunk: number;
  readonly chunks: number;
  readonly codes: readonly string[];
  /** From when on they may be given away; null: at once. */
  readonly startDate: null | bigint;
  /** Until when, exclusive; null: for ever. */
  readonly endDate: null | bigint;
}

/** Points given by hand. Null: as the program has it; a date holds instead of its duration. */
export interface PointsAdditionReceived {
  readonly kind: 'PointsAdditionReceived';
  readonly profileId: string;
  readonly program: bigint;
  /** Empty: the main ledger. */
  readonly subledger: string;
  /** Hundredths of a point. */
  readonly points: bigint;
  readonly name: string;
  readonly validityDuration: null | string;
  readonly validUntil: null | bigint;
  readonly pendingDuration: null | string;
  readonly pendingUntil: null | bigint;
  /** The file that they come from; 0: none. */
  readonly importId: bigint;
}

export interface PointsDeductionReceived {
  readonly kind: 'PointsDeductionReceived';
  readonly profileId: string;
  readonly program: bigint;
  /** Empty: the main ledger. */
  readonly subledger: string;
  /** Hundredths of a point. */
  readonly points: bigint;
  readonly name: string;
}

/** A minute of a partition is over. Of the application 0: what dates have brought to ledgers is booked. */
export interface ClockTicked {
  readonly kind: 'ClockTicked';
  readonly partition: number;
}

/** The tier of a customer, as a file brings it. */
export interface TierAssignmentReceived {
  readonly kind: 'TierAssignmentReceived';
  readonly profileId: string;
  readonly program: bigint;
  /** Empty: the main ledger. */
  readonly subledger: string;
  readonly tier: string;
  /** When it is looked at again. */
  readonly until: bigint;
}

/** Nobody touched an open session for as long as its application waits. */
export interface SessionIdled {
  readonly kind: 'SessionIdled';
  readonly sessionId: string;
}

/** Points that wait for it become active. */
export interface PointsActivationReceived {
  readonly kind: 'PointsActivationReceived';
  readonly profileId: string;
  readonly program: bigint;
  readonly transactionUUIDs: readonly string[];
}

/** How often a coupon was redeemed before Tessera knew of it, in place of what was said of it before. */
export interface CouponOpening {
  readonly couponId: bigint;
  /** By whom; empty: by all together. */
  readonly profileId: string;
  readonly redemptions: bigint;
  /** Minor units that it gave, of all together; null: as it was said before. */
  readonly discount: null | bigint;
}

/** At most 1,000 of them. Coupons that are not there any more are left out. */
export interface CouponOpeningsReceived {
  readonly kind: 'CouponOpeningsReceived';
  /** The import that asks. */
  readonly batch: string;
  readonly chunk: number;
  readonly openings: readonly CouponOpening[];
}

/** What a profile did before Tessera knew of it, in place of what was said of it before. */
export interface ProfileOpeningReceived {
  readonly kind: 'ProfileOpeningReceived';
  readonly profileId: string;
  readonly closedSessions: bigint;
  /** Minor units, before discounts. */
  readonly totalSales: bigint;
  /** Since when it is known; null: not said. */
  readonly firstActivity: null | bigint;
  readonly lastActivity: bigint;
}

/** How much of an action happened before Tessera knew of it, as the limits count it that have these entities and this period, in place of what was said of it before. What a limit does not count by is null. */
export interface LimitOpening {
  readonly campaign: bigint;
  readonly action: string;
  /** As limits name it; null: for ever. */
  readonly period: null | string;
  /** A day of the period in the application's own time, 2026-03-28; null: there is no period. */
  readonly day: null | string;
  /** Or the referral. */
  readonly couponId: null | bigint;
  readonly sessionId: null | string;
  readonly identifier: null | string;
  readonly profileId: null | string;
  /** Minor units, hundredths of points, or how often. */
  readonly amount: bigint;
}

/** At most 1,000 of them. */
export interface LimitOpeningsReceived {
  readonly kind: 'LimitOpeningsReceived';
  /** The import that asks. */
  readonly batch: string;
  readonly chunk: number;
  readonly openings: readonly LimitOpening[];
}

export interface LotOpening {
  /** Hundredths. */
  readonly points: bigint;
  /** Null: active since it was said first. */
  readonly start: null | bigint;
  /** Null: they do not expire. */
  readonly expiry: null | bigint;
}

/** What a subledger of a profile came to before Tessera knew of it, in place of what was said of it before. Hundredths of points. */
export interface LedgerOpeningReceived {
  readonly kind: 'LedgerOpeningReceived';
  readonly profileId: string;
  readonly program: bigint;
  /** Empty: the main ledger. */
  readonly subledger: string;
  /** What is left, each with other dates. */
  readonly lots: readonly LotOpening[];
  readonly spent: bigint;
  readonly expired: bigint;
  /** Owed: the next active points pay it. */
  readonly negative: bigint;
  /** The file that it comes from; 0: none. */
  readonly importId: bigint;
}

export interface CartItem {
  readonly name: null | string;
  readonly sku: string;
  readonly quantity: number;
  /** Of one unit, in ten-thousandths of the currency's minor unit. */
  readonly price: bigint;
  readonly category: null | string;
  readonly weight: null | number;
  readonly height: null | number;
  readonly width: null | number;
  readonly length: null | number;
  readonly attributes: Readonly<Record<string, Value>>;
  /** Prices by the cost's name, in ten-thousandths of the minor unit. */
  readonly additionalCosts: Readonly<Record<string, bigint>>;
  /** The line, from 0. */
  readonly position: number;
  /** Units that came back, the last ones first. */
  readonly returnedQuantity: number;
}

export interface ReturnedCartItem {
  /** The line. */
  readonly position: number;
  readonly quantity: number;
}

/** Units that came back in one request. */
export interface SessionReturn {
  /** The position of its decision. */
  readonly id: bigint;
  readonly at: bigint;
  readonly items: readonly ReturnedCartItem[];
}

/** A durable effect that the session gave already, so that it is given once. */
export interface DurableEffect {
  readonly ruleId: string;
  readonly effectIndex: number;
  /** What an updateAttribute wrote, as text to compare; else empty. Sealed where anything is personal. */
  readonly value: string | SealedValue;
}

/** How far the session moved a limit's counter, so that cancel moves it back exactly. */
export interface CounterDelta {
  readonly counter: string;
  readonly delta: bigint;
}

/** Points that were added together, or that a deduction took of them. */
export interface Lot {
  readonly transactionUUID: string;
  readonly name: string;
  /** Hundredths of a point. */
  readonly points: bigint;
  /** Pending before. */
  readonly start: bigint;
  /** Expired from then on; null: never. */
  readonly expiry: null | bigint;
  /** Of points that wait to be activated: how long they hold from then on. */
  readonly validity: null | string;
}

export interface Deduction {
  readonly transactionUUID: string;
  /** With the dates of the points, so that they can be given back as they were. */
  readonly takes: readonly Lot[];
}

export interface Session {
  readonly id: bigint;
  readonly application: bigint;
  readonly integrationId: string;
  /** Empty: anonymous. */
  readonly profileId: string;
  readonly state: string;
  readonly firstSession: boolean;
  readonly couponCodes: readonly string[];
  readonly referralCode: string;
  readonly cartItems: readonly CartItem[];
  readonly additionalCosts: Readonly<Record<string, bigint>>;
  readonly identifiers: readonly string[];
  readonly attributes: Readonly<Record<string, Value>>;
  /** Minor units, before discounts. */
  readonly cartItemTotal: bigint;
  readonly additionalCostTotal: bigint;
  readonly cartItemAdditionalCostTotal: bigint;
  readonly total: bigint;
  readonly updateCount: number;
  readonly created: bigint;
  readonly updated: bigint;
  readonly closedAt: null | bigint;
  readonly durable: readonly DurableEffect[];
  readonly counted: readonly CounterDelta[];
  readonly effects: readonly Effect[];
  /** The position of the decision that gave the effects. */
  readonly decidedAt: bigint;
  readonly returns: readonly SessionReturn[];
  /** Campaigns whose redemptions stay when the session is cancelled, as their switch stood at its close. */
  readonly keptOnCancel: readonly bigint[];
  /** What its close took out of ledgers and nothing gave back. */
  readonly deductions: readonly Deduction[];
  /** When the open session is cancelled if nobody touches it. */
  readonly idleAt: null | bigint;
}

export interface AudienceMembership {
  readonly audience: bigint;
  /** As the audience was called when the profile joined it. */
  readonly name: string;
  readonly joined: bigint;
  /** From when on it is over, by itself; null: it stays. */
  readonly until: null | bigint;
}

export interface Profile {
  readonly id: bigint;
  readonly integrationId: string;
  readonly attributes: Readonly<Record<string, Value>>;
  readonly created: bigint;
  readonly updated: bigint;
  /** In the order in which it joined them. */
  readonly audiences: readonly AudienceMembership[];
}

/** What one application knows of a profile. */
export interface ProfileActivity {
  readonly application: bigint;
  readonly profileId: string;
  readonly closedSessions: bigint;
  /** Minor units of the application's currency, before discounts. */
  readonly totalSales: bigint;
  readonly lastActivity: bigint;
}

export interface Coupon {
  readonly id: bigint;
  readonly application: bigint;
  /** As it was given. */
  readonly code: string;
  /** NFKC, trimmed, upper case: unique per application. */
  readonly canonical: string;
  readonly batch: string;
  readonly settings: CouponSettings;
  readonly usageCounter: bigint;
  /** Minor units granted so far. */
  readonly discountCounter: bigint;
  readonly created: bigint;
  readonly reservationCounter: bigint;
}

/** Codes that stand one behind the other, have the same dates, and are not given away. */
export interface GiveawayRun {
  readonly next: bigint;
  readonly last: bigint;
  /** Null: at once. */
  readonly startDate: null | bigint;
  /** Exclusive; null: for ever. */
  readonly endDate: null | bigint;
}

/** How far the codes of a pool are given away. */
export interface GiveawayStock {
  readonly pool: bigint;
  /** They are numbered from 1, as they came. */
  readonly added: bigint;
  readonly awarded: bigint;
  /** What is left, in that order; without those that had expired when codes were added last. */
  readonly runs: readonly GiveawayRun[];
}

export interface Giveaway {
  readonly id: bigint;
  readonly pool: bigint;
  /** Its place in the pool. */
  readonly number: bigint;
  readonly code: string;
  readonly created: bigint;
  readonly startDate: null | bigint;
  readonly endDate: null | bigint;
}

export interface ProgressTracker {
  /** From 1, among those of the profile and the achievement. */
  readonly id: bigint;
  readonly start: bigint;
  readonly end: null | bigint;
  /** In ten-thousandths. */
  readonly progress: bigint;
  readonly completed: null | bigint;
}

export interface AchievementProgress {
  readonly achievement: bigint;
  readonly profileId: string;
  /** The newest last. */
  readonly trackers: readonly ProgressTracker[];
}

export interface TierHeld {
  readonly name: string;
  readonly since: bigint;
  /** When it is looked at again; null: never. */
  readonly until: null | bigint;
}

/** Points that a customer had before Tessera knew of them, as it was said last. */
export interface OpenedLot {
  readonly transactionUUID: string;
  readonly points: bigint;
  /** Null: when it was said first. */
  readonly start: null | bigint;
  readonly expiry: null | bigint;
  /** How many of them have expired since. */
  readonly expired: bigint;
}

export interface LedgerOpening {
  readonly lots: readonly OpenedLot[];
  readonly spent: bigint;
  readonly expired: bigint;
  readonly negative: bigint;
}

/** Amounts are hundredths of a point. */
export interface Subledger {
  /** Empty: the main ledger. */
  readonly id: string;
  /** Of which something is left, those that expire first in front. */
  readonly lots: readonly Lot[];
  readonly spent: bigint;
  readonly expired: bigint;
  /** Owed: the next active points pay it. */
  readonly negative: bigint;
  readonly tier: null | TierHeld;
  /** What was said last of the time before Tessera; null: nothing. */
  readonly opening: null | LedgerOpening;
}

/** The points of one profile in one loyalty program of the account. */
export interface Ledger {
  readonly program: bigint;
  readonly profileId: string;
  readonly joined: null | bigint;
  /** Up to when activations, expiries and tiers are booked. */
  readonly settled: bigint;
  readonly subledgers: readonly Subledger[];
  /** When the profile's attribute says that tiers end; null: it says nothing. */
  readonly tierExpiry: null | bigint;
}

/** One thing that happened to points. */
export interface LedgerEntry {
  /** added, opened, deducted, takenBack, givenBack, activated, expired, expiryChanged. */
  readonly kind: string;
  readonly subledger: string;
  /** Hundredths, never negative. */
  readonly points: bigint;
  readonly transactionUUID: string;
  readonly name: string;
  readonly at: bigint;
  readonly start: null | bigint;
  readonly expiry: null | bigint;
  readonly campaign: bigint;
  readonly ruleset: bigint;
  readonly ruleName: string;
  readonly sessionId: null | string;
  /** The file that it comes from; 0: none. */
  readonly importId: bigint;
}

export interface TierChange {
  readonly subledger: string;
  readonly before: null | string;
  readonly after: null | string;
  readonly at: bigint;
  readonly until: null | bigint;
}

/** unscaled / 10^scale; unscaled is big-endian two's complement. */
export interface DecimalValue {
  readonly kind: 'decimal';
  readonly unscaled: bigint;
  readonly scale: number;
}

export interface InstantValue {
  readonly kind: 'instant';
  readonly at: bigint;
}

/** Degrees, WGS 84. */
export interface LocationValue {
  readonly kind: 'location';
  readonly latitude: number;
  readonly longitude: number;
}

/** A personal value: AES-256-GCM under the key named by keyId; the bytes end with the 16-byte tag. Unreadable once the key is erased. */
export interface SealedValue {
  readonly kind: 'sealed';
  readonly keyId: string;
  readonly nonce: Uint8Array;
  readonly bytes: Uint8Array;
}

export interface ListValue {
  readonly kind: 'list';
  readonly items: readonly Value[];
}

export interface MapValue {
  readonly kind: 'map';
  readonly entries: Readonly<Record<string, Value>>;
}

/** Any value of an attribute or a prop. Branches are only ever appended. */
export type Value =
  | null
  | string
  | boolean
  | bigint
  | number
  | DecimalValue
  | InstantValue
  | LocationValue
  | ListValue
  | MapValue
  | SealedValue;

export interface Actor {
  readonly userId: bigint;
  readonly requestId: string;
}

/** One management write: the whole entity after it. */
export interface CatalogRecord {
  readonly id: string;
  readonly src: string;
  /** The catalog version: from 1, without gap. */
  readonly seq: bigint;
  readonly requestId: string;
  /** 0: the account's. */
  readonly application: bigint;
  readonly at: bigint;
  readonly recordedAt: bigint;
  readonly catalogVersion: bigint;
  readonly currency: string;
  readonly actor: Actor;
  /** Branches are only ever appended. */
  readonly payload:
    | ApplicationSaved
    | ApiKeySaved
    | AttributeSaved
    | EventTypeSaved
    | CampaignSaved
    | CampaignDeleted
    | RulesetSaved
    | RulesetDeleted
    | WebhookSaved
    | WebhookDeleted
    | EvaluationTreeSaved
    | AdditionalCostSaved
    | CollectionSaved
    | CollectionItemsImported
    | CollectionDeleted
    | AudienceSaved
    | AudienceDeleted
    | GiveawayPoolSaved
    | GiveawayPoolDeleted
    | AchievementSaved
    | AchievementDeleted
    | LoyaltyProgramSaved
    | AttributeDeleted;
}

/** The record of an inbox topic that was decided. */
export interface Source {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** The truth: one record per request. */
export interface DecisionRecord {
  /** The position as decimal text. */
  readonly id: string;
  readonly src: string;
  /** Without gap or repeat in its partition. */
  readonly seq: bigint;
  readonly requestId: string;
  readonly application: bigint;
  /** max(occurredAt or recordedAt, the session's last at). */
  readonly at: bigint;
  readonly recordedAt: bigint;
  readonly catalogVersion: bigint;
  readonly currency: string;
  readonly source: Source;
  /** Branches are only ever appended. */
  readonly payload: Decision;
}

export interface EffectGiven {
  readonly kind: 'EffectGiven';
  /** The decision. */
  readonly position: bigint;
  /** Within the decision. */
  readonly index: number;
  /** How many effects of this decision are published. */
  readonly count: number;
  readonly session: null | string;
  readonly profile: null | string;
  readonly effect: Effect;
}

/** One effect that is committed or durable. */
export interface EffectRecord {
  /** The uuid v5 of position/index: the same in webhooks and read models. */
  readonly id: string;
  readonly src: string;
  /** Without gap or repeat in its partition. */
  readonly seq: bigint;
  readonly requestId: string;
  readonly application: bigint;
  readonly at: bigint;
  readonly recordedAt: bigint;
  readonly catalogVersion: bigint;
  readonly currency: string;
  /** Branches are only ever appended. */
  readonly payload: EffectGiven;
}

export interface Idempotency {
  /** SHA-256 over method, path and body. */
  readonly hash: Uint8Array;
  /** Whether the client chose the key. */
  readonly keySent: boolean;
}

/** A request as it was received; also the contract of bulk.events.v1. */
export interface InboxRecord {
  readonly id: string;
  /** The gateway instance that waits for the reply; empty: nobody. */
  readonly src: string;
  /** 0: the inbox has no sequence of its own. */
  readonly seq: bigint;
  /** The idempotency key. */
  readonly requestId: string;
  readonly application: bigint;
  /** When it happened; null: when it was recorded. */
  readonly at: null | bigint;
  /** Ignored: the broker's timestamp holds. */
  readonly recordedAt: bigint;
  /** The version it was validated against; 0: the newest held. */
  readonly catalogVersion: bigint;
  /** ISO 4217; empty: the application's. */
  readonly currency: string;
  readonly idempotency: null | Idempotency;
  /** Branches are only ever appended. */
  readonly payload:
    | SessionUpdateReceived
    | ProfileUpdateReceived
    | CustomEventReceived
    | ProfileErasureReceived
    | CouponChunkReceived
    | CouponChangeReceived
    | CouponDeletionReceived
    | SessionReturnReceived
    | SessionReopenReceived
    | CouponsChangeReceived
    | CouponReservationReceived
    | GiveawayChunkReceived
    | PointsAdditionReceived
    | PointsDeductionReceived
    | ClockTicked
    | TierAssignmentReceived
    | SessionIdled
    | PointsActivationReceived
    | CouponOpeningsReceived
    | ProfileOpeningReceived
    | LimitOpeningsReceived
    | LedgerOpeningReceived;
}

export interface DeadLetter {
  readonly kind: 'DeadLetter';
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** avro.decode, key.mismatch …: an open set. */
  readonly reason: string;
  readonly details: string;
  /** The first 4 KB. */
  readonly key: null | Uint8Array;
  /** The first 64 KB. */
  readonly bytes: null | Uint8Array;
  /** Of the whole value in bytes. */
  readonly size: number;
}

/** A record that could not be decoded or belongs to nobody. */
export interface DeadLetterRecord {
  readonly id: string;
  readonly src: string;
  readonly seq: bigint;
  readonly requestId: string;
  readonly application: bigint;
  readonly at: bigint;
  readonly recordedAt: bigint;
  readonly catalogVersion: bigint;
  readonly currency: string;
  /** Branches are only ever appended. */
  readonly payload: DeadLetter;
}

export interface Reply {
  readonly kind: 'Reply';
  /** 200 or the refusal's HTTP status. */
  readonly status: number;
  readonly position: bigint;
  readonly partition: number;
  readonly decisionSeq: bigint;
  readonly decision: Decision;
  readonly session: null | Session;
  readonly profile: null | Profile;
  readonly activity: null | ProfileActivity;
  readonly coupons: readonly Coupon[];
  /** The key was used before with another content. */
  readonly idempotencyMismatch: boolean;
  readonly ledgers: readonly Ledger[];
}

/** The answer to one request, for the gateway instance that waits for it. */
export interface ReplyRecord {
  readonly id: string;
  /** The gateway instance. */
  readonly src: string;
  readonly seq: bigint;
  readonly requestId: string;
  readonly application: bigint;
  readonly at: bigint;
  readonly recordedAt: bigint;
  readonly catalogVersion: bigint;
  readonly currency: string;
  /** Branches are only ever appended. */
  readonly payload: Reply;
}

export interface SubjectKeyGiven {
  readonly kind: 'SubjectKeyGiven';
  /** A UUID: a subject that comes back after an erasure gets another. */
  readonly keyId: string;
  /** p:<profile>, or <app>:s:<session> of a session without a profile. */
  readonly subject: string;
  /** Readers drop what is older than what they hold. */
  readonly position: bigint;
  /** The key under the master key, AES-256-GCM: nonce, key, tag. */
  readonly wrapped: Uint8Array;
}

/** The data key of one subject. A tombstone of the key id is an erasure. */
export interface SubjectKeyRecord {
  readonly id: string;
  readonly src: string;
  readonly seq: bigint;
  readonly requestId: string;
  readonly application: bigint;
  readonly at: bigint;
  readonly recordedAt: bigint;
  readonly catalogVersion: bigint;
  readonly currency: string;
  /** Branches are only ever appended. */
  readonly payload: SubjectKeyGiven;
}
